package dev.nnc.compiler.elaborate;

import dev.nnc.compiler.elaborate.ElaboratedModel.Metric;
import dev.nnc.compiler.elaborate.ElaboratedModel.Result;
import dev.nnc.compiler.elaborate.Value.Tensor;
import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.op.Leaf;
import dev.nnc.compiler.shape.AffineMap;
import dev.nnc.compiler.shape.Shape;
import dev.nnc.compiler.source.Code;
import dev.nnc.compiler.source.Diagnostic;
import dev.nnc.compiler.source.Diagnostics;
import dev.nnc.compiler.source.Span;
import dev.nnc.compiler.source.Suggestion;
import dev.nnc.compiler.syntax.Definition;
import dev.nnc.compiler.syntax.Expr;
import dev.nnc.compiler.syntax.Statement;
import dev.nnc.runtime.ModelInfo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/**
 * Turns a model's text into a DAG. The statements are elaborated twice over the same parameters:
 * once as training computes them, once as inference does.
 */
public final class ModelElaborator {
  /** So many numbers a metric may have: a table of 32 by 32 classes. */
  private static final int MOST_ELEMENTS = 1024;

  private final Context context;
  private final Evaluator evaluator;
  private final Declarations declarations;
  private final Entries entries;
  private final Definition.Model model;
  private final Instance root = new Instance(null, null, null);
  private final Map<String, Expr> overrides;
  private final List<String> hyperparameters = new ArrayList<>();
  private final List<Result> outputs = new ArrayList<>();
  private final Map<Parameter, Node> nextStates = new LinkedHashMap<>();
  private final Map<String, Tensor> inUnits = new LinkedHashMap<>();
  private final List<Metric> metrics = new ArrayList<>();
  private final List<Statement.Metric> metricStatements = new ArrayList<>();
  private final Losses losses;
  private final Expr frozen;
  private Scope scope;

  /**
   * Prepares the elaboration.
   *
   * @param definitions all that the file sees
   * @param model the model
   * @param overrides hyperparameters given from outside
   * @param frozen what the setting of that name keeps as it is, or null
   * @param diagnostics where errors go
   */
  public ModelElaborator(
      Definitions definitions,
      Definition.Model model,
      Map<String, Expr> overrides,
      Expr frozen,
      Diagnostics diagnostics) {
    this.context = new Context(definitions, diagnostics);
    this.evaluator = new Evaluator(context);
    this.declarations = new Declarations(evaluator);
    this.losses = new Losses(context);
    this.frozen = frozen;
    this.entries = new Entries(evaluator, declarations);
    this.model = model;
    this.overrides = overrides;
  }

  /**
   * Elaborates.
   *
   * @return the model, or null where errors were reported
   */
  public ElaboratedModel elaborate() {
    pass(true);
    pass(false);
    context.states().forEach(state -> nextStates.putIfAbsent(state, state.leaf()));
    Losses.Layout layout = complete();
    if (context.diagnostics().hasErrors()) {
      return null;
    }
    return new ElaboratedModel(
        model.name(),
        model.doc(),
        context.graph(),
        declarations.inputs(),
        declarations.targets(),
        List.copyOf(outputs),
        layout.parameters(),
        nextStates,
        declarations.fitted(),
        declarations.fittedCount(),
        layout.losses(),
        List.copyOf(metrics),
        entries.all(),
        List.copyOf(hyperparameters));
  }

  private void pass(boolean training) {
    context.begin(training, root);
    declarations.begin();
    scope = new Scope(context.globals());
    outputs.clear();
    inUnits.clear();
    metrics.clear();
    metricStatements.clear();
    losses.begin();
    for (Definition.Shared instance : context.definitions().shared()) {
      guarded(() -> shared(instance), Set.of());
    }
    for (Statement.Parameter parameter : model.hyperparameters()) {
      guarded(() -> hyperparameter(parameter, training), Set.of(parameter.name()));
    }
    Scope body = new Scope(scope);
    scope = body;
    States states = evaluator.application().bodies().states();
    states.begin(root, body);
    statements(model.body());
    guarded(states::finish, Set.of());
    states.leave();
    if (training) {
      context.states().forEach(state -> nextStates.put(state, context.current(state)));
    } else {
      for (Statement.Metric statement : metricStatements) {
        statement.items().forEach(item -> guarded(() -> metric(item), Set.of()));
      }
    }
  }

