package dev.nnc.runtime;

import java.util.List;

/**
 * The arrays over which a {@link Routine} runs, and the numbers that vary from run to run. Arrays
 * may be shared between frames by {@link #bind}: the parameters that training updates are those
 * that evaluation reads. A frame belongs to one thread at a time.
 */
public final class Frame {
  private final Routine routine;
  private final int capacity;

  /** The arrays for faster code, once there is some. */
  private Faster faster;

  /** One array a slot when the routine's precision is {@link Precision#FLOAT}, else null. */
  public final float[][] floats;

  /** One array a slot when the routine's precision is {@link Precision#DOUBLE}, else null. */
  public final double[][] doubles;

  /** Which part of the work is this frame's, from 0. For generated classes. */
  public int part;

  /** Into how many parts the work is split. For generated classes. */
  public int parts = 1;

  /** The threads that share the work, and the frame of which this is a share. */
  private Crew crew;

  private Frame whole;
  private Pace pace;
  private Frame[] shares;

  /** Is told of launches, where the routine tells; may be null. */
  private Watch watch;

  /** The number of examples in this run, at most {@link #capacity()}. */
  public int batch;

  /** The seed of the run: random leaves are a function of (seed, step, example, site). */
  public long seed;

  /** The number of the training step, from 0; another part of the key of random leaves. */
  public long step;

  /** For each row of the batch, the example's number in its data set; part of the random key. */
  public final long[] examples;

  /**
   * Makes a frame with fresh arrays, all zero.
   *
   * @param routine the routine that will run over it
   * @param capacity the largest number of examples in one run, at least 1
   */
  public Frame(Routine routine, int capacity) {
    this(routine, capacity, null);
  }

