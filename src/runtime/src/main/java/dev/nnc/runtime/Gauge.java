package dev.nnc.runtime;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Finds the kernels that allocate. Vector code that C2 has compiled well allocates nothing: its
 * vectors are in registers. Where it has not, each operation makes an object, and the kernel is
 * slower by a factor of ten or more.
 */
final class Gauge implements Watch {
  /** What the virtual machine allocates now and then does not show in the least of some runs. */
  private static final int RUNS = 3;

  /** What a class of kernels allocates. */
  private static final class Kernels {
    final TreeSet<Integer> launches = new TreeSet<>();
    long bytes;
    long least = Long.MAX_VALUE;

    void ran() {
      least = Math.min(least, bytes);
    }
  }

  private final Map<String, Kernels> all = new TreeMap<>();
  private long last;

  @Override
  public void begun() {
    last = Allocation.bytes();
  }

  @Override
  public void launched(int launch, String kernels) {
    long bytes = Allocation.bytes() - last;
    Kernels of = all.get(kernels);
    if (of == null) {
      of = new Kernels();
      all.put(kernels, of);
    }
    of.bytes += bytes;
    of.launches.add(launch);
    last = Allocation.bytes();
  }

  /**
   * Runs vector code over each number of examples and finds out which of its kernels allocate.
   *
   * @param code that tells of its launches
   * @param frame for its routine
   * @return the names of classes of kernels; where none of them allocates, that of the routine,
   *     into which C2 copies small kernels
   */
  Set<String> allocating(VectorCode code, Frame frame) {
    Set<String> found = new TreeSet<>();
    frame.watch(this);
    for (int batch = 1; batch <= frame.capacity(); batch++) {
      frame.batch = batch;
      all.values().forEach(kernels -> kernels.least = Long.MAX_VALUE);
      for (int run = 0; run < RUNS; run++) {
        all.values().forEach(kernels -> kernels.bytes = 0);
        code.watched().run(frame);
        all.values().forEach(Kernels::ran);
      }
      all.forEach(
          (name, kernels) -> {
            if (kernels.least > 0) {
              found.add(name);
            }
          });
    }
    frame.watch(null);
    return found.isEmpty() ? Set.of(code.routine().getClass().getName()) : found;
  }

  /** The first launch of a class of kernels by its number in the plan, or else the name. */
  String launch(String kernels) {
    Kernels known = all.get(kernels);
    return known == null ? kernels : String.valueOf(known.launches.first());
  }
}
