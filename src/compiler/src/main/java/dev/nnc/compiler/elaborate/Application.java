package dev.nnc.compiler.elaborate;

import dev.nnc.compiler.elaborate.Value.Argument;
import dev.nnc.compiler.elaborate.Value.Defined;
import dev.nnc.compiler.elaborate.Value.Function;
import dev.nnc.compiler.elaborate.Value.IndexValue;
import dev.nnc.compiler.elaborate.Value.Tensor;
import dev.nnc.compiler.source.Code;
import dev.nnc.compiler.source.Diagnostic;
import dev.nnc.compiler.source.Span;
import dev.nnc.compiler.syntax.Definition;
import dev.nnc.compiler.syntax.Expr;
import dev.nnc.compiler.syntax.Statement;
import java.util.ArrayList;
import java.util.List;

/** Applies functions, layers, blocks and pipelines. */
final class Application {
  /** How deep definitions may call each other. */
  private static final int DEPTH = 400;

  private final Evaluator evaluator;
  private final Context context;
  private final Bodies bodies;
  private final Binding binding;
  private final Gradients gradients;
  private int depth;

  Application(Evaluator evaluator) {
    this.evaluator = evaluator;
    this.context = evaluator.context();
    this.bodies = new Bodies(evaluator);
    this.binding = new Binding(evaluator);
    this.gradients = new Gradients(evaluator);
  }

  Bodies bodies() {
    return bodies;
  }

  /** {@code callee(args)}. */
  Value call(Expr.Call call, Env env) {
    if (call.callee() instanceof Expr.Subscript along
        && evaluator.isFunction(along.base(), env.scope())) {
      return along(call, along, env);
    }
    Value callee = evaluator.evaluate(call.callee(), env);
    if (!(callee instanceof Function function)) {
      throw notAFunction(callee, call.callee().span());
    }
    List<Argument> args = evaluator.arguments(call.args(), env);
    if (function instanceof Defined defined && isLayer(defined) && !takesData(defined, args)) {
      return instance(defined, args, call);
    }
    return apply(function, args, call.span(), call);
  }

  private static Fault notAFunction(Value value, Span span) {
    return Fault.at(
        Code.NOT_A_FUNCTION,
        span,
        value.describe() + " cannot be applied",
        "only functions, layers and blocks can");
  }

  private static boolean isLayer(Defined defined) {
    return defined.definition().kind() == Definition.Kind.LAYER;
  }

  /** Whether a layer's name is followed by its data at once, its configuration left to defaults. */
  private static boolean takesData(Defined defined, List<Argument> args) {
    Definition.Callable layer = defined.definition();
    return layer.config().isEmpty()
        ? !args.isEmpty()
        : layer.config().stream().allMatch(p -> p.initial() != null)
            && !args.isEmpty()
            && args.get(0).name() == null
            && args.get(0).value() instanceof Tensor;
  }

  /** {@code f[s](e)}: closes the index s of e, applies f to the vector, and opens s again. */
  private Value along(Expr.Call call, Expr.Subscript along, Env env) {
    Ranges ranges = env.ranges();
    if (ranges == null || ranges.boundBy(call) == null) {
      ranges = new Ranges(evaluator, false);
      ranges.infer(call, env.scope());
    }
    List<Index> indices = ranges.boundBy(call);
    Scope inner = new Scope(env.scope());
    List<Index> outer = new ArrayList<>();
    for (int i = 0; i < indices.size(); i++) {
      String name = ((Expr.Name) along.subscripts().get(i)).name();
      if (env.scope().find(name) instanceof IndexValue) {
        outer.add(indices.get(i));
      }
      inner.define(name, new IndexValue(indices.get(i)));
    }
    List<Argument> args = new ArrayList<>();
    for (Argument arg : evaluator.arguments(call.args(), new Env(inner, ranges))) {
      boolean runs =
          arg.value() instanceof Tensor t && t.open().stream().anyMatch(indices::contains);
      args.add(
          runs
              ? new Argument(
                  arg.name(), context.tensors().close((Tensor) arg.value(), indices), arg.span())
              : arg);
    }
    Function function = (Function) evaluator.evaluate(along.base(), env);
    Value result = apply(function, args, call.span(), call);
    if (outer.size() < indices.size() || !(result instanceof Tensor tensor)) {
      return result;
    }
    for (int i = 0; i < indices.size(); i++) {
      if (tensor.rank() < indices.size() || tensor.dim(i) != indices.get(i).size()) {
        return result;
      }
    }
    for (Index index : indices) {
      tensor = context.tensors().open(tensor, index);
    }
    return tensor;
  }

