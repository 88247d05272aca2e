package dev.nnc.cli.bench;

import dev.nnc.runtime.Watch;

/**
 * Reads the clock at the start of a run and once behind each launch, and adds up the nanoseconds
 * between by launch. Where the thread that tells waits for others before a launch, that counts for
 * the launch.
 */
final class Clock implements Watch {
  /** What the launches took in all, in nanoseconds. */
  final long[] nanos;

  private long last;

  /** For so many launches. */
  Clock(int launches) {
    nanos = new long[launches];
  }

  @Override
  public void begun() {
    last = System.nanoTime();
  }

  @Override
  public void launched(int launch, String kernels) {
    long now = System.nanoTime();
    nanos[launch] += now - last;
    last = now;
  }
}
