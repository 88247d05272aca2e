package dev.nnc.runtime;

import java.util.List;
import java.util.Locale;

/**
 * A compiled program: a fixed sequence of kernels over the arrays of a {@link Frame}. A routine has
 * no state; any number of threads may run it, each with a frame of its own. A run allocates
 * nothing.
 */
public abstract class Routine {
  private final Precision precision;
  private final List<Slot> slots;

  /** Gets faster code ready that computes the same; null where there is none. */
  private Warmup warmup;

  /**
   * For generated subclasses.
   *
   * @param precision the format of all arrays
   * @param slots the arrays in the order in which the generated code numbers them
   */
  protected Routine(Precision precision, Slot... slots) {
    this.precision = precision;
    this.slots = List.of(slots);
  }

  /**
   * What the class of a routine is called.
   *
   * @param model the binary name of the model's class
   * @param routine one of those that {@link Model} lists
   * @return the binary name, such as {@code Model$Train} or {@code Model$Entry$next}
   */
  public static String className(String model, String routine) {
    return className(model, routine, Engine.SCALAR);
  }

  /**
   * What the class of a routine is called that computes in a certain way.
   *
   * @param model the binary name of the model's class
   * @param routine one of those that {@link Model} lists
   * @param engine how it computes
   * @return the binary name, such as {@code Model$Train} or {@code Model$Vector$Train}
   */
  public static String className(String model, String routine, Engine engine) {
    // Entries may be called step, and their types have the names of entries.
    String unique = routine.equals("step") ? "train:step" : routine;
    String name = unique.substring(0, 1).toUpperCase(Locale.ROOT) + unique.substring(1);
    String how = engine == Engine.SCALAR ? "$" : "$Vector$";
    return model + how + name.replace(':', '$');
  }

  /**
   * What the class is called that computes the same as a routine, by the same kernels, and tells
   * the {@link Watch} of its frame of each launch.
   *
   * @param model the binary name of the model's class
   * @param routine one of those that {@link Model} lists
   * @param engine how it computes
   * @return the binary name, such as {@code Model$Watched$Vector$Train}
   */
  public static String watchedName(String model, String routine, Engine engine) {
    return className(model + "$Watched", routine, engine);
  }

  /** Faster code that computes the same, or null. */
  final Warmup warmup() {
    return warmup;
  }

  /** Gives the routine faster code. */
  final void warmup(Warmup warmup) {
    this.warmup = warmup;
  }

  /** The format of every array of the frame. */
  public final Precision precision() {
    return precision;
  }

  /** The arrays of a frame, in order. */
  public final List<Slot> slots() {
    return slots;
  }

  /**
   * The place of a slot in {@link #slots()}.
   *
   * @param name the slot's name
   * @return its number, or -1 where the routine has no such slot
   */
  public final int slot(String name) {
    for (int i = 0; i < slots.size(); i++) {
      if (slots.get(i).name().equals(name)) {
        return i;
      }
    }
    return -1;
  }

  /**
   * About how many multiplications an example takes.
   *
   * @return their number, or 0 where the routine is not split between threads
   */
  public long work() {
    return 0;
  }

  /**
   * Runs all kernels once over {@code frame.batch()} examples.
   *
   * @param frame a frame made for this routine
   */
  public abstract void run(Frame frame);
}
