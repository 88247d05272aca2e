package dev.nnc.runtime;

/** {@link Linear} with a routine that is gradients and update in one. */
final class FusedLinear extends Model {
  private final Linear linear;
  private final Routine step;

  FusedLinear(Linear linear) {
    this.linear = linear;
    step = new Step(linear);
  }

  @Override
  public ModelInfo info() {
    return linear.info();
  }

  @Override
  public Routine routine(String name) {
    return name.equals("step") ? step : linear.routine(name);
  }

  private static Slot fixed(String name, int length) {
    return new Slot(name, false, 0, length);
  }

  /** Runs the two routines over copies of what is updated. */
  private static final class Step extends Routine {
    private static final int NUMBERS = Linear.WIDTH + 1;

    private final Linear linear;
    private Frame train;
    private Frame update;

    Step(Linear linear) {
      super(
          linear.info().precision(),
          new Slot("input:x", false, Linear.WIDTH, 0),
          fixed("fitted", 2 * Linear.WIDTH),
          fixed("parameters", NUMBERS),
          new Slot("target:y", false, 1, 0),
          fixed("loss", 1),
          fixed("rate", 1),
          fixed("step", 1),
          fixed("state", NUMBERS),
          fixed("parameters'", NUMBERS),
          fixed("state'", NUMBERS));
      this.linear = linear;
    }

    @Override
    public void run(Frame frame) {
      if (train == null || train.capacity() != frame.capacity()) {
        train = new Frame(linear.routine("train"), frame.capacity());
        update = new Frame(linear.routine("update"), 1);
        update.bind("gradients", train.values("gradients"));
      }
      train.follow(frame);
      train.seed = frame.seed;
      train.step = frame.step;
      copy(frame, 2, frame, 8);
      copy(frame, 7, frame, 9);
      for (int slot = 0; slot < 4; slot++) {
        share(frame, slot, train, slot);
      }
      share(frame, 4, train, 5);
      share(frame, 5, update, 1);
      share(frame, 8, update, 3);
      share(frame, 9, update, 4);
      train.run();
      update.run();
    }

    private static void share(Frame from, int slot, Frame to, int as) {
      if (from.floats != null) {
        to.floats[as] = from.floats[slot];
      } else {
        to.doubles[as] = from.doubles[slot];
      }
    }

    private static void copy(Frame from, int slot, Frame to, int as) {
      Object source = from.floats != null ? from.floats[slot] : from.doubles[slot];
      Object target = from.floats != null ? to.floats[as] : to.doubles[as];
      System.arraycopy(source, 0, target, 0, NUMBERS);
    }
  }
}