  private void hyperparameter(Statement.Parameter parameter, boolean first) {
    Expr expr = overrides.getOrDefault(parameter.name(), parameter.initial());
    if (expr == null) {
      throw Fault.at(
          Code.MISSING_ARGUMENT,
          parameter.span(),
          "the hyperparameter `" + parameter.name() + "` has no value",
          "give it a default: " + parameter.name() + " = 16");
    }
    Value value = evaluator.evaluate(expr, new Env(scope, null));
    if (value instanceof Tensor) {
      throw Fault.at(Code.NOT_STATIC, expr.span(), "a hyperparameter is known to the compiler", "");
    }
    scope.define(parameter.name(), value);
    if (first) {
      String text = value instanceof Value.Num num ? Value.Num.text(num.value()) : value.describe();
      hyperparameters.add(parameter.name() + " = " + text);
    }
  }

  /** Runs a piece; its error is reported, and the names it would have defined are marked. */
  private void guarded(Runnable piece, Set<String> names) {
    try {
      piece.run();
    } catch (Fault fault) {
      if (fault.diagnostic() != null) {
        context.diagnostics().report(fault.diagnostic());
      }
      for (String name : names) {
        if (!scope.defines(name)) {
          scope.define(name, new Value.Poison());
        }
      }
      context.enter(root);
    }
  }

  private void statements(List<Statement> statements) {
    Env env = new Env(scope, null);
    for (Statement statement : statements) {
      if (statement instanceof Statement.Input input) {
        for (Statement.Declarator item : input.items()) {
          guarded(() -> declarations.declare(input, item, env), Set.of(item.name()));
        }
      } else if (statement instanceof Statement.If choice) {
        guarded(() -> statements(evaluator.application().bodies().branch(choice, env)), Set.of());
      } else if (statement instanceof Statement.Assign assign) {
        guarded(() -> evaluator.application().bodies().assign(assign, env), Set.of(assign.name()));
      } else if (statement instanceof Statement.Output output) {
        guarded(() -> output(output, env), Set.of(output.name()));
      } else if (statement instanceof Statement.Loss term) {
        guarded(() -> loss(term, env), term.name() == null ? Set.of() : Set.of(term.name()));
      } else if (statement instanceof Statement.Frozen parts) {
        losses.freeze(parts.parts());
      } else if (statement instanceof Statement.Metric metric) {
        metricStatements.add(metric);
      } else if (statement instanceof Statement.Entry entry) {
        if (!context.training()) {
          guarded(() -> entries.declare(entry, env.scope()), Set.of());
        }
      } else if (statement instanceof Statement.Return) {
        guarded(
            () -> {
              throw Fault.at(
                  Code.MISPLACED,
                  statement.span(),
                  "a model returns nothing",
                  "name what it gives: output y");
            },
            Set.of());
      } else {
        guarded(
            () -> evaluator.application().bodies().run(List.of(statement), env), names(statement));
      }
    }
  }

  /** The names that a statement of any body defines. */
  private static Set<String> names(Statement statement) {
    if (statement instanceof Statement.Param param) {
      return Set.of(param.name());
    } else if (statement instanceof Statement.Noise noise) {
      return Set.of(noise.item().name());
    } else if (statement instanceof Statement.State state) {
      return state.items().stream().map(Statement.StateItem::name).collect(Collectors.toSet());
    }
    return statement instanceof Statement.Scan scan
        ? scan.carried().stream().map(Statement.StateItem::name).collect(Collectors.toSet())
        : Set.of();
  }

  private void output(Statement.Output output, Env env) {
    Span span = output.span();
    Value value;
    if (output.value() != null) {
      value = evaluator.evaluate(output.value(), env);
      if (!env.scope().defines(output.name())) {
        env.scope().define(output.name(), value);
      }
    } else {
      value = evaluator.evaluate(new Expr.Name(span, output.name()), env);
    }
    Tensor tensor = context.tensors().number(evaluator.tensor(value, span));
    if (output.as() != null) {
      tensor = inUnits(output, tensor, span);
    }
    if (outputs.stream().anyMatch(o -> o.info().name().equals(output.name()))) {
      throw Fault.at(
          Code.DUPLICATE_NAME,
          span,
          "there is an output `" + output.name() + "` already",
          "give it another name: output other = " + output.name());
    }
    evaluator.stored(tensor.dims(), span);
    Node node = context.tensors().spread(tensor, List.of(context.batch()), tensor.dims());
    withoutTargets(output.name(), node, span);
    List<Integer> shape = new ArrayList<>();
    for (int d : tensor.dims()) {
      shape.add(d);
    }
    String as = output.as() == null ? "" : output.as();
    outputs.add(new Result(new ModelInfo.Output(output.name(), shape, as, output.doc()), node));
  }

