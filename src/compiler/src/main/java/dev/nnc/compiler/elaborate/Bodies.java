package dev.nnc.compiler.elaborate;

import dev.nnc.compiler.elaborate.Value.IndexValue;
import dev.nnc.compiler.elaborate.Value.Tensor;
import dev.nnc.compiler.elaborate.Value.Truth;
import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.op.Build;
import dev.nnc.compiler.op.Elementwise;
import dev.nnc.compiler.shape.Shape;
import dev.nnc.compiler.source.Code;
import dev.nnc.compiler.source.Span;
import dev.nnc.compiler.syntax.Definition;
import dev.nnc.compiler.syntax.Expr;
import dev.nnc.compiler.syntax.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Runs the statements of definitions. */
final class Bodies {
  private static final Set<String> RESERVED = Set.of("batch", "training", "pi", "inf");

  private final Evaluator evaluator;
  private final Context context;
  private final Recurrences recurrences;
  private final Draws draws;
  private final States states;
  private final Scans scans;

  Bodies(Evaluator evaluator) {
    this.evaluator = evaluator;
    this.context = evaluator.context();
    this.recurrences = new Recurrences(evaluator);
    this.draws = new Draws(evaluator);
    this.states = new States(evaluator);
    this.scans = new Scans(evaluator, this);
  }

  Recurrences recurrences() {
    return recurrences;
  }

  States states() {
    return states;
  }

  /**
   * Runs statements up to a return; gives its value, or null where none is reached. What a scan
   * yields at the end, under no name, is returned.
   */
  Value run(List<Statement> statements, Env env) {
    for (int i = 0; i < statements.size(); i++) {
      Statement statement = statements.get(i);
      if (statement instanceof Statement.Scan scan) {
        Value yielded = scan(scan, env);
        if (scan.name() == null && i == statements.size() - 1) {
          return yielded;
        }
      } else {
        Value result = run(statement, env);
        if (result != null) {
          return result;
        }
      }
    }
    return null;
  }

  private Value scan(Statement.Scan scan, Env env) {
    Span before = context.graph().at(scan.span());
    try {
      Value yielded = scans.run(scan, env);
      if (scan.name() == null) {
        return yielded;
      }
      if (yielded == null) {
        throw Fault.at(
            Code.MISPLACED,
            scan.span(),
            "the scan yields nothing that `" + scan.name() + "` could stand for",
            "end its body with: yield value");
      }
      undefined(scan.name(), scan.span(), env.scope());
      context.graph().name(((Tensor) yielded).node(), inLayer(scan.name()));
      env.scope().define(scan.name(), yielded);
      return yielded;
    } finally {
      context.graph().at(before);
    }
  }

  private static void undefined(String name, Span span, Scope scope) {
    if (scope.defines(name) || RESERVED.contains(name)) {
      throw Fault.at(
          Code.DUPLICATE_NAME,
          span,
          "`" + name + "` is defined already",
          "choose another name; a name keeps its value");
    }
  }

  private Value run(Statement statement, Env env) {
    if (statement instanceof Statement.Return result) {
      return evaluator.evaluate(result.value(), env);
    } else if (statement instanceof Statement.If choice) {
      return run(branch(choice, env), env);
    } else if (statement instanceof Statement.Assign assign) {
      assign(assign, env);
    } else if (statement instanceof Statement.Param param) {
      parameter(param, env);
    } else if (statement instanceof Statement.Noise noise) {
      draws.declare(noise, env);
    } else if (statement instanceof Statement.State state) {
      if (context.frame() == null) {
        recurrences.declare(state, env);
      } else {
        states.declare(state, env);
      }
    } else {
      throw misplaced(statement);
    }
    return null;
  }

  static Fault misplaced(Statement statement) {
    String word = statement.span().text().split("\\s", 2)[0];
    return Fault.at(
        Code.MISPLACED,
        statement.span(),
        "`" + word + "` does not belong here",
        statement instanceof Statement.Yield
            ? "yield stands in a scan"
            : statement instanceof Statement.Entry ? "an entry stands in a model" : "");
  }

  /** The statements that a compile-time condition chooses. */
  List<Statement> branch(Statement.If choice, Env env) {
    Value condition = evaluator.evaluate(choice.condition(), env);
    if (condition instanceof Truth truth) {
      return truth.value() ? choice.whenTrue() : choice.whenFalse();
    }
    throw Fault.at(
        condition instanceof Tensor ? Code.NOT_STATIC : Code.WRONG_TYPE,
        choice.condition().span(),
        condition instanceof Tensor
            ? "an if statement is decided when the model is compiled, but this is known at run time"
            : "a condition must be true or false, but this is " + condition.describe(),
        "choose values with an expression: y = if c then a else b");
  }

