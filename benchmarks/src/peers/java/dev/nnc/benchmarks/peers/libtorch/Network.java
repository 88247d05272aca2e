package dev.nnc.benchmarks.peers.libtorch;

import org.bytedeco.pytorch.Tensor;

/** A network with its batch. */
interface Network {
  /** The outputs of the batch. */
  Tensor predict();

  /** The mean loss of the batch. */
  Tensor loss();
}
