package dev.nnc.compiler.plan;

import dev.nnc.runtime.Precision;
import dev.nnc.runtime.Slot;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that has been decided about a routine: its arrays and, in order, its kernels. The
 * emitter only spells it out.
 *
 * @param name what the routine is for
 * @param target for what kind of code
 * @param precision the format of all numbers
 * @param work about how many multiplications an example takes; 0 where the work is not split
 *     between threads
 * @param slots the arrays of a frame
 * @param tables constants with more than one number
 * @param launches what is run
 * @param loops which of them are run again and again, by ascending launch
 * @param repeats which of them follow each other several times, by ascending launch; outside of
 *     loops
 * @param meetings the launches before which the threads that share the work wait for each other, in
 *     ascending order
 * @param buffers which value is where, and how long
 */
public record Plan(
    String name,
    Target target,
    Precision precision,
    long work,
    List<Slot> slots,
    List<List<Double>> tables,
    List<Launch> launches,
    List<Loop> loops,
    List<Repeat> repeats,
    List<Integer> meetings,
    List<Held> buffers) {
  /**
   * A value in an array.
   *
   * @param label the value
   * @param slot the number of the array
   * @param offset where it starts
   * @param batched whether the size counts for each example
   * @param size how many numbers
   * @param first the launch that fills it, -1 for an input
   * @param last the last launch that touches it
   */
  public record Held(
      String label, int slot, int offset, boolean batched, int size, int first, int last) {}

  /**
   * Launches that are run once a step.
   *
   * @param from the first launch
   * @param to the launch behind the last
   * @param steps how many steps
   * @param reversed whether the steps count from the last place to place 0
   * @param meets whether the threads that share the work wait for each other before the first step
   */
  public record Loop(int from, int to, int steps, boolean reversed, boolean meets) {}

  /**
   * Launches that are there several times, one time behind the other: the same kernels with other
   * arguments.
   *
   * @param from the first launch of the first time
   * @param period how many launches there are in one time
   * @param times how many times
   */
  public record Repeat(int from, int period, int times) {
    /** The launch behind the last of all times. */
    public int to() {
      return from + period * times;
    }

    /** How many launches less there are to be written. */
    int saved() {
      return period * (times - 1);
    }
  }

  /** Copies the lists. */
  public Plan {
    slots = List.copyOf(slots);
    tables = List.copyOf(tables);
    launches = List.copyOf(launches);
    loops = List.copyOf(loops);
    repeats = List.copyOf(repeats);
    meetings = List.copyOf(meetings);
    buffers = List.copyOf(buffers);
  }

  /**
   * The end of a run of scratch slots that are numbered one after the other.
   *
   * @param from the first slot of the run
   * @return the slot after the last; {@code from + 1} where the next does not continue
   */
  public int run(int from) {
    String prefix = prefix(slots.get(from));
    int digits = prefix.length();
    int end = from + 1;
    if (slots.get(from).scratch() && digits < slots.get(from).name().length()) {
      int number = Integer.parseInt(slots.get(from).name().substring(digits));
      while (end < slots.size()
          && slots.get(end).scratch()
          && slots.get(end).name().equals(prefix + (number + end - from))) {
        end++;
      }
    }
    return end;
  }

  /** The name of a slot without the number at its end. */
  public static String prefix(Slot slot) {
    String name = slot.name();
    int end = name.length();
    while (end > 0 && name.length() - end < 9 && Character.isDigit(name.charAt(end - 1))) {
      end--;
    }
    return name.substring(0, end);
  }

  /** Whether anything runs over lanes; else plain loops do as well. */
  public boolean overLanes() {
    return launches.stream().map(Launch::kernel).distinct().anyMatch(Kernel::overLanes);
  }

  /**
   * What is run instead of the launches where the batch has one example: the same with the example
   * known, in fewer kernels.
   *
   * @return none where the launches do as well
   */
  public List<Launch> forOne() {
    return OneExample.of(this);
  }

  /** How many different kernels there are. */
  public int kernels() {
    return (int) launches.stream().map(Launch::kernel).distinct().count();
  }

  /** The number of each kernel in listings: by its first launch, behind those that it runs. */
  public Map<Kernel, Integer> numbers() {
    Map<Kernel, Integer> numbers = new LinkedHashMap<>();
    launches.forEach(launch -> number(launch.kernel(), numbers));
    return numbers;
  }

  /** Numbers a kernel behind those that it runs. */
  static void number(Kernel kernel, Map<Kernel, Integer> numbers) {
    if (!numbers.containsKey(kernel)) {
      kernel.calls().forEach(called -> number(called, numbers));
      numbers.put(kernel, numbers.size());
    }
  }

  /** How many numbers of scratch memory each example takes. */
  public long scratchPerExample() {
    return slots.stream().filter(Slot::scratch).mapToLong(Slot::perExample).sum();
  }

  /** How many numbers of scratch memory are needed whatever the batch. */
  public long scratchFixed() {
    return slots.stream().filter(Slot::scratch).mapToLong(Slot::fixed).sum();
  }

  /** The kernels with their loop nests and the arrays with their sizes and lifetimes. */
  public String describe() {
    return new Description(this).text();
  }

  @Override
  public String toString() {
    return describe();
  }
}
