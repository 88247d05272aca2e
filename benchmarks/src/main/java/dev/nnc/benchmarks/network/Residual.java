package dev.nnc.benchmarks.network;

/** x + dropout(f(norm(x))). */
final class Residual {
  private final Layer norm;
  private final Layer inner;
  private final Dropout dropout;
  private final float[][] normal;
  private final float[][] change;
  private final float[][] gradient;

  /** A block for so many rows. */
  Residual(Layer norm, Layer inner, Dropout dropout, int rows, int width) {
    this.norm = norm;
    this.inner = inner;
    this.dropout = dropout;
    normal = new float[rows][width];
    change = new float[rows][width];
    gradient = new float[rows][width];
  }

  /** Computes y from x. */
  void forward(float[][] x, float[][] y, boolean training) {
    norm.forward(x, normal);
    inner.forward(normal, change);
    if (training) {
      dropout.forward(change);
    }
    for (int r = 0; r < x.length; r++) {
      for (int j = 0; j < x[r].length; j++) {
        y[r][j] = x[r][j] + change[r][j];
      }
    }
  }

  /** Computes the gradients of the parameters and adds to the gradient of y what makes it x's. */
  void addBackward(float[][] x, float[][] dh) {
    dropout.backward(dh, change);
    inner.backward(normal, change, gradient);
    norm.backward(x, gradient, change);
    Rows.add(change, dh);
  }
}
