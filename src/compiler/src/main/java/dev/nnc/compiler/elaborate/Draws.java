package dev.nnc.compiler.elaborate;

import dev.nnc.compiler.elaborate.Value.Argument;
import dev.nnc.compiler.elaborate.Value.Num;
import dev.nnc.compiler.elaborate.Value.Tensor;
import dev.nnc.compiler.op.Elementwise;
import dev.nnc.compiler.source.Code;
import dev.nnc.compiler.source.Span;
import dev.nnc.compiler.syntax.Expr;
import dev.nnc.compiler.syntax.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Random values: {@code noise eps[n] ~ normal}. The declared axes are open indices while the
 * distribution is evaluated, so a distribution is the formula of a single number, in which {@code
 * uniform} and {@code normal} are drawn anew for each example and at each place of all indices that
 * are open around the statement. Distributions of the library are functions that draw themselves.
 */
final class Draws {
  private final Evaluator evaluator;
  private final Context context;

  Draws(Evaluator evaluator) {
    this.evaluator = evaluator;
    this.context = evaluator.context();
  }

  /** Draws a value and gives it its name. */
  void declare(Statement.Noise statement, Env env) {
    Statement.Declarator item = statement.item();
    if (env.scope().defines(item.name())) {
      throw Fault.at(
          Code.DUPLICATE_NAME, item.span(), "`" + item.name() + "` is defined already", "");
    }
    if (context.frame() == null) {
      throw Fault.at(
          Code.MISPLACED,
          statement.span(),
          "noise belongs to models and layers",
          "here normal_like(param) gives a random number for each element");
    }
    if (item.from() != null) {
      throw Fault.at(
          Code.MISPLACED, item.from().span(), "noise comes from no column", "leave out the `from`");
    }
    List<Index> axes = new ArrayList<>();
    for (Expr dim : item.dims()) {
      axes.add(context.index("axis" + axes.size(), 0, evaluator.whole(dim, env, 1), item.span()));
    }
    evaluator.stored(axes.stream().mapToInt(Index::size).toArray(), item.span());
    int classes = classes(item, env);
    List<Index> around = context.drawAlso(axes);
    Tensor drawn;
    try {
      drawn = evaluator.tensor(value(statement, axes, classes, env), statement.span());
    } finally {
      context.drawAlong(around);
    }
    drawn = fitting(statement, drawn, classes);
    Tensor whole = context.tensors().close(drawn, axes);
    String path = context.frame().path();
    context.graph().name(whole.node(), path.isEmpty() ? item.name() : path + "." + item.name());
    env.scope().define(item.name(), whole);
  }

  /** The number of classes of an {@code int<n>}; 0 for numbers, -1 for truth values. */
  private int classes(Statement.Declarator item, Env env) {
    Statement.TypeName type = item.type();
    String name = type == null ? "real" : type.name();
    if (name.equals("int") && !type.arguments().isEmpty()) {
      return evaluator.whole(type.arguments().get(0), env, 1);
    } else if (name.equals("real") || name.equals("bool")) {
      return name.equals("bool") ? -1 : 0;
    }
    throw Fault.at(
        Code.WRONG_TYPE,
        type.span(),
        "noise is a number, a truth value or an int<n>",
        "write, for example: noise " + item.name() + ": int<10> ~ uniform");
  }

  private Value value(Statement.Noise statement, List<Index> axes, int classes, Env env) {
    Expr expr = statement.distribution();
    Span span = expr.span();
    Scope names = names(classes, span, env);
    Env inner = new Env(names, null);
    if (expr instanceof Expr.Call call
        && evaluator.isFunction(call.callee(), names)
        && evaluator.evaluate(call.callee(), inner) instanceof Value.Defined defined) {
      List<Argument> args = new ArrayList<>();
      List<Argument> written = evaluator.arguments(call.args(), inner);
      for (int i = 0; i < written.size(); i++) {
        args.add(placed(written.get(i), parameter(defined, written.get(i), i), axes));
      }
      return evaluator.application().apply(defined, args, span, expr);
    }
    Value value = evaluator.evaluate(expr, inner);
    return value instanceof Value.Function function
        ? evaluator.application().apply(function, List.of(), span, expr)
        : value;
  }

  /** A scope in which {@code uniform} and {@code normal} draw. */
  private Scope names(int classes, Span span, Env env) {
    Scope names = new Scope(env.scope());
    names.define("uniform", new Value.Fresh(() -> uniform(classes, span)));
    names.define("normal", new Value.Fresh(() -> normal(span)));
    return names;
  }

