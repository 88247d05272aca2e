package dev.nnc.benchmarks.network;

/** What hidden layers end with, in place. */
enum Activation {
  /** The hyperbolic tangent. */
  TANH {
    @Override
    void forward(float[] row) {
      for (int j = 0; j < row.length; j++) {
        row[j] = (float) Math.tanh(row[j]);
      }
    }

    @Override
    void backward(float[] row, float[] gradient) {
      for (int j = 0; j < row.length; j++) {
        gradient[j] *= 1 - row[j] * row[j];
      }
    }
  },
  /** The positive part. */
  RELU {
    @Override
    void forward(float[] row) {
      for (int j = 0; j < row.length; j++) {
        row[j] = Math.max(row[j], 0);
      }
    }

    @Override
    void backward(float[] row, float[] gradient) {
      for (int j = 0; j < row.length; j++) {
        gradient[j] = row[j] > 0 ? gradient[j] : 0;
      }
    }
  };

  /** Applies it to the numbers of an example. */
  abstract void forward(float[] row);

  /** Turns the gradient of its results, which are given, into that of its arguments. */
  abstract void backward(float[] row, float[] gradient);

  /** Applies it to all examples. */
  void forward(float[][] rows) {
    for (float[] row : rows) {
      forward(row);
    }
  }

  /** Turns gradients for all examples. */
  void backward(float[][] rows, float[][] gradients) {
    for (int r = 0; r < rows.length; r++) {
      backward(rows[r], gradients[r]);
    }
  }
}
