package dev.nnc.benchmarks.network;

import dev.nnc.runtime.FloatValues;
import dev.nnc.runtime.Frame;
import dev.nnc.runtime.ModelInfo;
import dev.nnc.runtime.Routine;
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
  private final float[] output;

  /**
   * A network.
   *
   * @param info its description
   * @param routine its programs by name
   * @param examples the batch
   * @param initial the parameters to start from, copied
   */
  public RoutineNetwork(
      ModelInfo info, Function<String, Routine> routine, Examples examples, float[] initial) {
    ModelInfo.Output out = info.outputs().get(0);
    parameters = initial.clone();
    gradients = new float[initial.length];
    output = new float[examples.count() * out.size()];
    predict = new Frame(routine.apply("predict"), examples.count());
    train = new Frame(routine.apply("train"), examples.count());
    update = new Frame(routine.apply("update"), 1);
    for (Frame frame : new Frame[] {predict, train, update}) {
      bind(frame, "parameters", parameters);
      bind(frame, "gradients", gradients);
      bind(frame, "loss", loss);
      bind(frame, "rate", rate);
      bind(frame, "step", new float[] {1});
      bind(frame, "output:" + out.name(), output);
      bind(frame, "input:" + info.inputs().get(0).name(), examples.inputs());
      bind(frame, "target:" + info.targets().get(0).name(), examples.targets());
    }
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
  public float[] output() {
    return output;
  }
}