  /** A prediction cannot read what is to be predicted. */
  private void withoutTargets(String output, Node value, Span span) {
    boolean[] reached = new boolean[value.id() + 1];
    reached[value.id()] = true;
    List<Node> nodes = context.graph().nodes();
    for (int id = value.id(); id >= 0; id--) {
      if (reached[id]) {
        Node node = nodes.get(id);
        node.args().forEach(arg -> reached[arg.id()] = true);
        if (node.op() instanceof Leaf.Given given && given.role() == Leaf.Role.TARGET) {
          throw Fault.at(
              Code.MISPLACED,
              span,
              "the output `" + output + "` is computed from the target `" + given.name() + "`",
              "a target is known in training only; if it is known before, make it an input");
        }
      }
    }
  }

  private Tensor inUnits(Statement.Output output, Tensor tensor, Span span) {
    if (declarations.target(output.as()) == null) {
      String fix =
          Suggestion.closest(output.as(), declarations.targetNames())
              .map(s -> "did you mean `" + s + "`?")
              .orElse("the targets are " + String.join(", ", declarations.targetNames()));
      throw Fault.at(Code.UNKNOWN_NAME, span, "there is no target `" + output.as() + "`", fix);
    }
    if (!declarations.isStandardized(output.as())) {
      return tensor;
    }
    Tensor result = declarations.inUnitsOf(output.as(), tensor, span);
    inUnits.put(output.name(), result);
    return result;
  }

  private void loss(Statement.Loss term, Env env) {
    if (term.name() != null && (scope.defines(term.name()) || term.name().equals("loss"))) {
      throw Fault.at(
          Code.DUPLICATE_NAME,
          term.span(),
          "`"
              + term.name()
              + "` is "
              + (scope.defines(term.name()) ? "defined already" : "the sum of all losses"),
          "choose another name for this loss");
    }
    Tensor tensor = scalar(evaluator.evaluate(term.value(), env), term.value().span(), "the loss");
    int every = term.every() == null ? 1 : evaluator.whole(term.every(), env, 1);
    Tensor mean = mean(tensor, term.value().span());
    losses.declare(term, mean.node(), every);
    if (term.name() != null) {
      scope.define(term.name(), tensor);
    }
    context.graph().name(mean.node(), term.name() == null ? "loss" : term.name());
  }

  private Tensor mean(Tensor tensor, Span span) {
    return tensor.open().isEmpty()
        ? tensor
        : new Reductions(evaluator).reduce("mean", tensor, tensor.open(), span);
  }

  private Tensor number(Value value, Span span) {
    Tensor tensor = evaluator.tensor(value, span);
    return tensor.isTruth() ? context.tensors().number(tensor) : tensor;
  }

  private Tensor scalar(Value value, Span span, String what) {
    Tensor tensor = number(value, span);
    if (tensor.rank() > 0) {
      throw Fault.at(
          Code.WRONG_RANK,
          span,
          what + " of one example must be a single number, but its shape is " + tensor.sizes(),
          "take the mean of its elements: mean[i] e[i]");
    }
    return tensor;
  }

  private void metric(Expr.Argument item) {
    Scope inner = new Scope(scope);
    inUnits.forEach(inner::define);
    for (String target : declarations.targetNames()) {
      if (declarations.isStandardized(target)) {
        inner.define(target, declarations.raw(target));
      }
    }
    Value value = evaluator.evaluate(item.value(), new Env(inner, null));
    Tensor mean = mean(number(value, item.span()), item.span());
    String name = metricName(item);
    if (mean.rank() == 0) {
      metrics.add(new Metric(name, mean.node()));
    } else {
      elements(name, mean, item.span());
    }
  }

