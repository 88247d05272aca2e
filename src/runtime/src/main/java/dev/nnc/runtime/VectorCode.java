package dev.nnc.runtime;

import java.util.Set;

/** The vector code of a routine, as it has been loaded and may be loaded anew. */
interface VectorCode {
  /** Computes what the routine computes. */
  Routine routine();

  /**
   * Computes the same by the same kernels and tells of each launch, see {@link Watch}; null where
   * there is no such code.
   */
  Routine watched();

  /**
   * The same code, of which some kernels are loaded anew: with no memory of how they ran, so that
   * the virtual machine compiles them afresh. The others stay as they are compiled.
   *
   * @param kernels the binary names of classes that {@link Watch#launched} has told; all kernels
   *     where it is empty
   */
  VectorCode renewed(Set<String> kernels);
}
