package dev.nnc.compiler.elaborate;

import dev.nnc.compiler.elaborate.Value.Function;
import dev.nnc.compiler.elaborate.Value.IndexValue;
import dev.nnc.compiler.elaborate.Value.Num;
import dev.nnc.compiler.elaborate.Value.Tensor;
import dev.nnc.compiler.elaborate.Value.Truth;
import dev.nnc.compiler.shape.Shape;
import dev.nnc.compiler.source.Code;
import dev.nnc.compiler.source.Diagnostic;
import dev.nnc.compiler.source.Span;
import dev.nnc.compiler.source.Suggestion;
import dev.nnc.compiler.syntax.Expr;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Gives expressions their meaning: compile-time values stay values, all else becomes nodes. */
final class Evaluator {
  /** How many expressions may be evaluated; large models need some hundred thousand. */
  private static final int STEPS = 4_000_000;

  /** How many nodes a model may have before it is differentiated. */
  private static final int NODES = 400_000;

  /** How many numbers one array may hold. */
  private static final long LARGEST = Integer.MAX_VALUE - 8;

  private final Context context;
  private final Arithmetic arithmetic;
  private final Subscripts subscripts;
  private final Reductions reductions;
  private final Application application;
  private int steps;
  private boolean stopped;

  Evaluator(Context context) {
    this.context = context;
    this.arithmetic = new Arithmetic(context);
    this.subscripts = new Subscripts(this);
    this.reductions = new Reductions(this);
    this.application = new Application(this);
  }

  Context context() {
    return context;
  }

  Application application() {
    return application;
  }

  Arithmetic arithmetic() {
    return arithmetic;
  }

  /** The meaning of an expression. */
  Value evaluate(Expr expr, Env env) {
    bounded(expr.span());
    Span before = context.graph().at(expr.span());
    try {
      Value value = dispatch(expr, env);
      if (value instanceof Value.Poison) {
        throw Fault.consequence();
      }
      return value;
    } catch (ArithmeticException e) {
      throw tooLarge(expr.span(), "this goes over more numbers than can be counted");
    } finally {
      context.graph().at(before);
    }
  }

  /** Stops a model that grows, or a computation that goes on, beyond all measure. */
  private void bounded(Span span) {
    if (stopped) {
      throw Fault.consequence();
    }
    if (++steps > STEPS || context.graph().size() > NODES) {
      stopped = true;
      throw tooLarge(span, "the model grows too large, or takes too long to count out");
    }
  }

  private static Fault tooLarge(Span span, String message) {
    return Fault.at(Code.TOO_LARGE, span, message, "make it smaller, or repeat less often");
  }

  /** The shape of something that is stored: its numbers fit an array. */
  Shape stored(int[] dims, Span span) {
    long elements = 1;
    for (int dim : dims) {
      elements = Math.min(elements * dim, Long.MAX_VALUE / Integer.MAX_VALUE);
    }
    if (elements > LARGEST) {
      throw tooLarge(span, "this has more than 2^31 numbers");
    }
    return Shape.of(dims);
  }

  private Value dispatch(Expr expr, Env env) {
    if (expr instanceof Expr.NumberLiteral number) {
      return new Num(number.value());
    } else if (expr instanceof Expr.TextLiteral text) {
      return new Value.Text(text.value());
    } else if (expr instanceof Expr.BoolLiteral bool) {
      return new Truth(bool.value());
    } else if (expr instanceof Expr.Name name) {
      return name(name, env.scope());
    } else if (expr instanceof Expr.Call call) {
      return application.call(call, env);
    } else if (expr instanceof Expr.Subscript subscript) {
      return subscripts.evaluate(subscript, env);
    } else if (expr instanceof Expr.Field field) {
      return field(field, env);
    } else if (expr instanceof Expr.Unary unary) {
      Value operand = evaluate(unary.operand(), env);
      return arithmetic.unary(unary.op(), asOperand(operand, unary.operand()), unary.span());
    } else if (expr instanceof Expr.Binary binary) {
      Value left = asOperand(evaluate(binary.left(), env), binary.left());
      Value right = asOperand(evaluate(binary.right(), env), binary.right());
      return arithmetic.binary(binary.op(), left, right, binary.span());
    } else if (expr instanceof Expr.Conditional conditional) {
      return conditional(conditional, env);
    } else if (expr instanceof Expr.Pipe pipe) {
      return application.pipe(pipe, env);
    } else if (expr instanceof Expr.Reduction reduction) {
      return reductions.evaluate(reduction, env);
    } else if (expr instanceof Expr.ListLiteral list) {
      return new Value.Items(arguments(list.items(), env));
    } else if (expr instanceof Expr.Block block) {
      return new Value.Deferred(block, env.scope());
    } else if (expr instanceof Expr.Repeat repeat) {
      int count = whole(repeat.count(), env, 0);
      return new Value.Repeated(count, repeat.block(), env.scope());
    }
    throw Fault.at(
        Code.MISPLACED,
        expr.span(),
        "this can only stand among subscripts",
        "write x[" + expr.span().text() + "]");
  }

