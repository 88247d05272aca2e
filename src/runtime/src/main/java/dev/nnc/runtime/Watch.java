package dev.nnc.runtime;

/**
 * Is told where a routine is that tells, see {@link Routine#watchedName}: for measuring what each
 * launch of a kernel takes. Of several threads that share a run the first one tells.
 */
public interface Watch {
  /** A run begins. */
  void begun();

  /**
   * A kernel has run.
   *
   * @param launch its number in the plan, from 0
   * @param kernels the binary name of the class that holds the kernel
   */
  void launched(int launch, String kernels);
}
