package dev.nnc.compiler.elaborate;

import dev.nnc.compiler.elaborate.Value.Argument;
import dev.nnc.compiler.elaborate.Value.Num;
import dev.nnc.compiler.elaborate.Value.Tensor;
import dev.nnc.compiler.source.Code;
import dev.nnc.compiler.source.Span;
import dev.nnc.compiler.source.Suggestion;
import dev.nnc.compiler.syntax.Definition;
import dev.nnc.compiler.syntax.Expr;
import dev.nnc.compiler.syntax.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gives the parameters of a definition their values. */
final class Binding {
  private final Evaluator evaluator;

  Binding(Evaluator evaluator) {
    this.evaluator = evaluator;
  }

  /** Binds a configuration list. */
  void config(Definition.Callable definition, List<Argument> args, Scope scope, Span span) {
    bind(definition, definition.config(), args, scope, span);
  }

  /** Binds the data of a function or layer; a function's configuration may come along by name. */
  void data(Definition.Callable definition, List<Argument> args, Scope scope, Span span) {
    List<Statement.Parameter> parameters = new ArrayList<>(definition.data());
    if (definition.kind() == Definition.Kind.FN) {
      parameters.addAll(definition.config());
    }
    bind(definition, parameters, args, scope, span);
  }

  private void bind(
      Definition.Callable definition,
      List<Statement.Parameter> parameters,
      List<Argument> args,
      Scope scope,
      Span span) {
    Map<String, Argument> given = assign(definition, parameters, args);
    for (Statement.Parameter parameter : parameters) {
      Argument argument = given.get(parameter.name());
      if (argument != null) {
        match(parameter, argument.value(), argument.span(), scope);
      } else if (parameter.initial() != null) {
        Value value = evaluator.evaluate(parameter.initial(), new Env(scope, null));
        match(parameter, value, parameter.initial().span(), scope);
      } else {
        throw Fault.at(
            Code.MISSING_ARGUMENT,
            span,
            "`" + definition.name() + "` needs a value for `" + parameter.name() + "`",
            "its parameters are " + String.join(", ", Application.names(parameters)));
      }
    }
  }

  private static Map<String, Argument> assign(
      Definition.Callable definition, List<Statement.Parameter> parameters, List<Argument> args) {
    Map<String, Argument> given = new LinkedHashMap<>();
    List<String> names = Application.names(parameters);
    int next = 0;
    for (Argument arg : args) {
      String name = arg.name();
      if (name == null) {
        while (next < names.size() && given.containsKey(names.get(next))) {
          next++;
        }
        if (next == names.size()) {
          throw Fault.at(
              Code.TOO_MANY_ARGUMENTS,
              arg.span(),
              "`" + definition.name() + "` takes " + count(names.size()),
              names.isEmpty() ? "" : "its parameters are " + String.join(", ", names));
        }
        name = names.get(next++);
      } else if (!names.contains(name)) {
        String fix =
            Suggestion.closest(name, names)
                .map(s -> "did you mean `" + s + "`?")
                .orElse("its parameters are " + String.join(", ", names));
        throw Fault.at(
            Code.UNKNOWN_ARGUMENT,
            arg.span(),
            "`" + definition.name() + "` has no parameter `" + name + "`",
            fix);
      }
      if (given.put(name, arg) != null) {
        throw Fault.at(
            Code.DUPLICATE_NAME, arg.span(), "`" + name + "` is given twice", "leave one out");
      }
    }
    return given;
  }

  private static String count(int n) {
    return n == 1 ? "one argument" : n + " arguments";
  }

  private void match(Statement.Parameter parameter, Value value, Span span, Scope scope) {
    Value bound = value;
    if (parameter.dims() != null || parameter.type() != null) {
      Tensor tensor = evaluator.tensor(value, span);
      if (parameter.dims() != null) {
        dims(parameter.name(), parameter.dims(), tensor, span, scope);
      }
      bound = parameter.type() == null ? tensor : typed(parameter, tensor, span, scope);
    }
    scope.define(parameter.name(), bound);
  }

