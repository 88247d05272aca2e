package dev.nnc.compiler.elaborate;

import dev.nnc.compiler.elaborate.Value.Num;
import dev.nnc.compiler.elaborate.Value.Tensor;
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
    List<Training.Update> updates =
        guarded(() -> updates(optimizer, given.get("clip"), given.get("average")));
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

  static Tensor argument(Context context, String name, Shape shape) {
    Leaf.Given given = new Leaf.Given(Leaf.Role.ARGUMENT, name, Type.real(shape));
    return new Tensor(context.graph().node(given), List.of());
  }

  /** The steps of the optimisers, with their states one behind the other. */
  private List<Training.Update> updates(Expr optimizer, Expr clip, Expr average) {
    List<Training.Update> updates = new ArrayList<>();
    List<String> names = losses.stream().map(ElaboratedModel.Loss::name).toList();
    List<Expr> own = Optimizers.of(optimizer, names);
    int place = 0;
    for (ElaboratedModel.Loss loss : losses) {
      List<Double> state = new ArrayList<>();
      String name = Programs.name("update", loss, losses);
      Program program =
          new OptimizerStep(definitions, diagnostics, loss, place)
              .program(name, own.get(updates.size()), clip, average, state);
      boolean trained = loss.count() > 0;
      updates.add(new Training.Update(trained ? program : null, state, trained && average != null));
      place += state.size() * loss.count();
    }
    return updates;
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
