package dev.nnc.compiler.elaborate;

import dev.nnc.compiler.elaborate.Value.Argument;
import dev.nnc.compiler.elaborate.Value.Num;
import dev.nnc.compiler.elaborate.Value.Tensor;
import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.ir.Program;
import dev.nnc.compiler.ir.Type;
import dev.nnc.compiler.op.Leaf;
import dev.nnc.compiler.shape.Shape;
import dev.nnc.compiler.source.Code;
import dev.nnc.compiler.source.Diagnostics;
import dev.nnc.compiler.source.Span;
import dev.nnc.compiler.source.Suggestion;
import dev.nnc.compiler.syntax.Definition;
import dev.nnc.compiler.syntax.Expr;
import dev.nnc.runtime.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Turns the settings of a train block into programs and plain settings. */
public final class TrainElaborator {
  private static final List<String> CLOCK = List.of("step", "steps", "epoch", "epochs", "metric");

  private final Definitions definitions;
  private final Diagnostics diagnostics;
  private final List<ElaboratedModel.Loss> losses;
  private final List<String> measures;

  /**
   * Prepares the elaboration.
   *
   * @param definitions all that the file sees
   * @param losses what training makes small
   * @param measures the names of what can be monitored
   * @param diagnostics where errors go
   */
  public TrainElaborator(
      Definitions definitions,
      List<ElaboratedModel.Loss> losses,
      List<String> measures,
      Diagnostics diagnostics) {
    this.definitions = definitions;
    this.losses = losses;
    this.measures = measures;
    this.diagnostics = diagnostics;
  }

  /**
   * Elaborates settings.
   *
   * @param given settings by name, as written; the last of a name counts
   * @return the training, or null where errors were reported
   */
  public Training elaborate(Map<String, Expr> given) {
    SettingsReader reader = new SettingsReader(definitions, diagnostics, measures);
    Settings settings = reader.read(given);
    Expr standard = SettingsReader.parse("optimizer", "sgd(lr: 0.01)", diagnostics);
    Expr optimizer = given.getOrDefault("optimizer", standard);
    List<Training.Update> updates = guarded(() -> updates(optimizer, given.get("clip")));
    List<Double> memory = new ArrayList<>();
    Program[] clock = guarded(() -> schedule(given.get("schedule"), settings.maximize(), memory));
    if (diagnostics.hasErrors() || updates == null || clock == null) {
      return null;
    }
    return new Training(settings, updates, clock[0], clock[1], memory);
  }

  private <T> T guarded(Supplier<T> piece) {
    try {
      return piece.get();
    } catch (Fault fault) {
      if (fault.diagnostic() != null) {
        diagnostics.report(fault.diagnostic());
      }
      return null;
    }
  }

  private static Tensor argument(Context context, String name, Shape shape) {
    Leaf.Given given = new Leaf.Given(Leaf.Role.ARGUMENT, name, Type.real(shape));
    return new Tensor(context.graph().node(given), List.of());
  }

  /** The steps of the optimisers, with their states one behind the other. */
  private List<Training.Update> updates(Expr optimizer, Expr clip) {
    List<Training.Update> updates = new ArrayList<>();
    List<String> names = losses.stream().map(ElaboratedModel.Loss::name).toList();
    List<Expr> own = Optimizers.of(optimizer, names);
    int place = 0;
    for (ElaboratedModel.Loss loss : losses) {
      List<Double> state = new ArrayList<>();
      Program program = update(own.get(updates.size()), clip, loss, place, state);
      updates.add(new Training.Update(loss.count() == 0 ? null : program, state));
      place += state.size() * loss.count();
    }
    return updates;
  }

