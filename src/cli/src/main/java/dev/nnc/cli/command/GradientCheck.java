package dev.nnc.cli.command;

import dev.nnc.runtime.Examples;
import dev.nnc.runtime.Frame;
import dev.nnc.runtime.Initialization;
import dev.nnc.runtime.Model;
import dev.nnc.runtime.ModelInfo;
import dev.nnc.runtime.Settings;
import dev.nnc.runtime.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Compares gradients with central differences by random projection: for a random direction v of
 * unit length in the space of one parameter, {@code <gradient, v>} should be {@code (loss(p + h v)
 * - loss(p - h v)) / 2h}. Several step widths h are tried and the best counts, because a wide one
 * may step over a kink of relu or max and a narrow one drowns in rounding.
 */
final class GradientCheck {
  private static final double[] WIDTHS = {1e-4, 1e-5, 1e-6, 1e-7};

  private final Model model;
  private final ModelInfo.Loss loss;
  private final SplittableRandom random;
  private final Frame frame;
  private final Values parameters;

  /**
   * A parameter's result.
   *
   * @param parameter which
   * @param derived the derivative along the direction, from the compiled gradient
   * @param measured the same from differences of the loss
   * @param error their distance, relative to their size
   */
  record Line(ModelInfo.Parameter parameter, double derived, double measured, double error) {}

  /**
   * Prepares random examples and initial parameters, a little shaken, so that none stands on a
   * kink.
   *
   * @param model in double
   * @param loss the loss to check
   * @param batch how many examples
   * @param seed of all that is random
   */
  GradientCheck(Model model, ModelInfo.Loss loss, int batch, long seed) {
    this.model = model;
    this.loss = loss;
    random = new SplittableRandom(seed);
    ModelInfo info = model.info();
    parameters = Initialization.parameters(model, seed);
    for (int i = 0; i < parameters.length(); i++) {
      parameters.set(i, parameters.get(i) + 0.01 * normal());
    }
    frame = new Frame(model.routine(info.routine("train", loss)), batch);
    frame.seed = seed;
    frame.bindIfPresent("parameters", parameters);
    frame.bindIfPresent("fitted", standard(info));
    frame.bindIfPresent("states", Initialization.states(model, seed));
    for (ModelInfo.Field field : info.inputs()) {
      fill("input:" + field.name(), field);
    }
    for (ModelInfo.Field field : info.targets()) {
      fill("target:" + field.name(), field);
    }
  }

  /** Takes the first examples of a data set in place of random ones. */
  void examples(Examples examples) {
    frame.bindIfPresent("fitted", dev.nnc.runtime.Fitting.of(model.info(), examples));
    try (Examples.Pass pass = examples.pass(Settings.Order.SEQUENTIAL, 0, 0)) {
      pass.fill(frame);
    }
  }

  /** Checks every parameter that the loss trains. */
  List<Line> run() {
    List<Line> lines = new ArrayList<>();
    frame.run();
    if (loss.count() > 0) {
      Values gradients = frame.values("gradients").copy();
      for (ModelInfo.Parameter parameter : model.info().parameters(loss)) {
        lines.add(line(parameter, gradients));
      }
    }
    return lines;
  }

  private Line line(ModelInfo.Parameter parameter, Values gradients) {
    double[] direction = direction(parameter.size());
    double derived = 0;
    for (int i = 0; i < direction.length; i++) {
      derived += direction[i] * gradients.get(parameter.offset() + i);
    }
    Line best = null;
    for (double width : WIDTHS) {
      double after = loss(parameter, direction, width);
      double before = loss(parameter, direction, -width);
      double measured = (after - before) / (2 * width);
      // Below a ten-thousandth of the loss, differences have too few digits to be compared.
      double size = Math.max(Math.abs(derived), Math.abs(measured));
      double scale = Math.max(size, 1e-4 * Math.max(1, Math.abs(after)));
      double error = Math.abs(derived - measured) / scale;
      if (best == null || error < best.error() || Double.isNaN(best.error())) {
        best = new Line(parameter, derived, measured, error);
      }
    }
    return best;
  }

  private double loss(ModelInfo.Parameter parameter, double[] direction, double width) {
    Values kept = parameters.copy();
    for (int i = 0; i < direction.length; i++) {
      int at = parameter.offset() + i;
      parameters.set(at, kept.get(at) + width * direction[i]);
    }
    frame.run();
    kept.copyTo(0, parameters, 0, kept.length());
    return frame.values("loss").get(0);
  }

  private double[] direction(int size) {
    double[] direction = new double[size];
    double squares = 0;
    for (int i = 0; i < size; i++) {
      direction[i] = normal();
      squares += direction[i] * direction[i];
    }
    for (int i = 0; i < size; i++) {
      direction[i] /= Math.sqrt(squares);
    }
    return direction;
  }

  private void fill(String slot, ModelInfo.Field field) {
    if (frame.has(slot)) {
      Values values = frame.values(slot);
      int classes = field.categories().isEmpty() ? field.classes() : field.categories().size();
      for (int i = 0; i < values.length(); i++) {
        values.set(i, classes > 0 ? random.nextInt(classes) : normal());
      }
    }
  }

  /** Means 0 and deviations 1. */
  private static Values standard(ModelInfo info) {
    Values fitted = Values.allocate(info.precision(), info.fittedCount());
    for (List<ModelInfo.Field> fields : List.of(info.inputs(), info.targets())) {
      for (ModelInfo.Field field : fields) {
        for (int i = 0; field.fitted() >= 0 && i < field.size(); i++) {
          fitted.set(field.fitted() + field.size() + i, 1);
        }
      }
    }
    return fitted;
  }

  /** A standard normal number by the method of Box and Muller. */
  private double normal() {
    double radius = Math.sqrt(-2 * Math.log(1 - random.nextDouble()));
    return radius * Math.cos(2 * Math.PI * random.nextDouble());
  }
}