  /** {@code left |> right}. */
  Value pipe(Expr.Pipe pipe, Env env) {
    Value left = evaluator.evaluate(pipe.left(), env);
    Function stage = stage(pipe.right(), env);
    if (left instanceof Function first) {
      return new Value.Composed(first, stage);
    }
    return apply(
        stage,
        List.of(new Argument(null, left, pipe.left().span())),
        pipe.right().span(),
        pipe.right());
  }

  /** The function that an expression means where something flows into it. */
  Function stage(Expr expr, Env env) {
    if (expr instanceof Expr.Call call && call.callee() instanceof Expr.Name) {
      Value callee = evaluator.evaluate(call.callee(), env);
      if (callee instanceof Function function
          && !(function instanceof Defined defined
              && isLayer(defined)
              && !defined.definition().config().isEmpty())) {
        List<Argument> args = evaluator.arguments(call.args(), env);
        if (!(callee instanceof Defined defined) || isPartial(defined)) {
          return new Value.Partial(function, args, call.span());
        }
      }
    }
    Value value = evaluator.evaluate(expr, env);
    if (value instanceof Function function) {
      return function;
    }
    throw notAFunction(value, expr.span());
  }

  private static boolean isPartial(Defined defined) {
    return switch (defined.definition().kind()) {
      case FN, LAYER -> true;
      case INITIALIZER, OPTIMIZER, SCHEDULE -> false;
    };
  }

  /**
   * Applies a function.
   *
   * @param function what is applied
   * @param args to what
   * @param span the whole application
   * @param place the expression that makes an instance where the function is a layer's bare name
   * @return the result
   */
  Value apply(Function function, List<Argument> args, Span span, Expr place) {
    if (function instanceof Defined defined) {
      if (isLayer(defined)) {
        Value.Layer layer = instance(defined, List.of(), place);
        return layer(layer.instance(), args, span);
      }
      return define(defined.definition(), args, span);
    } else if (function instanceof Value.BuiltIn builtIn) {
      return builtIn.builtin().apply(new Builtin.Call(evaluator, args, span));
    } else if (function instanceof Value.Layer layer) {
      return layer(layer.instance(), args, span);
    } else if (function instanceof Value.Partial partial) {
      List<Argument> all = new ArrayList<>(args);
      all.addAll(partial.rest());
      return apply(partial.function(), all, partial.span(), place);
    } else if (function instanceof Value.Deferred deferred) {
      return flow(deferred.block().body(), args, new Env(deferred.scope(), null), span);
    } else if (function instanceof Value.Repeated repeated) {
      List<Argument> current = args;
      for (int i = 0; i < repeated.count(); i++) {
        Env env = new Env(repeated.scope(), null);
        Value next = flow(repeated.block().body(), current, env, span);
        current = List.of(new Argument(null, next, repeated.block().span()));
      }
      return single(current, span);
    } else if (function instanceof Value.Held held) {
      Instance before = context.enter(held.home());
      held.home().begin();
      try {
        return apply(held.function(), args, span, held.place());
      } finally {
        context.enter(before);
      }
    } else if (function instanceof Value.Composed composed) {
      Value between = apply(composed.first(), args, span, place);
      return apply(composed.second(), List.of(new Argument(null, between, span)), span, place);
    }
    throw notAFunction(function, span);
  }

  private static Value single(List<Argument> args, Span span) {
    if (args.size() != 1) {
      throw Fault.at(
          Code.TOO_MANY_ARGUMENTS, span, "a repeated block takes one value", "leave out the rest");
    }
    return args.get(0).value();
  }

  /** What flows into a block goes into the first stage of its pipeline. */
  private Value flow(Expr body, List<Argument> args, Env env, Span span) {
    if (body instanceof Expr.Pipe pipe) {
      Value left = flow(pipe.left(), args, env, span);
      Function stage = stage(pipe.right(), env);
      Argument flowing = new Argument(null, left, pipe.left().span());
      return apply(stage, List.of(flowing), pipe.right().span(), pipe.right());
    }
    return apply(stage(body, env), args, body.span(), body);
  }

  /**
   * A function under a name: its instances are called after it, and those that it would make anew
   * at each use are made once.
   *
   * @param function what is named
   * @param name its name
   * @param place where it stands in the text
   */
  Function named(Function function, String name, Expr place) {
    Instance owner = context.frame();
    if (owner == null || !Instance.makesInstances(function)) {
      Instance.call(function, name);
      return function;
    }
    Instance known = owner.known(place);
    Instance home = owner.passed(place, known == null ? Instance.home(name, owner) : known);
    home.adopt(function);
    return new Value.Held(function, home, place);
  }

