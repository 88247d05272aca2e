package dev.nnc.benchmarks.network;

import dev.nnc.runtime.FloatValues;
import dev.nnc.runtime.Frame;
import dev.nnc.runtime.ModelInfo;
import dev.nnc.runtime.Routine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A network whose programs are compiled or interpreted. */
public final class RoutineNetwork implements Network {
  private final Frame predict;
  private final List<Frame> turns = new ArrayList<>();
  private final List<float[]> losses = new ArrayList<>();
  private final float[] parameters;
  private final float[] gradients;
  private final float[] loss = new float[1];
  private final float[] rate = {1};
  private final Map<String, float[]> outputs = new LinkedHashMap<>();

  /**
   * A network.
   *
   * @param info its description
   * @param routine its programs by name
   * @param batch the examples
   * @param initial the parameters to start from, copied
   */
  public RoutineNetwork(
      ModelInfo info, Function<String, Routine> routine, Batch batch, float[] initial) {
    parameters = initial.clone();
    gradients = new float[initial.length];
    predict = new Frame(routine.apply("predict"), batch.count());
    float[] state = state(info);
    info.outputs().forEach(out -> outputs.put(out.name(), new float[batch.count() * out.size()]));
    share(info, predict, batch, state);
    for (ModelInfo.Loss turn : info.losses()) {
      Frame train = new Frame(routine.apply(info.routine("train", turn)), batch.count());
      Frame update = new Frame(routine.apply(info.routine("update", turn)), 1);
      float[] value = new float[1];
      bind(train, "loss", value);
      losses.add(value);
      for (Frame frame : new Frame[] {train, update}) {
        share(info, frame, batch, state);
        turns.add(frame);
      }
    }
  }

  private void share(ModelInfo info, Frame frame, Batch batch, float[] state) {
    bind(frame, "parameters", parameters);
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
    predict.run();
  }

  @Override
  public void step() {
    for (int i = 0; i < turns.size(); i++) {
      turns.get(i).run();
    }
    loss[0] = 0;
    for (int i = 0; i < losses.size(); i++) {
      loss[0] += losses.get(i)[0];
    }
  }

  @Override
  public void rate(float factor) {
    rate[0] = factor;
  }

  @Override
  public float[] parameters() {
    return parameters;
  }

  @Override
  public float[] gradients() {
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