  private Value name(Expr.Name name, Scope scope) {
    Value value = context.definitions().lookup(name.name(), scope, context);
    if (value == null) {
      throw unknown(name.name(), name.span(), scope);
    }
    if (value instanceof IndexValue index && !index.index().isBatch()) {
      if (!index.index().resolved()) {
        throw Fault.at(
            Code.INDEX_RANGE,
            name.span(),
            "the range of the index " + name.name() + " is not known here",
            "write the range where it is bound: " + name.name() + " in 0..n");
      }
      return context.tensors().index(index.index());
    }
    return value instanceof Value.Fresh fresh ? fresh.supplier().get() : value;
  }

  private Fault unknown(String name, Span span, Scope scope) {
    List<String> known = new ArrayList<>(scope.names());
    known.addAll(context.definitions().names());
    String fix =
        Suggestion.closest(name, known)
            .map(s -> "did you mean `" + s + "`?")
            .orElse("define it above this line");
    return Fault.at(Code.UNKNOWN_NAME, span, "nothing is called `" + name + "` here", fix);
  }

  private Value field(Expr.Field field, Env env) {
    Value base = evaluate(field.base(), env);
    if (!(base instanceof Value.Layer layer)) {
      throw Fault.at(
          Code.WRONG_KIND,
          field.span(),
          base.describe() + " has no members",
          "members are the parameters of a named layer, as in token.E");
    }
    Parameter state = layer.instance().states().get(field.name());
    if (state != null) {
      return new Tensor(context.current(state), List.of());
    }
    Parameter parameter = layer.instance().parameters().get(field.name());
    if (parameter == null) {
      Set<String> known = layer.instance().parameters().keySet();
      throw Fault.at(
          Code.UNKNOWN_NAME,
          field.span(),
          "the layer has no parameter `" + field.name() + "`",
          known.isEmpty()
              ? "a layer has its parameters only after it was applied; apply it above this line"
              : "it has " + String.join(", ", known));
    }
    return new Tensor(parameter.leaf(), List.of());
  }

  private Value conditional(Expr.Conditional conditional, Env env) {
    Value condition = evaluate(conditional.condition(), env);
    if (condition instanceof Truth truth) {
      return evaluate(truth.value() ? conditional.whenTrue() : conditional.whenFalse(), env);
    }
    if (!(condition instanceof Tensor tensor) || !tensor.isTruth()) {
      throw Fault.at(
          Code.WRONG_TYPE,
          conditional.condition().span(),
          "a condition must be true or false, but this is " + condition.describe(),
          "compare it with something, such as x > 0");
    }
    Value whenTrue = asOperand(evaluate(conditional.whenTrue(), env), conditional.whenTrue());
    Value whenFalse = asOperand(evaluate(conditional.whenFalse(), env), conditional.whenFalse());
    return arithmetic.select(tensor, whenTrue, whenFalse, conditional.span());
  }

  /** The branch that a compile-time condition takes, or null where it is decided at run time. */
  Expr decided(Expr.Conditional conditional, Env env) {
    if (mentionsIndex(conditional.condition(), env.scope())) {
      return null;
    }
    return evaluate(conditional.condition(), env) instanceof Truth truth
        ? truth.value() ? conditional.whenTrue() : conditional.whenFalse()
        : null;
  }

