package dev.nnc.runtime;

import java.util.LinkedHashMap;
import java.util.Map;

/** Computes nothing: its frame only takes in examples. */
final class Feed extends Routine {
  Feed(Precision precision, Slot... slots) {
    super(precision, slots);
  }

  /**
   * A frame that takes in all that the losses of a model look at: that of its routine {@code step}
   * or {@code train} or, where there are several losses, one with the inputs and targets of all of
   * them.
   *
   * @param model has a loss
   * @param capacity how many examples it holds
   */
  static Frame of(Model model, int capacity) {
    ModelInfo info = model.info();
    if (info.losses().size() == 1) {
      return new Frame(model.routine(model.has("step") ? "step" : "train"), capacity);
    }
    Map<String, Slot> slots = new LinkedHashMap<>();
    for (ModelInfo.Loss loss : info.losses()) {
      for (Slot slot : model.routine(info.routine("train", loss)).slots()) {
        if (takesExamples(slot)) {
          slots.putIfAbsent(slot.name(), slot);
        }
      }
    }
    return new Frame(new Feed(info.precision(), slots.values().toArray(Slot[]::new)), capacity);
  }

  /** Whether an array holds what examples are made of. */
  static boolean takesExamples(Slot slot) {
    return !slot.scratch()
        && (slot.name().startsWith("input:") || slot.name().startsWith("target:"));
  }

  @Override
  public void run(Frame frame) {}
}