  /** {@code name = value} or {@code name[i, j] = value}. */
  void assign(Statement.Assign assign, Env env) {
    Scope scope = env.scope();
    undefined(assign.name(), assign.nameSpan(), scope);
    Value value;
    if (assign.indices() == null) {
      value = evaluator.evaluate(assign.value(), env);
    } else {
      value = indexed(assign.indices(), assign.value(), scope);
    }
    if (value instanceof Value.Function function) {
      value = evaluator.application().named(function, assign.name(), assign.value());
    } else if (value instanceof Tensor tensor) {
      evaluator.stored(tensor.dims(), assign.span());
      context.graph().name(tensor.node(), inLayer(assign.name()));
    }
    scope.define(assign.name(), value);
  }

  /** A local name with the path of the layer in whose body it stands, for listings. */
  private String inLayer(String name) {
    String path = context.frame() == null ? "" : context.frame().path();
    return path.isEmpty() ? name : path + "." + name;
  }

  /** A formula for each element: its indices become the axes of the result. */
  private Tensor indexed(List<Expr> left, Expr formula, Scope scope) {
    boolean ellipsis = left.stream().anyMatch(Expr.Ellipsis.class::isInstance);
    Ranges ranges = new Ranges(evaluator, ellipsis);
    Scope inner = new Scope(scope);
    List<Index> indices = new ArrayList<>();
    for (Expr expr : left) {
      if (expr instanceof Expr.Name name) {
        if (inner.defines(name.name()) || name.name().equals("batch")) {
          throw Fault.at(
              Code.DUPLICATE_NAME,
              name.span(),
              "the index `" + name.name() + "` cannot stand here",
              name.name().equals("batch")
                  ? "the compiler adds the batch itself"
                  : "an index stands on the left once");
        }
        Index index = ranges.bind(name.name(), name.span());
        inner.define(name.name(), new IndexValue(index));
        indices.add(index);
      } else if (!(expr instanceof Expr.Ellipsis)) {
        throw Fault.at(
            Code.BAD_SUBSCRIPT,
            expr.span(),
            "on the left stand plain indices",
            "write y[i, j] = ...");
      }
    }
    ranges.infer(formula, inner);
    Value value = evaluator.evaluate(formula, new Env(inner, ranges));
    Tensor tensor = evaluator.tensor(value, formula.span());
    List<Index> axes = new ArrayList<>();
    int next = 0;
    for (Expr expr : left) {
      if (expr instanceof Expr.Ellipsis) {
        axes.addAll(ranges.ellipsis());
      } else {
        axes.add(indices.get(next++));
      }
    }
    return context.tensors().close(tensor, axes);
  }

  private void parameter(Statement.Param param, Env env) {
    Instance instance = context.frame();
    if (instance == null) {
      throw misplaced(param);
    }
    int[] dims = new int[param.dims().size()];
    for (int i = 0; i < dims.length; i++) {
      dims[i] = evaluator.whole(param.dims().get(i), env, 1);
    }
    Shape shape = evaluator.stored(dims, param.span());
    Parameter known = instance.parameters().get(param.name());
    if (known == null) {
      String path = instance.path();
      String name = path.isEmpty() ? param.name() : path + "." + param.name();
      Node initial = new Initialization(evaluator).first(param, shape, env);
      known = context.parameter(name, shape, initial, param.span());
      instance.parameters().put(param.name(), known);
      if (param.frozen()) {
        context.frozen().add(known);
      }
    } else if (!known.leaf().shape().equals(shape)) {
      throw Fault.at(
          Code.SHAPE_MISMATCH,
          param.span(),
          "`"
              + known.name()
              + "` has shape "
              + known.leaf().shape()
              + " already, but "
              + shape
              + " is needed here",
          "a layer that is applied twice needs inputs of the same shape");
    }
    if (env.scope().defines(param.name())) {
      throw Fault.at(
          Code.DUPLICATE_NAME, param.span(), "`" + param.name() + "` is defined already", "");
    }
    env.scope().define(param.name(), new Tensor(known.leaf(), List.of()));
  }

  /** The factor of a schedule. */
  Value schedule(Definition.Callable definition, Scope scope) {
    Value result = run(definition.body(), new Env(scope, null));
    if (result == null) {
      throw Fault.at(
          Code.MISPLACED,
          definition.nameSpan(),
          "the schedule `" + definition.name() + "` ends without a return",
          "end it with: return factor");
    }
    recurrences.finish(scope);
    return result;
  }

  /** Standard normal numbers from two uniform ones (Box and Muller, 1958). */
  static Node normal(Build build, Node first, Node second) {
    Node radius =
        build.unary(
            "SQRT",
            build.mul(
                build.like(first, -2), build.unary("LOG", build.sub(build.like(first, 1), first))));
    Node angle = build.mul(build.like(second, 2 * Math.PI), second);
    return build.mul(radius, build.graph().node(Elementwise.COS, angle));
  }
}
