package dev.nnc.compiler.elaborate;

import dev.nnc.compiler.ir.Fingerprint;
import dev.nnc.compiler.ir.Graph;
import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.ir.Program;
import dev.nnc.compiler.pass.Differentiate;
import dev.nnc.compiler.pass.OwnGradients;
import dev.nnc.compiler.pass.Stabilize;
import dev.nnc.compiler.source.Code;
import dev.nnc.compiler.source.Diagnostics;
import dev.nnc.compiler.source.Span;
import dev.nnc.runtime.ModelInfo;
import dev.nnc.runtime.Precision;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The programs of a model, as {@link dev.nnc.runtime.Model} lists them, and its description.
 *
 * @param all by their names
 * @param accumulatorCount how many numbers evaluation accumulates
 */
public record Programs(List<Program> all, int accumulatorCount) {

  /**
   * Assembles the programs of a model.
   *
   * @param model the model
   * @param training how it is trained
   * @param diagnostics where errors go
   * @param span the model's name
   * @return the programs
   */
  public static Programs of(
      ElaboratedModel model, Training training, Diagnostics diagnostics, Span span) {
    List<Program> all = new ArrayList<>();
    List<Program.Input> inputs = weights(model);
    for (ElaboratedModel.Given input : model.inputs()) {
      inputs.add(new Program.Input(input.leaf(), "input:" + input.info().name(), 0));
    }
    Graph graph = model.graph();
    List<Program.Output> outputs = new ArrayList<>();
    for (ElaboratedModel.Result output : model.outputs()) {
      String name = output.info().name();
      outputs.add(new Program.Output(name, output.value(), "output:" + name, 0));
    }
    all.add(new Program("predict", graph, inputs, outputs));
    for (ElaboratedModel.Entry entry : model.entries()) {
      all.addAll(entry(model, entry));
    }
    all.add(new Program("initialize", graph, List.of(), initial(model)));
    if (model.losses().isEmpty()) {
      all.replaceAll(OwnGradients::drop);
      return new Programs(all, 0);
    }
    List<Program.Input> withTargets = new ArrayList<>(inputs);
    for (ElaboratedModel.Given target : model.targets()) {
      withTargets.add(new Program.Input(target.leaf(), "target:" + target.info().name(), 0));
    }
    for (ElaboratedModel.Loss loss : model.losses()) {
      all.add(train(model, loss, withTargets));
    }
    int accumulators = evaluation(model, withTargets, all, diagnostics, span);
    training.updates().stream()
        .map(Training.Update::program)
        .filter(Objects::nonNull)
        .forEach(all::add);
    all.add(training.rate());
    all.add(training.remember());
    all.replaceAll(OwnGradients::drop);
    return new Programs(all, accumulators);
  }

  private static List<Program.Input> weights(ElaboratedModel model) {
    List<Program.Input> inputs = new ArrayList<>();
    for (Parameter parameter : model.parameters()) {
      inputs.add(new Program.Input(parameter.leaf(), "parameters", parameter.offset()));
    }
    for (Parameter state : model.states().keySet()) {
      inputs.add(new Program.Input(state.leaf(), "states", state.offset()));
    }
    for (ElaboratedModel.Fitted fitted : model.fitted()) {
      inputs.add(new Program.Input(fitted.leaf(), "fitted", fitted.offset()));
    }
    return inputs;
  }

  /** What an entry computes at each call and, where it carries values, before the first one. */
  private static List<Program> entry(ElaboratedModel model, ElaboratedModel.Entry entry) {
    List<Program.Input> weights = weights(model);
    List<Program.Input> inputs = new ArrayList<>(weights);
    List<Program.Output> outputs = new ArrayList<>();
    List<Program.Output> first = new ArrayList<>();
    for (ElaboratedModel.Given input : entry.inputs()) {
      inputs.add(new Program.Input(input.leaf(), "input:" + input.info().name(), 0));
    }
    for (ElaboratedModel.Result result : entry.results()) {
      String name = result.info().name();
      outputs.add(new Program.Output(name, result.value(), "output:" + name, 0));
    }
    for (ElaboratedModel.Carried carried : entry.carried()) {
      String name = carried.info().name();
      inputs.add(new Program.Input(carried.leaf(), "carried:" + name, 0));
      outputs.add(new Program.Output(name + "'", carried.next(), "carried:" + name, 0));
      first.add(new Program.Output(name, carried.start(), "carried:" + name, 0));
    }
    String name = entry.info().name();
    Program each = new Program("entry:" + name, model.graph(), inputs, outputs);
    return first.isEmpty()
        ? List.of(each)
        : List.of(each, new Program("start:" + name, model.graph(), weights, first));
  }

  private static List<Program.Output> initial(ElaboratedModel model) {
    List<Program.Output> outputs = new ArrayList<>();
    for (Parameter parameter : model.parameters()) {
      outputs.add(
          new Program.Output(
              parameter.name(), parameter.initial(), "parameters", parameter.offset()));
    }
    for (Parameter state : model.states().keySet()) {
      outputs.add(new Program.Output(state.name(), state.initial(), "states", state.offset()));
    }
    return outputs;
  }

