package dev.nnc.benchmarks.network;

import java.util.Map;

/** A network over a fixed batch: one way to compute what a benchmark measures. */
public interface Network {
  /** Computes the outputs from the inputs. */
  void predict();

  /** Computes loss and gradients, and lets the optimiser change the parameters. */
  void step();

  /** By how much the learning rate is multiplied from now on. */
  void rate(float factor);

  /** The parameters as they are now. */
  float[] parameters();

  /** The gradient of each parameter in the last step. */
  float[] gradients();

  /** The mean loss of the batch in the last step, one number. */
  float[] loss();

  /** The outputs of the last prediction by name, an example's numbers together. */
  Map<String, float[]> outputs();
}