  private Tensor typed(Statement.Parameter parameter, Tensor tensor, Span span, Scope scope) {
    Statement.TypeName type = parameter.type();
    if (type.name().equals("int") && !Tensors.isWhole(tensor)) {
      throw Fault.at(
          Code.WRONG_TYPE,
          span,
          "`" + parameter.name() + "` must be a whole number (int)",
          "declare the input as int<n>");
    }
    if (type.name().equals("bool") && !tensor.isTruth()) {
      throw Fault.at(
          Code.WRONG_TYPE,
          span,
          "`" + parameter.name() + "` must be a truth value",
          "compare it with something, such as x > 0");
    }
    if (type.arguments().isEmpty()) {
      return tensor;
    }
    Expr size = type.arguments().get(0);
    if (size instanceof Expr.Name name && scope.find(name.name()) == null) {
      if (tensor.classes() == 0) {
        throw Fault.at(
            Code.WRONG_TYPE,
            span,
            "the number of classes of `" + parameter.name() + "` is not known",
            "declare the input as int<n>");
      }
      scope.define(name.name(), new Num(tensor.classes()));
      return tensor;
    }
    int classes = evaluator.whole(size, new Env(scope, null), 1);
    if (tensor.classes() != 0 && tensor.classes() != classes) {
      throw Fault.at(
          Code.SHAPE_MISMATCH,
          span,
          "this is an int<" + tensor.classes() + ">, but int<" + classes + "> is needed",
          "make both the same");
    }
    return new Tensor(tensor.node(), tensor.open(), classes);
  }

  /** Matches sizes with a pattern: names not known yet are bound, all else must agree. */
  private void dims(String what, List<Expr> pattern, Tensor tensor, Span span, Scope scope) {
    boolean open = pattern.stream().anyMatch(Expr.Ellipsis.class::isInstance);
    int fixed = pattern.size() - (open ? 1 : 0);
    int rest = tensor.rank() - fixed;
    if (rest < 0 || (rest > 0 && !open)) {
      throw Fault.at(
          Code.WRONG_RANK,
          span,
          "`"
              + what
              + "` must have "
              + (open ? "at least " : "")
              + axes(fixed)
              + ", but its shape is "
              + tensor.sizes(),
          fixed == 1 && tensor.rank() > 1 ? "flatten it first: x |> flatten" : "");
    }
    int axis = 0;
    for (Expr dim : pattern) {
      if (dim instanceof Expr.Ellipsis) {
        axis += rest;
        continue;
      }
      size(what, dim, tensor, axis, span, scope);
      axis++;
    }
  }

  private void size(String what, Expr dim, Tensor tensor, int axis, Span span, Scope scope) {
    int actual = tensor.dim(axis);
    if (dim instanceof Expr.Name name
        && (name.name().equals("_") || scope.find(name.name()) == null)) {
      if (!name.name().equals("_")) {
        scope.define(name.name(), new Num(actual));
      }
      return;
    }
    int wanted = evaluator.whole(dim, new Env(scope, null), 1);
    if (wanted != actual) {
      throw Fault.at(
          Code.SHAPE_MISMATCH,
          span,
          "`"
              + what
              + "` has shape "
              + tensor.sizes()
              + ", but axis "
              + axis
              + " must have size "
              + wanted,
          Evaluator.note("the size is stated here", dim.span()),
          "give it size " + wanted);
    }
  }

  private static String axes(int n) {
    return n == 0 ? "no axes" : n == 1 ? "one axis" : n + " axes";
  }

  /** Checks a result against the shape that a definition states. */
  void result(Definition.Callable definition, Value value, Scope scope) {
    if (definition.result() == null) {
      return;
    }
    Span span = definition.nameSpan();
    dims(
        "the result of " + definition.name(),
        definition.result(),
        evaluator.tensor(value, span),
        span,
        scope);
  }
}
