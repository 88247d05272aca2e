package dev.nnc.cli.reference;

import dev.nnc.compiler.syntax.Definition;
import dev.nnc.compiler.syntax.Expr;
import dev.nnc.compiler.syntax.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The reference of one definition, in Markdown. */
final class Entry {
  /** A derivation with more equations than this is cut. */
  private static final int MOST = 24;

  private final Definition.Callable definition;
  private final Derivatives derivatives;

  Entry(Definition.Callable definition, Derivatives derivatives) {
    this.definition = definition;
    this.derivatives = derivatives;
  }

  /** Its lines. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("### " + definition.name());
    lines.add("");
    lines.add("`" + signature(definition) + "`");
    if (!definition.doc().isEmpty()) {
      lines.add("");
      lines.addAll(definition.doc().lines().map(Entry::escaped).toList());
    }
    facts(lines);
    lines.add("");
    lines.add("```nn");
    lines.addAll(definition.span().text().lines().toList());
    lines.add("```");
    if (definition.kind() == Definition.Kind.FN || definition.kind() == Definition.Kind.LAYER) {
      derivatives.of(definition).ifPresent(derived -> derivation(lines, derived));
    }
    return lines;
  }

  /** The head of a definition, as it is written. */
  static String signature(Definition.Callable definition) {
    StringBuilder text = new StringBuilder(definition.kind().keyword());
    text.append(' ').append(definition.name());
    boolean recipe =
        definition.kind() != Definition.Kind.FN && definition.kind() != Definition.Kind.LAYER;
    if (recipe || !definition.config().isEmpty()) {
      text.append(parameters(definition.config()));
    }
    if (!recipe) {
      text.append(parameters(definition.data()));
    }
    if (definition.result() != null) {
      String sizes =
          definition.result().stream()
              .map(dim -> dim.span().text())
              .collect(Collectors.joining(", ", "[", "]"));
      text.append(" -> ").append(sizes);
    }
    return text.toString();
  }

  private static String parameters(List<Statement.Parameter> parameters) {
    return parameters.stream()
        .map(parameter -> parameter.span().text().replaceAll("\\s+", " "))
        .collect(Collectors.joining(", ", "(", ")"));
  }

  /** What is learned and how it starts, and what is carried from step to step. */
  private void facts(List<String> lines) {
    List<Statement.Param> learned = new ArrayList<>();
    List<String> states = new ArrayList<>();
    collect(definition.body(), learned, states);
    if (!learned.isEmpty()) {
      lines.add("");
      lines.add("| parameter | starts as |");
      lines.add("|---|---|");
      for (Statement.Param param : learned) {
        Expr start = param.initializer();
        String name = param.name() + shape(param.dims());
        lines.add("| `" + name + "` | " + (start == null ? "" : code(start.span().text())) + " |");
      }
    }
    if (!states.isEmpty()) {
      lines.add("");
      lines.add("States: " + String.join(", ", states) + ".");
    }
  }

  private static void collect(
      List<Statement> body, List<Statement.Param> learned, List<String> states) {
    for (Statement statement : body) {
      if (statement instanceof Statement.Param param) {
        learned.add(param);
      } else if (statement instanceof Statement.State state) {
        state.items().forEach(item -> states.add(code(item.span().text())));
      } else if (statement instanceof Statement.If branch) {
        collect(branch.whenTrue(), learned, states);
        collect(branch.whenFalse(), learned, states);
      } else if (statement instanceof Statement.Scan scan) {
        collect(scan.body(), learned, states);
      }
    }
  }

  private static void derivation(List<String> lines, Derivatives.Derived derived) {
    lines.add("");
    lines.add("Derivative, for " + code(derived.shapes()) + ":");
    lines.add("");
    lines.add("```text");
    List<String> equations = derived.lines();
    int shown = equations.size() > MOST ? MOST : equations.size();
    // The derivatives themselves stand at the end.
    if (shown < equations.size()) {
      lines.add("… " + (equations.size() - shown) + " equations before these");
    }
    lines.addAll(equations.subList(equations.size() - shown, equations.size()));
    lines.add("```");
  }

  private static String shape(List<Expr> dims) {
    return dims.isEmpty()
        ? ""
        : dims.stream().map(d -> d.span().text()).collect(Collectors.joining(", ", "[", "]"));
  }

  private static String code(String text) {
    return "`" + text.replaceAll("\\s+", " ") + "`";
  }

  /** A comment is plain text: what Markdown would take for its own stays as it is. */
  private static String escaped(String line) {
    return line.replaceAll("([\\\\`*_<|])", "\\\\$1");
  }
}
