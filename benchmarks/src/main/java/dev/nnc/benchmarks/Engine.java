package dev.nnc.benchmarks;

/** Who computes. */
public enum Engine {
  /** The interpreter over the simplified program. */
  INTERPRETED,
  /** Classes generated from the program as it was derived. */
  UNSIMPLIFIED,
  /** Classes generated from the simplified program with every formula written out for each use. */
  UNSHARED,
  /** Classes generated from the simplified program: what users run. */
  GENERATED,
  /** Plain Java loops that a person wrote for the network. */
  HAND_WRITTEN
}
