package dev.nnc.compiler.syntax;

import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/**
 * The syntax tree as nested lists, which show how a text was understood: {@code a + b * c} is
 * {@code (+ a (* b c))}.
 */
public final class SyntaxPrinter {
  private SyntaxPrinter() {}

  /** A file: one definition a line. */
  public static String print(SourceFile file) {
    return file.definitions().stream().map(SyntaxPrinter::print).collect(Collectors.joining("\n"));
  }

  /** A definition. */
  public static String print(Definition definition) {
    if (definition instanceof Definition.Import d) {
      return list("import", quoted(d.name()));
    }
    if (definition instanceof Definition.Shared d) {
      return list("shared", d.name(), print(d.value()));
    }
    if (definition instanceof Definition.Callable d) {
      return list(
          d.kind().keyword(),
          d.name(),
          parameters(d.config()),
          parameters(d.data()),
          d.result() == null ? "" : "->" + dims(d.result()),
          statements(d.body()),
          d.gradient() == null ? "" : print(d.gradient()));
    }
    if (definition instanceof Definition.Model d) {
      return list("model", d.name(), parameters(d.hyperparameters()), statements(d.body()));
    }
    Definition.Train d = (Definition.Train) definition;
    return list("train", d.name(), statements(List.copyOf(d.settings())));
  }

  private static String print(Definition.Gradient g) {
    return list(g.estimator() ? "estimator" : "grad", g.cotangent(), print(g.value()));
  }

  private static String statements(List<Statement> statements) {
    return statements.stream().map(SyntaxPrinter::print).collect(Collectors.joining(" "));
  }

  /** A statement. */
  public static String print(Statement statement) {
    if (statement instanceof Statement.Assign s) {
      return list("=", s.name() + (s.indices() == null ? "" : dims(s.indices())), print(s.value()));
    }
    if (statement instanceof Statement.Param s) {
      return list(
          "param",
          sized(s.name(), s.dims()),
          s.frozen() ? "frozen" : "",
          optional(s.initializer()));
    }
    if (statement instanceof Statement.If s) {
      String otherwise = s.whenFalse().isEmpty() ? "" : "(" + statements(s.whenFalse()) + ")";
      return list("if", print(s.condition()), "(" + statements(s.whenTrue()) + ")", otherwise);
    }
    if (statement instanceof Statement.Return s) {
      return list("return", print(s.value()));
    }
    if (statement instanceof Statement.Input s) {
      return list(
          s.target() ? "target" : "input",
          s.items().stream().map(SyntaxPrinter::declarator).collect(Collectors.joining(" ")),
          s.standardized() ? "standardized" : "");
    }
    if (statement instanceof Statement.Noise s) {
      return list("noise", declarator(s.item()), print(s.distribution()));
    }
    if (statement instanceof Statement.State s) {
      return list("state", states(s.items()));
    }
    if (statement instanceof Statement.Output s) {
      return list("output", s.name(), s.as() == null ? "" : "as " + s.as(), optional(s.value()));
    }
    if (statement instanceof Statement.Loss s) {
      return list(
          "loss",
          s.name() == null ? "" : s.name() + ":",
          print(s.value()),
          s.trained() == null ? "" : list("trains", expressions(s.trained())),
          s.every() == null ? "" : list("every", print(s.every())));
    }
    if (statement instanceof Statement.Frozen s) {
      return list("frozen", expressions(s.parts()));
    }
    if (statement instanceof Statement.Metric s) {
      return list("metric", arguments(s.items()));
    }
    if (statement instanceof Statement.Scan s) {
      return list(
          s.name() == null ? "scan" : "scan " + s.name(),
          binder(s.index()) + (s.reversed() ? " reversed" : ""),
          states(s.carried()),
          statements(s.body()));
    }
    if (statement instanceof Statement.Yield s) {
      return list("yield", print(s.value()));
    }
    Statement.Entry s = (Statement.Entry) statement;
    return list(
        "entry",
        s.name(),
        parameters(s.parameters()),
        s.carried().isEmpty() ? "" : states(s.carried()),
        statements(s.body()));
  }