  /** An optimiser's step: a formula over the vector of all parameters of a loss. */
  private Program update(
      Expr expr, Expr clip, ElaboratedModel.Loss loss, int stateStart, List<Double> initial) {
    Context context = new Context(definitions, diagnostics);
    Evaluator evaluator = new Evaluator(context);
    Env outer = new Env(new Scope(context.globals()), null);
    Expr callee = expr instanceof Expr.Call call ? call.callee() : expr;
    Definition.Callable definition =
        callee instanceof Expr.Name name ? definitions.optimizer(name.name()) : null;
    if (definition == null) {
      throw unknown("optimizer", callee.span(), definitions.names(Definition.Kind.OPTIMIZER));
    }
    List<Argument> args =
        expr instanceof Expr.Call call ? evaluator.arguments(call.args(), outer) : List.of();
    Shape shape = Shape.of(Math.max(loss.count(), 1));
    Tensor parameters = argument(context, "parameters", shape);
    Tensor gradients = argument(context, "gradients", shape);
    Tensor step = argument(context, "step", Shape.SCALAR);
    Tensor rate = argument(context, "rate", Shape.SCALAR);
    Scope names = context.scopeOf(definition);
    names.define("step", step);
    names.define("rate", rate);
    names.define("param", parameters);
    names.define("grad", clipped(clip, gradients, evaluator, outer));
    Scope config = new Scope(names);
    evaluator.application().binding().config(definition, args, config, expr.span());
    Scope body = new Scope(config);
    if (config.find("lr") instanceof Num lr) {
      body.define("lr", evaluator.arithmetic().binary("*", rate, lr, expr.span()));
    }
    Bodies bodies = evaluator.application().bodies();
    bodies.recurrences().allow(shape);
    bodies.run(definition.body(), new Env(body, null));
    bodies.recurrences().finish(body);
    Value next = body.find("param'");
    if (next == null) {
      throw Fault.at(
          Code.INCOMPLETE_MODEL,
          definition.nameSpan(),
          "the optimizer `" + definition.name() + "` does not say what the parameters become",
          "end it with: param' = param - lr * ...");
    }
    Tensor result = evaluator.tensor(next, definition.nameSpan());
    Node value = bodies.recurrences().laid(result, shape, "`param'`", definition.nameSpan());
    List<Program.Input> inputs = new ArrayList<>();
    inputs.add(new Program.Input(parameters.node(), "parameters", loss.offset()));
    inputs.add(new Program.Input(gradients.node(), "gradients", loss.offset()));
    inputs.add(new Program.Input(step.node(), "step", 0));
    inputs.add(new Program.Input(rate.node(), "rate", 0));
    List<Program.Output> outputs = new ArrayList<>();
    outputs.add(new Program.Output("param'", value, "parameters", loss.offset()));
    int place = stateStart;
    for (Recurrences.State state : bodies.recurrences().states()) {
      inputs.add(new Program.Input(state.leaf(), "state", place));
      outputs.add(new Program.Output(state.name() + "'", state.next(), "state", place));
      place += (int) shape.elements();
      initial.add(state.initial());
    }
    return new Program(Programs.name("update", loss, losses), context.graph(), inputs, outputs);
  }

  private static Tensor clipped(Expr clip, Tensor gradients, Evaluator evaluator, Env env) {
    if (clip == null) {
      return gradients;
    }
    Value.Function function = evaluator.application().stage(clip, env);
    Argument argument = new Argument(null, gradients, clip.span());
    Value result = evaluator.application().apply(function, List.of(argument), clip.span(), clip);
    Tensor tensor = evaluator.tensor(result, clip.span());
    if (tensor.rank() != 1 || tensor.dim(0) != gradients.dim(0)) {
      throw Fault.at(
          Code.SHAPE_MISMATCH,
          clip.span(),
          "clipping must give a gradient for each parameter, but its shape is " + tensor.sizes(),
          "use a function from a vector to a vector, such as clip_norm(1)");
    }
    return tensor;
  }

  /** The schedule's factor, and what it remembers from epoch to epoch. */
  private Program[] schedule(Expr expr, boolean maximize, List<Double> initial) {
    Context context = new Context(definitions, diagnostics);
    Evaluator evaluator = new Evaluator(context);
    List<Program.Input> inputs = new ArrayList<>();
    for (String name : CLOCK) {
      Tensor time = argument(context, name, Shape.SCALAR);
      context.globals().define(name, time);
      inputs.add(new Program.Input(time.node(), "clock", CLOCK.indexOf(name)));
    }
    context.globals().define("maximize", new Value.Truth(maximize));
    for (String name : definitions.names(Definition.Kind.SCHEDULE)) {
      context.globals().define(name, new Value.Defined(definitions.schedule(name)));
    }
    Recurrences recurrences = evaluator.application().bodies().recurrences();
    recurrences.allow(Shape.SCALAR);
    Value value = new Num(1);
    Span span = null;
    if (expr != null) {
      span = expr.span();
      value = evaluator.evaluate(expr, new Env(new Scope(context.globals()), null));
      if (value instanceof Value.Defined defined
          && defined.definition().kind() == Definition.Kind.SCHEDULE) {
        value = evaluator.application().apply(defined, List.of(), span, expr);
      }
    }
    Tensor factor = evaluator.tensor(value, span);
    if (factor.rank() != 0 || factor.isTruth()) {
      throw Fault.at(Code.BAD_SETTING, span, "a schedule is a number", "use for example cosine()");
    }
    List<Program.Output> memory = new ArrayList<>();
    for (Recurrences.State state : recurrences.states()) {
      inputs.add(new Program.Input(state.leaf(), "memory", initial.size()));
      memory.add(new Program.Output(state.name() + "'", state.next(), "memory", initial.size()));
      initial.add(state.initial());
    }
    Program.Output rate = new Program.Output("rate", factor.node(), "rate", 0);
    return new Program[] {
      new Program("rate", context.graph(), inputs, List.of(rate)),
      new Program("remember", context.graph(), inputs, memory)
    };
  }

  static Fault unknown(String what, Span span, List<String> known) {
    String fix =
        Suggestion.closest(span.text(), known)
            .map(s -> "did you mean `" + s + "`?")
            .orElse("known are " + String.join(", ", known));
    return Fault.at(Code.BAD_SETTING, span, "there is no " + what + " `" + span.text() + "`", fix);
  }
}
