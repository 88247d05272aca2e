package dev.nnc.cli.bench;

import dev.nnc.runtime.Frame;
import dev.nnc.runtime.Model;
import dev.nnc.runtime.ModelInfo;
import dev.nnc.runtime.Slot;
import dev.nnc.runtime.Values;
import dev.nnc.runtime.Weights;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The arrays that all routines of a model share: first weights, and made-up examples that are drawn
 * from a seed. Numbers are uniform in 0.5 to 1.5, so that quotients stay tame; classes are any of
 * those that there are. The learning rate is 0: weights stay as they are, so that every step has
 * the same to do.
 */
final class Material {
  private final Model model;
  private final int batch;
  private final Weights weights;
  private final SplittableRandom random;
  private final Map<String, Values> arrays = new HashMap<>();

  Material(Model model, int batch, long seed) {
    this.model = model;
    this.batch = batch;
    random = new SplittableRandom(seed);
    weights = Weights.initial(model, seed);
    arrays.put("parameters", weights.parameters());
    arrays.put("fitted", weights.fitted());
    arrays.put("states", weights.states());
    for (ModelInfo.Field field : model.info().fields()) {
      boolean input = model.info().inputs().contains(field);
      arrays.put((input ? "input:" : "target:") + field.name(), drawn(field));
    }
    arrays.put("state", state());
    arrays.put("gradients", allocate(model.info().parameterCount()));
    Values first = allocate(1);
    first.fill(1);
    arrays.put("step", first);
  }

  private Values allocate(int length) {
    return Values.allocate(model.info().precision(), length);
  }

  private Values drawn(ModelInfo.Field field) {
    Values values = allocate(batch * field.size());
    int classes = field.classCount();
    for (int i = 0; i < values.length(); i++) {
      values.set(i, classes > 0 ? random.nextInt(classes) : 0.5 + random.nextDouble());
    }
    return values;
  }

  /** The optimisers' numbers as they are before the first step, those of each loss together. */
  private Values state() {
    ModelInfo info = model.info();
    Values state = allocate(info.losses().stream().mapToInt(ModelInfo.Loss::stateCount).sum());
    int place = 0;
    for (ModelInfo.Loss loss : info.losses()) {
      for (double first : loss.optimizerState()) {
        for (int i = 0; i < loss.count(); i++) {
          state.set(place++, first);
        }
      }
    }
    return state;
  }

  /** Lets a frame use the arrays. */
  void bind(Frame frame) {
    for (Slot slot : frame.routine().slots()) {
      if (!slot.scratch()) {
        int length = slot.length(frame.capacity());
        Values values = arrays.get(slot.name());
        if (values == null) {
          values = allocate(length);
          arrays.put(slot.name(), values);
        }
        frame.bind(slot.name(), values);
      }
    }
  }
}
