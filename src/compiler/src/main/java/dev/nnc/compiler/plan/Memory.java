package dev.nnc.compiler.plan;

import dev.nnc.runtime.Slot;
import java.util.List;
import java.util.Locale;

/**
 * The memory of a routine for a batch, in bytes.
 *
 * @param parameters of trained numbers
 * @param examples of inputs and targets
 * @param results of everything else that goes in or out: gradients or new parameters, outputs,
 *     states, the loss
 * @param values of the arrays that values in between share
 * @param panels of what each thread needs for itself
 * @param peak the most that values in between take at the same time; arrays have gaps, and are as
 *     large as their largest value
 * @param at the launch at which that is, -1 where there are no such values
 */
public record Memory(
    long parameters, long examples, long results, long values, long panels, long peak, int at) {
  /**
   * What a routine takes.
   *
   * @param plan what has been decided
   * @param batch how many examples there are
   */
  public static Memory of(Plan plan, int batch) {
    long[] sums = new long[5];
    for (Slot slot : plan.slots()) {
      long numbers = (long) slot.perExample() * batch + slot.fixed();
      sums[kind(slot)] += numbers * plan.precision().bytes();
    }
    long[] alive = alive(plan, batch);
    int at = -1;
    for (int i = 0; i < alive.length; i++) {
      if (alive[i] > (at < 0 ? 0 : alive[at])) {
        at = i;
      }
    }
    return new Memory(sums[0], sums[1], sums[2], sums[3], sums[4], at < 0 ? 0 : alive[at], at);
  }

  private static int kind(Slot slot) {
    if (slot.scratch()) {
      return slot.name().startsWith(Slot.PANEL) ? 4 : 3;
    }
    boolean example = slot.name().startsWith("input:") || slot.name().startsWith("target:");
    return slot.name().equals("parameters") ? 0 : example ? 1 : 2;
  }

  /** What values in between take at each launch: from the one that fills to the last that reads. */
  private static long[] alive(Plan plan, int batch) {
    long[] alive = new long[plan.launches().size()];
    for (Plan.Held held : plan.buffers()) {
      if (plan.slots().get(held.slot()).scratch()) {
        long bytes = (long) held.size() * (held.batched() ? batch : 1) * plan.precision().bytes();
        for (int i = Math.max(0, held.first()); i <= held.last() && i < alive.length; i++) {
          alive[i] += bytes;
        }
      }
    }
    return alive;
  }

  /** All arrays of a frame, with the panels of one thread. */
  public long frame() {
    return parameters + examples + results + values + panels;
  }

  /**
   * The figures as a text of several lines.
   *
   * @param plan the plan, for the label of the launch at the peak
   */
  public List<String> lines(Plan plan) {
    String where = at < 0 ? "" : ", at step " + at + ": " + plan.launches().get(at).label();
    return List.of(
        line("parameters", parameters, ""),
        line("inputs and targets", examples, ""),
        line("results and states", results, ""),
        line("arrays for values in between", values, ""),
        line("panels of a thread", panels, ""),
        line("in all", frame(), ""),
        line("values alive at once", peak, where));
  }

  private static String line(String what, long bytes, String more) {
    return String.format(Locale.ROOT, "%-30s %,15d bytes%s", what, bytes, more);
  }
}