  /** An expression. */
  public static String print(Expr expression) {
    if (expression instanceof Expr.NumberLiteral e) {
      String text = Double.toString(e.value());
      return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }
    if (expression instanceof Expr.TextLiteral e) {
      return quoted(e.value());
    }
    if (expression instanceof Expr.BoolLiteral e) {
      return Boolean.toString(e.value());
    }
    if (expression instanceof Expr.Name e) {
      return e.name();
    }
    if (expression instanceof Expr.Call e) {
      return list("call", print(e.callee()), arguments(e.args()));
    }
    if (expression instanceof Expr.Subscript e) {
      return list("at", print(e.base()), expressions(e.subscripts()));
    }
    if (expression instanceof Expr.Field e) {
      return list(".", print(e.base()), e.name());
    }
    if (expression instanceof Expr.Unary e) {
      return list(e.op(), print(e.operand()));
    }
    if (expression instanceof Expr.Binary e) {
      return list(e.op(), print(e.left()), print(e.right()));
    }
    if (expression instanceof Expr.Conditional e) {
      return list("if", print(e.condition()), print(e.whenTrue()), print(e.whenFalse()));
    }
    if (expression instanceof Expr.Pipe e) {
      return list("|>", print(e.left()), print(e.right()));
    }
    if (expression instanceof Expr.Reduction e) {
      String binders =
          e.binders().stream().map(SyntaxPrinter::binder).collect(Collectors.joining(" "));
      return list(e.kind(), "[" + binders + "]", print(e.body()));
    }
    if (expression instanceof Expr.Range e) {
      return list("..", e.from() == null ? "_" : print(e.from()), optional(e.to()));
    }
    if (expression instanceof Expr.ListLiteral e) {
      return list("list", arguments(e.items()));
    }
    if (expression instanceof Expr.Block e) {
      return list("block", print(e.body()));
    }
    if (expression instanceof Expr.Repeat e) {
      return list("repeat", print(e.count()), print(e.block()));
    }
    return "...";
  }

  private static String binder(Expr.Binder binder) {
    return binder.range() == null ? binder.name() : binder.name() + " in " + print(binder.range());
  }

  private static String arguments(List<Expr.Argument> arguments) {
    return arguments.stream()
        .map(a -> (a.name() == null ? "" : a.name() + ": ") + print(a.value()))
        .collect(Collectors.joining(" "));
  }

  private static String expressions(List<Expr> expressions) {
    return expressions.stream().map(SyntaxPrinter::print).collect(Collectors.joining(" "));
  }

  private static String states(List<Statement.StateItem> items) {
    return items.stream()
        .map(item -> list(sized(item.name(), item.dims()) + type(item.type()), print(item.initial())))
        .collect(Collectors.joining(" "));
  }

  private static String parameters(List<Statement.Parameter> parameters) {
    return parameters.stream()
        .map(
            p ->
                p.name()
                    + (p.dims() == null ? "" : dims(p.dims()))
                    + type(p.type())
                    + (p.initial() == null ? "" : "=" + print(p.initial())))
        .collect(Collectors.joining(" ", "(", ")"));
  }

  private static String declarator(Statement.Declarator item) {
    String from = item.from() == null ? "" : " from " + print(item.from());
    return sized(item.name(), item.dims()) + type(item.type()) + from;
  }

  private static String type(Statement.TypeName type) {
    return type == null ? "" : ":" + list(type.name(), expressions(type.arguments()));
  }

  private static String sized(String name, List<Expr> dims) {
    return dims.isEmpty() ? name : name + dims(dims);
  }

  private static String dims(List<Expr> dims) {
    return "[" + expressions(dims) + "]";
  }

  private static String optional(Expr expression) {
    return expression == null ? "" : print(expression);
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
  }

  private static String list(String... parts) {
    StringJoiner joiner = new StringJoiner(" ", "(", ")");
    for (String part : parts) {
      if (!part.isEmpty()) {
        joiner.add(part);
      }
    }
    return joiner.toString();
  }
}