  /** A metric with several numbers, such as a table of confusions, is a metric for each. */
  private void elements(String name, Tensor table, Span span) {
    int[] dims = table.dims();
    Shape shape = Shape.of(dims);
    if (shape.elements() > MOST_ELEMENTS) {
      throw Fault.at(
          Code.TOO_LARGE,
          span,
          "this metric has " + shape.elements() + " numbers",
          "a metric has at most " + MOST_ELEMENTS);
    }
    int[] place = new int[dims.length];
    for (int i = 0; i < shape.elements(); i++) {
      int rest = i;
      for (int d = dims.length - 1; d >= 0; d--) {
        place[d] = rest % dims[d];
        rest /= dims[d];
      }
      AffineMap at = new AffineMap(0, new int[dims.length][0], place.clone());
      Node element = context.tensors().build().view(table.node(), Shape.SCALAR, at);
      metrics.add(new Metric(name + Arrays.toString(place), element));
    }
  }

  private String metricName(Expr.Argument item) {
    String base = item.name();
    if (base == null) {
      base =
          item.value() instanceof Expr.Call call && call.callee() instanceof Expr.Name name
              ? name.name()
              : item.span().text();
    }
    Set<String> taken = new HashSet<>();
    metrics.forEach(m -> taken.add(m.name().replaceFirst("\\[.*", "")));
    taken.addAll(losses.names());
    String name = base;
    for (int i = 2; taken.contains(name); i++) {
      name = base + i;
    }
    return name;
  }

  /** Warns of inputs that neither the loss nor any output depends on. */
  private void unused() {
    boolean[] used = new boolean[context.graph().size()];
    outputs.forEach(output -> used[output.value().id()] = true);
    metrics.forEach(metric -> used[metric.value().id()] = true);
    losses.means().forEach(loss -> used[loss.id()] = true);
    List<Node> nodes = context.graph().nodes();
    for (int id = nodes.size() - 1; id >= 0; id--) {
      if (used[id]) {
        nodes.get(id).args().forEach(arg -> used[arg.id()] = true);
      }
    }
    List<ElaboratedModel.Given> all = new ArrayList<>(declarations.inputs());
    all.addAll(declarations.targets());
    for (ElaboratedModel.Given given : all) {
      if (!used[given.leaf().id()]) {
        String name = given.info().name();
        context
            .diagnostics()
            .report(
                new Diagnostic(
                    Diagnostic.Severity.WARNING,
                    Code.UNUSED,
                    "`" + name + "` is never used",
                    declarations.span(name),
                    List.of(),
                    "remove it, or use it in a formula"));
      }
    }
  }

  private Losses.Layout complete() {
    if (context.diagnostics().hasErrors()) {
      return null;
    }
    for (Result output : outputs) {
      entries.distinct(output.info().name());
    }
    if (outputs.isEmpty() && entries.all().isEmpty()) {
      context
          .diagnostics()
          .error(
              Code.INCOMPLETE_MODEL,
              model.nameSpan(),
              "the model `" + model.name() + "` has no output",
              "say what it predicts: output y");
    }
    AtomicReference<Losses.Layout> layout = new AtomicReference<>();
    guarded(() -> layout.set(layout()), Set.of());
    if (declarations.inputs().isEmpty()) {
      context
          .diagnostics()
          .error(
              Code.INCOMPLETE_MODEL,
              model.nameSpan(),
              "the model `" + model.name() + "` has no input",
              "add, for example: input x[4]");
    }
    unused();
    return layout.get();
  }

  private Losses.Layout layout() {
    if (frozen instanceof Expr.ListLiteral list) {
      losses.freeze(list.items().stream().map(Expr.Argument::value).toList());
    } else if (frozen != null) {
      losses.freeze(List.of(frozen));
    }
    return losses.layout(model.nameSpan());
  }

  /** An instance that the models of the file have in common; each has it as its own. */
  private void shared(Definition.Shared shared) {
    Value value = evaluator.evaluate(shared.value(), new Env(new Scope(context.globals()), null));
    if (!(value instanceof Value.Function function) || !Instance.hasInstances(function)) {
      throw Fault.at(
          Code.WRONG_KIND,
          shared.value().span(),
          "`" + shared.name() + "` is " + value.describe() + ", which has no weights of its own",
          "share instances of layers: shared " + shared.name() + " = dense(64) |> relu");
    }
    Value named = evaluator.application().named(function, shared.name(), shared.value());
    context.shared().put(shared.name(), named);
  }
}
