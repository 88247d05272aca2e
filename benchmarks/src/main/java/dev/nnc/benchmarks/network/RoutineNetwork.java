package dev.nnc.benchmarks.network;

import dev.nnc.runtime.FloatValues;
import dev.nnc.runtime.Frame;
import dev.nnc.runtime.Model;
import dev.nnc.runtime.ModelInfo;
import dev.nnc.runtime.Routine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A network whose programs are compiled or interpreted. Where gradients and update are one program,
 * that is run, as training does; gradients are then computed when they are asked for.
 */
public final class RoutineNetwork implements Network {
  private final Frame predict;
  private final List<Frame> turns = new ArrayList<>();
  private final List<float[]> losses = new ArrayList<>();

  /** Gradients and update in one, or null. */
  private final Frame fused;

  /** Computes the gradients of the last step where they are not among its results. */
  private final Frame train;

  /** The parameters, at least until the first step. */
  private final float[] initial;

  private final float[] gradients;
  private final float[] loss = new float[1];
  private final float[] rate = {1};
  private final Map<String, float[]> outputs = new LinkedHashMap<>();

  /**
   * A network that generated code computes.
   *
   * @param model the model
   * @param batch the examples
   * @param initial the parameters to start from, copied
   */
  public RoutineNetwork(Model model, Batch batch, float[] initial) {
    this(model.info(), name -> model.has(name) ? model.routine(name) : null, batch, initial);
  }

  /**
   * A network.
   *
   * @param info its description
   * @param routine its programs by name, null where there is none
   * @param batch the examples
   * @param initial the parameters to start from, copied
   */
  public RoutineNetwork(
      ModelInfo info, Function<String, Routine> routine, Batch batch, float[] initial) {
    this.initial = initial.clone();
    gradients = new float[initial.length];
    predict = new Frame(routine.apply("predict"), batch.count());
    float[] state = state(info);
    info.outputs().forEach(out -> outputs.put(out.name(), new float[batch.count() * out.size()]));
    share(info, predict, batch, state);
    Routine step = routine.apply("step");
    if (step != null) {
      fused = new Frame(step, batch.count());
      train = new Frame(routine.apply("train"), batch.count());
      losses.add(new float[1]);
      share(info, fused, batch, state);
      share(info, train, batch, state);
      bind(fused, "loss", losses.get(0));
      bind(fused, "parameters'", new float[initial.length]);
      bind(fused, "state'", new float[state.length]);
      return;
    }
    fused = null;
    train = null;
    for (ModelInfo.Loss turn : info.losses()) {
      Frame computes = new Frame(routine.apply(info.routine("train", turn)), batch.count());
      Frame update = new Frame(routine.apply(info.routine("update", turn)), 1);
      float[] value = new float[1];
      bind(computes, "loss", value);
      losses.add(value);
      for (Frame frame : new Frame[] {computes, update}) {
        share(info, frame, batch, state);
        turns.add(frame);
      }
    }
  }

  private void share(ModelInfo info, Frame frame, Batch batch, float[] state) {
    bind(frame, "parameters", initial);
    bind(frame, "gradients", gradients);
    bind(frame, "fitted", batch.fitted());
    bind(frame, "states", batch.states());
    bind(frame, "state", state);
    bind(frame, "rate", rate);
    bind(frame, "step", new float[] {1});
    outputs.forEach((name, array) -> bind(frame, "output:" + name, array));
    info.inputs().forEach(in -> bind(frame, "input:" + in.name(), batch.column(in)));
    info.targets().forEach(t -> bind(frame, "target:" + t.name(), batch.column(t)));
  }

  /** The optimisers' numbers as they are before the first step, those of each loss together. */
  private static float[] state(ModelInfo info) {
    float[] state = new float[info.losses().stream().mapToInt(ModelInfo.Loss::stateCount).sum()];
    int place = 0;
    for (ModelInfo.Loss loss : info.losses()) {
      for (double first : loss.optimizerState()) {
        Arrays.fill(state, place, place + loss.count(), (float) first);
        place += loss.count();
      }
    }
    return state;
  }

  private static void bind(Frame frame, String slot, float[] array) {
    frame.bindIfPresent(slot, new FloatValues(array));
  }

  @Override
  public void predict() {
    predict.floats[predict.routine().slot("parameters")] = parameters();
    predict.run();
  }

  @Override
  public void step() {
    if (fused != null) {
      fused.run();
      exchange("parameters", "parameters'");
      exchange("state", "state'");
    }
    for (int i = 0; i < turns.size(); i++) {
      turns.get(i).run();
    }
    loss[0] = 0;
    for (int i = 0; i < losses.size(); i++) {
      loss[0] += losses.get(i)[0];
    }
  }

  private void exchange(String read, String written) {
    if (fused.has(written)) {
      fused.exchange(fused.routine().slot(read), fused.routine().slot(written));
    }
  }

  @Override
  public void rate(float factor) {
    rate[0] = factor;
  }

  @Override
  public float[] parameters() {
    return fused == null ? initial : fused.floats[fused.routine().slot("parameters")];
  }

  @Override
  public float[] gradients() {
    if (train != null) {
      train.floats[train.routine().slot("parameters")] =
          fused.floats[fused.routine().slot("parameters'")];
      train.run();
    }
    return gradients;
  }

  @Override
  public float[] loss() {
    return loss;
  }

  @Override
  public Map<String, float[]> outputs() {
    return outputs;
  }
}
