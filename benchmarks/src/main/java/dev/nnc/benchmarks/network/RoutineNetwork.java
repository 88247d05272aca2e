package dev.nnc.benchmarks.network;

import dev.nnc.runtime.FloatValues;
import dev.nnc.runtime.Frame;
import dev.nnc.runtime.ModelInfo;
import dev.nnc.runtime.Routine;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** A network whose programs are compiled or interpreted. */
public final class RoutineNetwork implements Network {
  private final Frame predict;
  private final Frame train;
  private final Frame update;
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
    train = new Frame(routine.apply("train"), batch.count());
    update = new Frame(routine.apply("update"), 1);
    float[] state = state(info);
    info.outputs().forEach(out -> outputs.put(out.name(), new float[batch.count() * out.size()]));
    for (Frame frame : new Frame[] {predict, train, update}) {
      bind(frame, "parameters", parameters);
      bind(frame, "gradients", gradients);
      bind(frame, "fitted", batch.fitted());
      bind(frame, "states", batch.states());
      bind(frame, "state", state);
      bind(frame, "loss", loss);
      bind(frame, "rate", rate);
      bind(frame, "step", new float[] {1});
      outputs.forEach((name, array) -> bind(frame, "output:" + name, array));
      info.inputs().forEach(in -> bind(frame, "input:" + in.name(), batch.column(in)));
      info.targets().forEach(t -> bind(frame, "target:" + t.name(), batch.column(t)));
    }
  }

  /** The optimiser's numbers as they are before the first step. */
  private static float[] state(ModelInfo info) {
    int count = info.parameterCount();
    float[] state = new float[info.losses().get(0).optimizerState().size() * count];
    for (int k = 0; k < info.losses().get(0).optimizerState().size(); k++) {
      Arrays.fill(
          state,
          k * count,
          (k + 1) * count,
          info.losses().get(0).optimizerState().get(k).floatValue());
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
    train.run();
    update.run();
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