  /** A value that can be calculated with. */
  private Value asOperand(Value value, Expr expr) {
    if (value instanceof Num || value instanceof Truth || value instanceof Tensor) {
      return value;
    }
    String fix =
        value instanceof Function
            ? "apply it: " + expr.span().text() + "(x), or x |> " + expr.span().text()
            : "use a number here";
    throw Fault.at(
        Code.WRONG_KIND, expr.span(), "this is " + value.describe() + ", not a number", fix);
  }

  /** Arguments in written order. */
  List<Value.Argument> arguments(List<Expr.Argument> args, Env env) {
    List<Value.Argument> result = new ArrayList<>();
    for (Expr.Argument arg : args) {
      result.add(new Value.Argument(arg.name(), evaluate(arg.value(), env), arg.span()));
    }
    return result;
  }

  /** A value as a tensor; numbers become constants. */
  Tensor tensor(Value value, Span span) {
    return arithmetic.tensor(value, span);
  }

  /** A whole number known to the compiler, at least {@code minimum}. */
  int whole(Expr expr, Env env, int minimum) {
    Value value = evaluate(expr, env);
    if (value instanceof Num num && num.isWhole() && num.value() >= minimum) {
      return (int) num.value();
    }
    if (value instanceof Tensor) {
      throw Fault.at(
          Code.NOT_STATIC,
          expr.span(),
          "a size must be known when the model is compiled, but this is computed at run time",
          "use a number or a hyperparameter");
    }
    throw Fault.at(
        Code.BAD_SIZE,
        expr.span(),
        "a whole number of at least " + minimum + " is needed, not " + value.describe(),
        "");
  }

  /** Whether a name means anything. */
  boolean isKnown(Expr.Name name, Scope scope) {
    return context.definitions().lookup(name.name(), scope, context) != null;
  }

  /** Whether an expression names a function; looks only, evaluates nothing. */
  boolean isFunction(Expr expr, Scope scope) {
    return expr instanceof Expr.Name name
        && context.definitions().lookup(name.name(), scope, context) instanceof Function;
  }

  /** The argument of {@code zero_outside(x)}, or null where the expression is something else. */
  Expr insideZeroOutside(Expr expr) {
    return expr instanceof Expr.Call call
            && call.callee() instanceof Expr.Name name
            && name.name().equals("zero_outside")
            && call.args().size() == 1
        ? call.args().get(0).value()
        : null;
  }

  /** A subscript as a combination of indices, or null where it is a tensor of whole numbers. */
  Subscript.Affine affine(Expr sub, Env env, Tensor base, int axis) {
    return subscripts.affine(sub, env, base, axis);
  }

  /** Whether an expression mentions an index whose range is not known yet. */
  boolean mentionsUnresolved(Expr expr, Scope scope) {
    return mentions(expr, scope, true);
  }

  /** Whether an expression mentions an index other than the batch. */
  boolean mentionsIndex(Expr expr, Scope scope) {
    return mentions(expr, scope, false);
  }

  /** Whether an expression is more than arithmetic on indices: it reads or computes something. */
  boolean isComputed(Expr expr, Scope scope) {
    if (expr instanceof Expr.Name name) {
      return scope.find(name.name()) instanceof Tensor;
    }
    boolean arithmetic =
        expr instanceof Expr.NumberLiteral
            || expr instanceof Expr.Unary
            || expr instanceof Expr.Binary;
    return !arithmetic
        || Expressions.children(expr).stream().anyMatch(child -> isComputed(child, scope));
  }

  private static boolean mentions(Expr expr, Scope scope, boolean unresolvedOnly) {
    if (expr instanceof Expr.Name name && scope.find(name.name()) instanceof IndexValue index) {
      return unresolvedOnly ? !index.index().resolved() : !index.index().isBatch();
    }
    for (Expr child : Expressions.children(expr)) {
      if (mentions(child, scope, unresolvedOnly)) {
        return true;
      }
    }
    return false;
  }

  /** A note that points at another place. */
  static Diagnostic.Note note(String message, Span span) {
    return new Diagnostic.Note(message, span);
  }
}