  private static Program train(
      ElaboratedModel model, ElaboratedModel.Loss loss, List<Program.Input> inputs) {
    List<Node> leaves = loss.parameters().stream().map(Parameter::leaf).toList();
    Node value = Stabilize.stabilize(model.graph(), loss.training());
    Map<Node, Node> gradients = Differentiate.gradients(model.graph(), value, leaves);
    List<Program.Output> outputs = new ArrayList<>();
    outputs.add(new Program.Output(loss.name(), value, "loss", 0));
    for (Parameter parameter : loss.parameters()) {
      outputs.add(
          new Program.Output(
              "grad " + parameter.name(),
              gradients.get(parameter.leaf()),
              "gradients",
              parameter.offset()));
    }
    model
        .states()
        .forEach(
            (state, next) ->
                outputs.add(
                    new Program.Output(state.name() + "'", next, "states'", state.offset())));
    return new Program(name("train", loss, model.losses()), model.graph(), inputs, outputs);
  }

  /** What the routine of a loss is called; see {@link ModelInfo#routine}. */
  static String name(String task, ElaboratedModel.Loss loss, List<ElaboratedModel.Loss> all) {
    return all.size() == 1 ? task : task + ":" + loss.name();
  }

  private static int evaluation(
      ElaboratedModel model,
      List<Program.Input> inputs,
      List<Program> all,
      Diagnostics diagnostics,
      Span span) {
    MetricSplit split = new MetricSplit(model.graph());
    List<Program.Output> values = new ArrayList<>();
    for (ElaboratedModel.Metric metric : model.metrics()) {
      Node value = split.overTotals(metric.value());
      if (value == null) {
        Span origin = model.graph().origin(metric.value());
        diagnostics.error(
            Code.UNSUPPORTED,
            origin == null ? span : origin,
            "the metric `" + metric.name() + "` goes over the batch in another way than by sums",
            "use sum[batch] or mean[batch]; write a variance as E[x^2] - E[x]^2");
        continue;
      }
      values.add(new Program.Output(metric.name(), value, "values", values.size()));
    }
    List<Program.Output> outputs = new ArrayList<>();
    for (ElaboratedModel.Loss loss : model.losses()) {
      Node value = Stabilize.stabilize(model.graph(), loss.value());
      outputs.add(new Program.Output(loss.name(), value, "loss", outputs.size()));
    }
    outputs.addAll(split.sums());
    all.add(new Program("evaluate", model.graph(), inputs, outputs));
    all.add(new Program("metrics", model.graph(), split.inputs(), values));
    return split.size();
  }

  private static List<ModelInfo.Loss> losses(ElaboratedModel model, Training training) {
    List<ModelInfo.Loss> losses = new ArrayList<>();
    for (ElaboratedModel.Loss loss : model.losses()) {
      Training.Update update = training.updates().get(losses.size());
      losses.add(
          new ModelInfo.Loss(
              loss.name(),
              loss.offset(),
              loss.count(),
              loss.every(),
              update.state(),
              update.averaged()));
    }
    return losses;
  }

  /**
   * The description of a model.
   *
   * @param model the model
   * @param training how it is trained
   * @param className the binary name of its class
   * @param precision the format of its numbers
   * @param simplified whether its programs are simplified before they run
   * @return the description
   */
  public ModelInfo info(
      ElaboratedModel model,
      Training training,
      String className,
      Precision precision,
      boolean simplified) {
    List<ModelInfo.Parameter> parameters = places(model.parameters());
    int count = parameters.stream().mapToInt(ModelInfo.Parameter::size).sum();
    return new ModelInfo(
        className,
        model.doc(),
        precision,
        model.inputs().stream().map(ElaboratedModel.Given::info).toList(),
        model.targets().stream().map(ElaboratedModel.Given::info).toList(),
        model.outputs().stream().map(ElaboratedModel.Result::info).toList(),
        parameters,
        count,
        model.fittedCount(),
        model.metrics().stream().map(ElaboratedModel.Metric::name).toList(),
        accumulatorCount,
        losses(model, training),
        training.scheduleMemory(),
        training.settings(),
        Fingerprint.of(all, simplified),
        model.entries().stream().map(ElaboratedModel.Entry::info).toList(),
        places(model.states().keySet()));
  }

  private static List<ModelInfo.Parameter> places(Collection<Parameter> parameters) {
    List<ModelInfo.Parameter> places = new ArrayList<>();
    for (Parameter parameter : parameters) {
      List<Integer> shape = new ArrayList<>();
      for (int d : parameter.leaf().shape().dims()) {
        shape.add(d);
      }
      places.add(new ModelInfo.Parameter(parameter.name(), shape, parameter.offset()));
    }
    return places;
  }
}
