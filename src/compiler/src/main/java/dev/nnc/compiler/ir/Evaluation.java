package dev.nnc.compiler.ir;

import dev.nnc.runtime.Precision;

/** One interpreted run, as operators see it. */
public interface Evaluation {
  /** The format to which every value is rounded. */
  Precision precision();

  /** The number of examples in the batch. */
  int batch();

  /** The seed of random leaves. */
  long seed();

  /** The number of the training step, part of the key of random leaves. */
  long step();

  /** The number of a batch row's example, part of the key of random leaves. */
  long example(int row);

  /** The value of a node evaluated before, or of a leaf given from outside, in row-major order. */
  double[] value(Node node);
}
