package dev.nnc.golden;

import dev.nnc.runtime.Frame;
import dev.nnc.runtime.ModelInfo;
import dev.nnc.runtime.Routine;
import dev.nnc.runtime.Values;
import java.util.List;
import java.util.Map;

/** Runs a translated case and compares outputs, loss and every gradient. */
final class ForwardRun {
  private final GoldenCase golden;
  private final Translation translation;
  private final Engine engine;
  private final Differences differences;

  ForwardRun(GoldenCase golden, Translation translation, Engine engine) {
    this.golden = golden;
    this.translation = translation;
    this.engine = engine;
    this.differences = new Differences(engine);
  }

  /** What differs, one line each. */
  List<String> differences() {
    ModelInfo info = engine.info();
    Map<String, Tensor> gradients = golden.tensors("gradients");
    Frame predict = frame("predict");
    engine.run(predict);
    if (golden.cotangent()) {
      differences.compare("output", golden.output(), predict.values("output:result"), 0, 1);
    }
    for (ModelInfo.Output output : info.outputs()) {
      if (output.name().startsWith("d_")) {
        String name = output.name().substring(2);
        Values values = predict.values("output:" + output.name());
        Tensor reference = gradients.remove(name);
        differences.compare("d/d" + name, reference, values, 0, translation.inputFactor());
      }
    }
    Frame train = frame(info.parameterCount() > 0 ? "train" : "evaluate");
    engine.run(train);
    double loss = translation.factor() * train.values("loss").get(0);
    differences.compare("loss", golden.json().path("loss_value").asDouble(), loss);
    for (ModelInfo.Parameter parameter : info.parameters()) {
      String name = translation.nameOf(parameter);
      Values values = train.values("gradients");
      Tensor reference = gradients.remove(name);
      differences.compare(
          "d/d" + name, reference, values, parameter.offset(), translation.factor());
    }
    gradients.keySet().forEach(name -> differences.compare("d/d" + name, 0, Double.NaN));
    return differences.found();
  }

  static String ownName(ModelInfo.Parameter parameter) {
    return parameter.name().substring(parameter.name().lastIndexOf('.') + 1);
  }

  private Frame frame(String name) {
    Routine routine = engine.routine(name);
    Frame frame = new Frame(routine, translation.batch());
    ModelInfo info = engine.info();
    for (ModelInfo.Field field : info.inputs()) {
      String slot = "input:" + field.name();
      boolean cotangent = field.name().equals("cotangent");
      if (frame.has(slot)) {
        Tensor tensor = cotangent ? golden.cotangents() : golden.input(field.name());
        fill(frame.values(slot), 0, tensor);
      }
    }
    if (frame.has("parameters")) {
      for (ModelInfo.Parameter parameter : info.parameters()) {
        fill(
            frame.values("parameters"),
            parameter.offset(),
            golden.input(translation.nameOf(parameter)));
      }
    }
    return frame;
  }

  static void fill(Values values, int offset, Tensor tensor) {
    for (int i = 0; i < tensor.size(); i++) {
      values.set(offset + i, tensor.data().get(i));
    }
  }
}