  /**
   * A value that an entry carries before the first call: {@code with x[28, 28] = normal} draws each
   * element. What draws nothing is what it is anywhere else.
   *
   * @param item its name and formula
   * @param sizes of its axes
   * @param type what it is declared as
   * @param env where the formula stands
   */
  Tensor start(Statement.StateItem item, int[] sizes, CarriedType type, Env env) {
    Span span = item.initial().span();
    List<Index> axes = new ArrayList<>();
    for (int size : sizes) {
      axes.add(context.index("axis" + axes.size(), 0, size, item.span()));
    }
    List<Index> around = context.drawAlso(axes);
    try {
      Env inner = new Env(names(type.classes(), span, env), null);
      Value value = evaluator.evaluate(item.initial(), inner);
      Tensor first =
          type.value(evaluator, "the first value of `" + item.name() + "`", value, span);
      boolean drawn = first.open().stream().anyMatch(axes::contains);
      return drawn ? context.tensors().close(first, axes) : first;
    } finally {
      context.drawAlong(around);
    }
  }

  private static Statement.Parameter parameter(Value.Defined defined, Argument arg, int place) {
    List<Statement.Parameter> all = defined.definition().data();
    return all.stream()
        .filter(p -> arg.name() == null ? all.indexOf(p) == place : p.name().equals(arg.name()))
        .findFirst()
        .orElse(null);
  }

  /** An argument that has the axes of the noise before those that it needs, taken at each place. */
  private Argument placed(Argument arg, Statement.Parameter parameter, List<Index> axes) {
    if (parameter == null || !(arg.value() instanceof Tensor tensor)) {
      return arg;
    }
    int own = parameter.dims() == null ? 0 : parameter.dims().size();
    int[] sizes = axes.stream().mapToInt(Index::size).toArray();
    if (tensor.rank() != sizes.length + own
        || !Arrays.equals(Arrays.copyOf(tensor.dims(), sizes.length), sizes)) {
      return arg;
    }
    for (Index axis : axes) {
      tensor = context.tensors().open(tensor, axis);
    }
    return new Argument(arg.name(), tensor, arg.span());
  }

  private Tensor fitting(Statement.Noise statement, Tensor drawn, int classes) {
    Statement.Declarator item = statement.item();
    Span span = statement.distribution().span();
    if (drawn.rank() > 0) {
      throw Fault.at(
          Code.SHAPE_MISMATCH,
          span,
          "a distribution gives a single number for each place of `"
              + item.name()
              + "`, but this has shape "
              + drawn.sizes(),
          "draw standard noise first and use it in a formula with indices");
    }
    boolean asDeclared =
        classes < 0
            ? drawn.isTruth()
            : classes == 0
                ? !drawn.isTruth()
                : Tensors.isWhole(drawn) && (drawn.classes() == 0 || drawn.classes() == classes);
    if (!asDeclared) {
      String wanted = classes < 0 ? "a truth value" : classes == 0 ? "a number" : "an int<";
      throw Fault.at(
          Code.WRONG_TYPE,
          span,
          "`"
              + item.name()
              + "` is declared as "
              + wanted
              + (classes > 0 ? classes + ">" : "")
              + ", but what is drawn is "
              + (Tensors.isWhole(drawn) && drawn.classes() > 0
                  ? "an int<" + drawn.classes() + ">"
                  : drawn.describe()),
          classes > 0
              ? "an int<n> is drawn by uniform or categorical"
              : classes == 0
                  ? "declare it as bool, or compute a number"
                  : "compare it: uniform < p");
    }
    return new Tensor(drawn.node(), drawn.open(), classes > 0 ? classes : drawn.classes());
  }

  /** A number in [0, 1), or one of so many classes. */
  private Tensor uniform(int classes, Span span) {
    Tensor u = context.draw(span);
    if (classes <= 0) {
      return u;
    }
    Tensor scaled =
        context
            .tensors()
            .elementwise(
                Elementwise.MUL, span, List.of(u, context.tensors().constant(new Num(classes))));
    Tensor whole = context.tensors().elementwise(Elementwise.WHOLE, span, List.of(scaled));
    return new Tensor(whole.node(), whole.open(), classes);
  }

  private Tensor normal(Span span) {
    Tensor first = context.draw(span);
    Tensor second = context.draw(span);
    return new Tensor(
        Bodies.normal(context.tensors().build(), first.node(), second.node()), first.open());
  }
}