  /** A layer with its configuration: a new instance, or the one this place made before. */
  private Value.Layer instance(Defined defined, List<Argument> config, Expr place) {
    Instance owner = context.frame();
    if (owner == null) {
      throw Fault.at(
          Code.MISPLACED,
          place.span(),
          "a layer cannot be made here",
          "layers belong into models and other layers");
    }
    Instance known = owner.known(place);
    if (known != null) {
      return new Value.Layer(owner.passed(place, known));
    }
    Scope scope = context.scopeOf(defined.definition());
    binding.config(defined.definition(), config, scope, place.span());
    Instance made = new Instance(defined.definition(), scope, owner);
    return new Value.Layer(owner.passed(place, made));
  }

  private Value layer(Instance instance, List<Argument> args, Span span) {
    Scope scope = new Scope(instance.config());
    Instance before = context.enter(instance);
    instance.begin();
    bodies.states().begin(instance, scope);
    try {
      return run(instance.definition(), args, scope, span);
    } finally {
      bodies.states().leave();
      context.enter(before);
    }
  }

  private Value define(Definition.Callable definition, List<Argument> args, Span span) {
    if (definition.kind() == Definition.Kind.SCHEDULE) {
      Scope scope = context.scopeOf(definition);
      binding.config(definition, args, scope, span);
      return nested(definition, span, () -> bodies.schedule(definition, scope));
    }
    if (definition.kind() != Definition.Kind.FN) {
      throw Fault.at(
          Code.MISPLACED,
          span,
          "the " + definition.kind().keyword() + " " + definition.name() + " is no function",
          "it stands "
              + (definition.kind() == Definition.Kind.INITIALIZER
                  ? "behind `~` in a param statement"
                  : "in a train block"));
    }
    return run(definition, args, context.scopeOf(definition), span);
  }

  private Value run(Definition.Callable definition, List<Argument> args, Scope scope, Span span) {
    return nested(
        definition,
        span,
        () -> {
          binding.data(definition, args, scope, span);
          List<Index> around = context.drawAlso(open(args));
          Value result;
          try {
            result = bodies.run(definition.body(), new Env(scope, null));
          } finally {
            context.drawAlong(around);
          }
          if (result == null) {
            throw Fault.at(
                Code.MISPLACED,
                definition.nameSpan(),
                "`" + definition.name() + "` ends without a return",
                "end it with: return y");
          }
          binding.result(definition, result, scope);
          if (definition.gradient() != null) {
            return gradients.attach(definition, result, scope);
          }
          if (definition.kind() == Definition.Kind.LAYER) {
            bodies.states().finish();
          }
          return result;
        });
  }

  /** The indices that are open in what a definition is applied to. */
  private static List<Index> open(List<Argument> args) {
    List<Index> open = new ArrayList<>();
    for (Argument arg : args) {
      if (arg.value() instanceof Tensor tensor) {
        open.addAll(tensor.open());
      }
    }
    return open;
  }

  private interface Body {
    Value run();
  }

  /** Runs a body and lets its errors point at the call as well. */
  private Value nested(Definition.Callable definition, Span span, Body body) {
    if (++depth > DEPTH) {
      depth = 0;
      throw Fault.at(
          Code.ENDLESS_RECURSION,
          span,
          "`" + definition.name() + "` calls itself without end",
          "end the recursion with an if on a number that gets smaller");
    }
    try {
      return body.run();
    } catch (Fault fault) {
      throw called(fault, definition, span);
    } finally {
      depth = Math.max(0, depth - 1);
    }
  }

  /** An error inside a definition; one of the library is shown at the user's call. */
  private Fault called(Fault fault, Definition.Callable definition, Span span) {
    Diagnostic inner = fault.diagnostic();
    if (inner == null || inner.code() == Code.ENDLESS_RECURSION) {
      return fault;
    }
    boolean library = context.definitions().isLibrary(inner.span().source());
    boolean outside = !context.definitions().isLibrary(span.source());
    if (library && outside) {
      Diagnostic.Note note =
          Evaluator.note("in the definition of `" + definition.name() + "`", inner.span());
      return Fault.at(inner.code(), span, inner.message(), note, inner.fix());
    }
    if (library || inner.notes().size() >= 3) {
      return fault;
    }
    List<Diagnostic.Note> notes = new ArrayList<>(inner.notes());
    notes.add(Evaluator.note("in this call of `" + definition.name() + "`", span));
    return Fault.of(
        new Diagnostic(
            inner.severity(), inner.code(), inner.message(), inner.span(), notes, inner.fix()));
  }

  /** The parameters of a definition by name; for messages. */
  static List<String> names(List<Statement.Parameter> parameters) {
    return parameters.stream().map(Statement.Parameter::name).toList();
  }

  /** Binds the configuration of an initialiser, optimiser or schedule. */
  Binding binding() {
    return binding;
  }
}
