package dev.nnc.benchmarks.network;

/** A layer whose results are as many rows as its arguments. */
interface Layer {
  /** Computes y from x. */
  void forward(float[][] x, float[][] y);

  /** Computes the gradients of the parameters and of x from that of y, after forward. */
  void backward(float[][] x, float[][] dy, float[][] dx);
}