  private Frame(Routine routine, int capacity, long[] shared) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity must be at least 1: " + capacity);
    }
    this.routine = routine;
    this.capacity = capacity;
    List<Slot> slots = routine.slots();
    boolean single = routine.precision() == Precision.FLOAT;
    floats = single ? new float[slots.size()][] : null;
    doubles = single ? null : new double[slots.size()][];
    for (int i = 0; i < slots.size(); i++) {
      int length = slots.get(i).length(capacity);
      if (single) {
        floats[i] = new float[length];
      } else {
        doubles[i] = new double[length];
      }
    }
    examples = shared != null ? shared : new long[capacity];
    for (int i = 0; i < capacity && shared == null; i++) {
      examples[i] = i;
    }
    batch = capacity;
  }

  /** The routine this frame was made for. */
  public Routine routine() {
    return routine;
  }

  /** The largest number of examples in one run. */
  public int capacity() {
    return capacity;
  }

  /** Whether the routine has a slot of that name. */
  public boolean has(String slot) {
    return routine.slot(slot) >= 0;
  }

  /**
   * The array of a slot as numbers of either precision.
   *
   * @param slot the slot's name
   * @return a view; writes go to the frame's array
   */
  public Values values(String slot) {
    int index = index(slot);
    return floats != null ? new FloatValues(floats[index]) : new DoubleValues(doubles[index]);
  }

  /**
   * Makes a slot use the given array from now on.
   *
   * @param slot the slot's name
   * @param values at least as long as the slot needs, in the routine's precision
   */
  public void bind(String slot, Values values) {
    int index = index(slot);
    int needed = routine.slots().get(index).length(capacity);
    if (values.length() < needed) {
      throw new IllegalArgumentException(
          "slot " + slot + " needs " + needed + " numbers, not " + values.length());
    }
    if (values instanceof FloatValues f && floats != null) {
      floats[index] = f.array();
    } else if (values instanceof DoubleValues d && doubles != null) {
      doubles[index] = d.array();
    } else {
      throw new IllegalArgumentException("slot " + slot + " has another precision");
    }
  }

  /**
   * Makes a slot use the given array where the routine has such a slot.
   *
   * @param slot the slot's name
   * @param values at least as long as the slot needs, in the routine's precision
   */
  public void bindIfPresent(String slot, Values values) {
    if (has(slot)) {
      bind(slot, values);
    }
  }

  /**
   * Lets two slots change their arrays: what was written to one is read from the other in the next
   * run. Allocates nothing.
   *
   * @param one the number of a slot, as {@link Routine#slot} gives it
   * @param other the number of another slot, which holds as many numbers
   */
  public void exchange(int one, int other) {
    if (floats != null) {
      float[] array = floats[one];
      floats[one] = floats[other];
      floats[other] = array;
    } else {
      double[] array = doubles[one];
      doubles[one] = doubles[other];
      doubles[other] = array;
    }
  }

  /** Takes over how many examples there are, and which; the frames have equal capacities. */
  void follow(Frame other) {
    if (other != this) {
      batch = other.batch;
      System.arraycopy(other.examples, 0, examples, 0, batch);
    }
  }

  /** Runs the routine over this frame. */
  public void run() {
    Warmup warmup = routine.warmup();
    if (warmup == null) {
      Crew.run(this);
      return;
    }
    Routine better = warmup.faster();
    if (better == null) {
      warmup.run(this);
      return;
    }
    if (faster == null || faster.to.routine != better) {
      faster = new Faster(this, better);
    }
    faster.run();
  }

  /**
   * Runs the routine over this frame by so many threads, as far as it can be split, however little
   * work there is.
   *
   * @param threads at least 1; this thread is one of them
   */
  public void run(int threads) {
    Crew.run(this, threads);
  }

  /** Waits for the other threads that run the routine over this frame. For generated classes. */
  public void meet() {
    if (parts > 1) {
      crew.meet();
    }
  }

  /**
   * Lets a routine tell of its launches from now on, if it is one that tells.
   *
   * @param watch is told
   * @see Routine#watchedName
   */
  public void watch(Watch watch) {
    this.watch = watch;
  }

  /** Tells that a run begins. For generated classes. */
  public void begun() {
    if (watch != null && part == 0) {
      watch.begun();
    }
  }

  /**
   * Tells that a kernel has run. For generated classes.
   *
   * @param launch its number in the plan, from 0
   * @param kernels the binary name of the class that holds it
   */
  public void launched(int launch, String kernels) {
    if (watch != null && part == 0) {
      watch.launched(launch, kernels);
    }
  }

  /** By how many threads this frame is best run. */
  Pace pace() {
    if (pace == null) {
      pace = new Pace();
    }
    return pace;
  }

  /** This frame for each thread of a crew: they share all arrays but those that each must own. */
  Frame[] shares(Crew crew) {
    if (shares == null || shares.length != crew.size()) {
      shares = new Frame[crew.size()];
      for (int i = 0; i < shares.length; i++) {
        shares[i] = new Frame(this, crew, i);
      }
    }
    for (Frame share : shares) {
      share.follow();
    }
    return shares;
  }

  private Frame(Frame whole, Crew crew, int part) {
    routine = whole.routine;
    capacity = whole.capacity;
    floats = whole.floats == null ? null : new float[whole.floats.length][];
    doubles = whole.doubles == null ? null : new double[whole.doubles.length][];
    examples = whole.examples;
    this.whole = whole;
    this.crew = crew;
    this.part = part;
    parts = crew.size();
    List<Slot> slots = routine.slots();
    for (int i = 0; i < slots.size(); i++) {
      int length = slots.get(i).length(capacity);
      if (slots.get(i).own() && part > 0) {
        if (floats != null) {
          floats[i] = new float[length];
        } else {
          doubles[i] = new double[length];
        }
      }
    }
  }

  /** Takes over what may have changed in the frame of which this is a share. */
  private void follow() {
    batch = whole.batch;
    seed = whole.seed;
    step = whole.step;
    watch = whole.watch;
    List<Slot> slots = routine.slots();
    for (int i = 0; i < slots.size(); i++) {
      if (part > 0 && slots.get(i).own()) {
        continue;
      }
      if (floats != null) {
        set(floats, i, whole.floats[i]);
      } else {
        set(doubles, i, whole.doubles[i]);
      }
    }
  }

  /** Sets an element where it is another: what the collector of garbage asks for costs more. */
  private static <T> void set(T[] array, int index, T value) {
    if (array[index] != value) {
      array[index] = value;
    }
  }

  /** The arrays of a frame under another routine that computes the same. */
  private static final class Faster {
    private final Frame from;
    private final Frame to;
    private final int[] slots;

    Faster(Frame from, Routine routine) {
      this.from = from;
      to = new Frame(routine, from.capacity, from.examples);
      slots = new int[routine.slots().size()];
      for (int i = 0; i < slots.length; i++) {
        Slot slot = routine.slots().get(i);
        slots[i] = slot.scratch() ? -1 : from.routine.slot(slot.name());
      }
    }

    void run() {
      to.batch = from.batch;
      to.seed = from.seed;
      to.step = from.step;
      for (int i = 0; i < slots.length; i++) {
        if (slots[i] >= 0 && from.floats != null) {
          set(to.floats, i, from.floats[slots[i]]);
        } else if (slots[i] >= 0) {
          set(to.doubles, i, from.doubles[slots[i]]);
        }
      }
      Crew.run(to);
    }
  }

  private int index(String slot) {
    int index = routine.slot(slot);
    if (index < 0) {
      throw new IllegalArgumentException("no slot " + slot + " in " + routine.slots());
    }
    return index;
  }
}
