package dev.nnc.benchmarks.network;

/** A table with a row of numbers for each token. */
final class Embedding {
  private final Parameter table;

  /** A table. */
  Embedding(Parameter table) {
    this.table = table;
  }

  /** How many numbers stand for a token. */
  int width() {
    return table.value[0].length;
  }

  /** Writes the row of each token. */
  void forward(int[] tokens, float[][] y) {
    for (int r = 0; r < tokens.length; r++) {
      System.arraycopy(table.value[tokens[r]], 0, y[r], 0, y[r].length);
    }
  }

  /** Adds the gradient of y to that of the table. */
  void addBackward(int[] tokens, float[][] dy) {
    for (int r = 0; r < tokens.length; r++) {
      Rows.addScaled(1, dy[r], table.gradient[tokens[r]]);
    }
  }
}
