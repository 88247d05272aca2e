package dev.nnc.golden;

import com.fasterxml.jackson.databind.JsonNode;
import dev.nnc.runtime.Frame;
import dev.nnc.runtime.ModelInfo;
import dev.nnc.runtime.Values;
import java.util.List;
import java.util.Map;

/** Runs an optimiser step by step, on given gradients or on a least-squares problem. */
final class OptimizerRun {
  private final GoldenCase golden;
  private final Engine engine;
  private final ModelInfo info;
  private final Differences differences;
  private final Values parameters;
  private final Values gradients;
  private final Frame update;

  OptimizerRun(GoldenCase golden, Engine engine) {
    this.golden = golden;
    this.engine = engine;
    this.differences = new Differences(engine);
    this.info = engine.info();
    this.parameters = engine.zeros(info.parameterCount());
    this.gradients = engine.zeros(info.parameterCount());
    this.update = new Frame(engine.routine("update"), 1);
    update.bind("parameters", parameters);
    update.bind("gradients", gradients);
    if (update.has("state")) {
      Values state = update.values("state");
      List<Double> first = info.losses().get(0).optimizerState();
      for (int k = 0; k < first.size(); k++) {
        for (int i = 0; i < info.parameterCount(); i++) {
          state.set(k * info.parameterCount() + i, first.get(k));
        }
      }
    }
  }

  /** What differs from the parameters after each step. */
  List<String> differences() {
    load(parameters, golden.tensors("parameters_before"));
    JsonNode after = golden.json().path("parameters_after_each_step");
    Frame train = golden.json().has("inputs") ? problem() : null;
    for (int step = 0; step < after.size(); step++) {
      if (train == null) {
        load(gradients, GoldenCase.tensors(golden.json().path("gradients").get(step)));
      } else {
        train.run();
        double loss = golden.json().path("loss_before_each_step").get(step).asDouble();
        differences.compare("loss before step " + step, loss, train.values("loss").get(0));
      }
      step(step + 1);
      compare("step " + step, GoldenCase.tensors(after.get(step)), 1);
    }
    return differences.found();
  }

  /** What differs from the clipped gradients, after a step of length 1 from zero. */
  List<String> clipping() {
    load(gradients, golden.tensors("gradients"));
    step(1);
    compare("clipped", golden.tensors("clipped"), -1);
    return differences.found();
  }

  private Frame problem() {
    Map<String, Tensor> inputs = golden.tensors("inputs");
    Frame train = new Frame(engine.routine("train"), inputs.values().iterator().next().dim(0));
    train.bind("parameters", parameters);
    train.bind("gradients", gradients);
    inputs.forEach(
        (name, tensor) -> {
          String slot =
              info.inputs().stream().anyMatch(f -> f.name().equals(name)) ? "input:" : "target:";
          ForwardRun.fill(train.values(slot + name), 0, tensor);
        });
    return train;
  }

  private void step(int number) {
    if (update.has("rate")) {
      update.values("rate").set(0, 1);
    }
    if (update.has("step")) {
      update.values("step").set(0, number);
    }
    update.run();
  }

  private void load(Values target, Map<String, Tensor> tensors) {
    for (ModelInfo.Parameter parameter : info.parameters()) {
      Tensor tensor = tensors.get(ForwardRun.ownName(parameter));
      ForwardRun.fill(target, parameter.offset(), tensor);
    }
  }

  private void compare(String when, Map<String, Tensor> tensors, double factor) {
    for (ModelInfo.Parameter parameter : info.parameters()) {
      String name = ForwardRun.ownName(parameter);
      differences.compare(
          name + " after " + when, tensors.get(name), parameters, parameter.offset(), factor);
    }
  }
}
