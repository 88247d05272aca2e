package dev.nnc.cli.tune;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;

/** Whether the virtual machine is still compiling: what is slow then may not stay so. */
final class Compilation {
  /** Less than this share of the time goes by beside. */
  private static final double LITTLE = 0.1;

  private final CompilationMXBean compiler;
  private long before;
  private long start;

  /** Looks from now on. */
  Compilation() {
    CompilationMXBean found = ManagementFactory.getCompilationMXBean();
    compiler = found != null && found.isCompilationTimeMonitoringSupported() ? found : null;
    busy();
  }

  /** Whether much was compiled since the last call. */
  boolean busy() {
    if (compiler == null) {
      return false;
    }
    long millis = compiler.getTotalCompilationTime();
    long now = System.nanoTime();
    boolean busy = (millis - before) * 1e6 > LITTLE * (now - start);
    before = millis;
    start = now;
    return busy;
  }
}
