package dev.nnc.runtime.demo;

import dev.nnc.runtime.Frame;
import dev.nnc.runtime.GeneratedModel;
import dev.nnc.runtime.ModelInfo;
import dev.nnc.runtime.Precision;
import dev.nnc.runtime.Predictor;
import dev.nnc.runtime.Routine;
import dev.nnc.runtime.Settings;
import dev.nnc.runtime.Slot;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Written by hand as the compiler writes models: weight and size and coat of an animal to a score
 * and a number for each kind of pet.
 *
 * <p>score = p[0] * weight + p[1] * size[0] + p[2] * size[1] + p[3] * coat + p[4] * legs; kind =
 * (score, -score).
 */
public final class Pet extends GeneratedModel implements Function<Object[], double[]> {
  public Pet() {
    super(Pet.class);
  }

  /** What the resource {@code Pet.nninfo} holds. */
  public static ModelInfo description(Settings.Source data) {
    return new ModelInfo(
        "dev.nnc.runtime.demo.Pet",
        "Tells cats,\n\"dogs\" and others apart.",
        Precision.FLOAT,
        List.of(
            new ModelInfo.Field("weight", List.of(), 0, List.of(), List.of(), -1, "in\nkg"),
            new ModelInfo.Field("size", List.of(2), 0, List.of(), List.of(), -1, ""),
            new ModelInfo.Field(
                "coat", List.of(), 0, List.of("short", "long", "none, at all"), List.of(), -1, ""),
            new ModelInfo.Field("legs", List.of(), 5, List.of(), List.of("{0}"), -1, ""),
            new ModelInfo.Field("unused", List.of(), 2, List.of(), List.of(), -1, "")),
        List.of(
            new ModelInfo.Field(
                "kind", List.of(), 0, List.of("cat", "dog, or so"), List.of(), -1, "")),
        List.of(
            new ModelInfo.Output("score", List.of(), "", ""),
            new ModelInfo.Output("kind", List.of(2), "kind", ""),
            new ModelInfo.Output("grid", List.of(1, 2), "", "")),
        List.of(new ModelInfo.Parameter("p", List.of(5), 0)),
        5,
        0,
        List.of(),
        0,
        List.of(),
        List.of(),
        new Settings(data, null, List.of(), 1, 1, 0, Settings.Order.SEQUENTIAL, 0, "loss", false));
  }

  @Override
  protected Routine create(String name) {
    return Map.<String, Routine>of("predict", new Predict(), "initialize", new Initialize())
        .get(name);
  }

  /** Weight, size, coat, legs to score and both numbers of kind. */
  @Override
  public double[] apply(Object[] animal) {
    Predictor p = borrow();
    p.set(0, (double) animal[0]);
    p.set(1, (float[]) animal[1]);
    p.set(2, (String) animal[2]);
    p.set(3, (int) animal[3]);
    p.run();
    double score = p.get(0);
    double[] kind = p.getDoubles(1);
    release(p);
    return new double[] {score, kind[0], kind[1]};
  }

  private static final class Predict extends Routine {
    Predict() {
      super(
          Precision.FLOAT,
          new Slot("input:weight", false, 1, 0),
          new Slot("input:size", false, 2, 0),
          new Slot("input:coat", false, 1, 0),
          new Slot("input:legs", false, 1, 0),
          new Slot("parameters", false, 0, 5),
          new Slot("output:score", false, 1, 0),
          new Slot("output:kind", false, 2, 0),
          new Slot("output:grid", false, 2, 0));
    }

    @Override
    public void run(Frame frame) {
      float[][] f = frame.floats;
      for (int i = 0; i < frame.batch; i++) {
        float score = f[4][0] * f[0][i] + f[4][1] * f[1][2 * i] + f[4][2] * f[1][2 * i + 1];
        score += f[4][3] * f[2][i] + f[4][4] * f[3][i];
        f[5][i] = score;
        for (int slot = 6; slot <= 7; slot++) {
          f[slot][2 * i] = score;
          f[slot][2 * i + 1] = -score;
        }
      }
    }
  }

  private static final class Initialize extends Routine {
    Initialize() {
      super(Precision.FLOAT, new Slot("parameters", false, 0, 5));
    }

    @Override
    public void run(Frame frame) {
      for (int i = 0; i < 5; i++) {
        frame.floats[0][i] = i + 1;
      }
    }
  }
}
