package dev.nnc.compiler.plan;

/** What kind of code a plan is for. Results have the same bits. */
public enum Target {
  /** Plain loops, which run on every virtual machine; C2 makes vector code of some. */
  SCALAR,
  /** Loops over lanes through {@code jdk.incubator.vector}. */
  VECTOR
}
