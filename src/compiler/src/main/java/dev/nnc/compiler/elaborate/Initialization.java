package dev.nnc.compiler.elaborate;

import dev.nnc.compiler.elaborate.Value.Argument;
import dev.nnc.compiler.elaborate.Value.Num;
import dev.nnc.compiler.elaborate.Value.Tensor;
import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.op.Build;
import dev.nnc.compiler.shape.Shape;
import dev.nnc.compiler.source.Code;
import dev.nnc.compiler.source.Span;
import dev.nnc.compiler.syntax.Definition;
import dev.nnc.compiler.syntax.Expr;
import dev.nnc.compiler.syntax.Statement;
import java.util.ArrayList;
import java.util.List;

/** The first value of a parameter: the formula behind {@code ~}. */
final class Initialization {
  private final Evaluator evaluator;
  private final Context context;

  Initialization(Evaluator evaluator) {
    this.evaluator = evaluator;
    this.context = evaluator.context();
  }

  /** The node of a parameter's first value, of the parameter's shape. */
  Node first(Statement.Param param, Shape shape, Env env) {
    Expr expr = param.initializer();
    if (expr == null) {
      throw Fault.at(
          Code.MISSING_ARGUMENT,
          param.span(),
          "nothing says how `" + param.name() + "` starts",
          "write, for example: param " + param.name() + "[...] ~ glorot_uniform");
    }
    // A parameter is the same for all examples, and so is what is drawn for it.
    List<Index> around = context.drawAlong(List.of());
    Value value;
    try {
      value = value(expr, shape, env);
    } finally {
      context.drawAlong(around);
    }
    return laid(param.name(), value, shape, expr.span());
  }

  private Node laid(String name, Value value, Shape shape, Span span) {
    Tensor tensor = evaluator.tensor(value, span);
    if (!tensor.open().isEmpty()) {
      throw Fault.at(
          Code.NOT_STATIC,
          span,
          "the first value of `" + name + "` is known before there are examples",
          "start with a number, or with a random tensor");
    }
    if (tensor.rank() > 0 && !Shape.of(tensor.dims()).equals(shape)) {
      throw Fault.at(
          Code.SHAPE_MISMATCH,
          span,
          "the first value of `"
              + name
              + "` has shape "
              + tensor.sizes()
              + ", but the whole has "
              + shape,
          "give a number, or a tensor of that shape");
    }
    return context.tensors().spread(tensor, List.of(), shape.dims());
  }

  /** The node of a state's first value: a number, or a formula of random numbers. */
  Node first(Statement.StateItem state, Shape shape, Env env) {
    Scope names = new Scope(env.scope());
    sizes(names, shape);
    Expr expr = state.initial();
    List<Index> around = context.drawAlong(List.of());
    try {
      return laid(state.name(), evaluator.evaluate(expr, env.within(names)), shape, expr.span());
    } finally {
      context.drawAlong(around);
    }
  }

  private Value value(Expr expr, Shape shape, Env env) {
    Expr callee = expr instanceof Expr.Call call ? call.callee() : expr;
    Definition.Callable found =
        callee instanceof Expr.Name name
            ? context.definitions().initializer(name.name(), env.scope())
            : null;
    if (found != null) {
      List<Argument> args =
          expr instanceof Expr.Call call ? evaluator.arguments(call.args(), env) : List.of();
      return apply(found, args, shape, expr.span());
    }
    return evaluator.evaluate(expr, env);
  }

  private Value apply(Definition.Callable definition, List<Argument> args, Shape shape, Span span) {
    Scope scope = context.scopeOf(definition);
    sizes(scope, shape);
    List<Argument> config = new ArrayList<>();
    for (Argument arg : args) {
      boolean implied = "fan_in".equals(arg.name()) || "fan_out".equals(arg.name());
      if (implied && arg.value() instanceof Num) {
        scope.define(arg.name(), arg.value());
      } else {
        config.add(arg);
      }
    }
    Scope body = new Scope(scope);
    evaluator.application().binding().config(definition, config, body, span);
    Value result = evaluator.application().bodies().run(definition.body(), new Env(body, null));
    if (result == null) {
      throw Fault.at(
          Code.MISPLACED,
          definition.nameSpan(),
          "the initializer `" + definition.name() + "` ends without a return",
          "end it with: return w");
    }
    return result;
  }

  private void sizes(Scope scope, Shape shape) {
    double rows = shape.rank() == 0 ? 1 : shape.dim(0);
    double columns = shape.elements() / rows;
    scope.define("fan_in", new Num(rows));
    scope.define("fan_out", new Num(shape.rank() < 2 ? rows : columns));
    scope.define("rows", new Num(rows));
    scope.define("columns", new Num(columns));
    scope.define("uniform", new Value.Fresh(() -> noise(shape)));
    scope.define("normal", new Value.Fresh(() -> normal(shape)));
  }

  private Tensor noise(Shape shape) {
    return new Tensor(context.initialNoise(shape), List.of());
  }

  private Tensor normal(Shape shape) {
    Build build = context.tensors().build();
    Node first = context.initialNoise(shape);
    return new Tensor(Bodies.normal(build, first, context.initialNoise(shape)), List.of());
  }
}
