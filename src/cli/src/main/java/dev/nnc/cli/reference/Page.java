package dev.nnc.cli.reference;

import dev.nnc.compiler.elaborate.Definitions;
import dev.nnc.compiler.source.Source;
import dev.nnc.compiler.syntax.Definition;
import dev.nnc.compiler.syntax.SourceFile;
import dev.nnc.compiler.syntax.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The reference of all definitions of some files, in Markdown. */
public final class Page {
  private final String title;
  private final List<SourceFile> files;
  private final Derivatives derivatives;

  /**
   * A page.
   *
   * @param title its headline
   * @param files whose definitions it has, each a section
   * @param whole the text that sees them all; empty for the library
   * @param importer finds what it imports
   */
  public Page(String title, List<SourceFile> files, Source whole, Definitions.Importer importer) {
    this.title = title;
    this.files = List.copyOf(files);
    derivatives = new Derivatives(whole, importer);
  }

  /** The whole page. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("# " + title);
    lines.add("");
    lines.add(
        "Each definition with its formula. Derivatives are those that the compiler found and");
    lines.add("simplified, written for small shapes: Y is the result, and where it is no single");
    lines.add("number, ∂L/∂Y is the derivative of a loss L by it.");
    lines.add("");
    for (SourceFile file : files) {
      String names = String.join(", ", callables(file).stream().map(Page::link).toList());
      lines.add("- [" + heading(file) + "](#" + anchor(heading(file)) + "): " + names);
    }
    for (SourceFile file : files) {
      lines.add("");
      lines.add("## " + heading(file));
      lines.addAll(introduction(file.source().text()));
      models(lines, file);
      for (Definition.Callable callable : callables(file)) {
        lines.add("");
        lines.addAll(new Entry(callable, derivatives).lines());
      }
    }
    return lines;
  }

  /**
   * The reference of the definitions with a name; there may be several of different kinds.
   *
   * @param name as it is written
   * @return the lines; empty where there is none
   */
  public List<String> of(String name) {
    List<String> lines = new ArrayList<>();
    for (SourceFile file : files) {
      for (Definition.Callable callable : callables(file)) {
        if (callable.name().equals(name)) {
          lines.addAll(lines.isEmpty() ? List.of() : List.of(""));
          lines.addAll(new Entry(callable, derivatives).lines());
        }
      }
    }
    return lines;
  }

  /** The head of every definition and the first sentence about it. */
  public List<String> contents() {
    List<String> lines = new ArrayList<>();
    for (SourceFile file : files) {
      lines.addAll(lines.isEmpty() ? List.of() : List.of(""));
      lines.add(heading(file));
      for (Definition.Callable callable : callables(file)) {
        lines.add("  " + Entry.signature(callable));
      }
    }
    return lines;
  }

  /** The names of all definitions. */
  public List<String> names() {
    return files.stream().flatMap(f -> callables(f).stream()).map(Definition::name).toList();
  }

  private static List<Definition.Callable> callables(SourceFile file) {
    return file.definitions().stream()
        .filter(Definition.Callable.class::isInstance)
        .map(Definition.Callable.class::cast)
        .toList();
  }

  private static String link(Definition.Callable callable) {
    return "[" + callable.name() + "](#" + anchor(callable.name()) + ")";
  }

  private static String anchor(String heading) {
    return heading.toLowerCase(Locale.ROOT).replace(' ', '-');
  }

  private static String heading(SourceFile file) {
    String name = file.source().name().replaceAll(".*[/\\\\]", "").replaceAll("\\.nn$", "");
    return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
  }

  /** The comment at the start of a file. */
  private static List<String> introduction(String text) {
    List<String> lines =
        text.lines()
            .takeWhile(line -> line.startsWith("//") && !line.startsWith("///"))
            .map(line -> line.substring(2).strip())
            .toList();
    if (lines.isEmpty()) {
      return List.of();
    }
    List<String> shown = new ArrayList<>(List.of(""));
    shown.addAll(lines);
    return shown;
  }

  private static void models(List<String> lines, SourceFile file) {
    for (Definition definition : file.definitions()) {
      if (definition instanceof Definition.Model model) {
        lines.add("");
        lines.add("### " + model.name());
        lines.add("");
        if (!model.doc().isEmpty()) {
          lines.addAll(model.doc().lines().toList());
          lines.add("");
        }
        lines.add("```nn");
        lines.addAll(model.span().text().lines().toList());
        lines.add("```");
        hyperparameters(lines, model.hyperparameters());
      }
    }
  }

  private static void hyperparameters(List<String> lines, List<Statement.Parameter> parameters) {
    if (!parameters.isEmpty()) {
      String all =
          String.join(", ", parameters.stream().map(p -> "`" + p.span().text() + "`").toList());
      lines.add("");
      lines.add("Hyperparameters: " + all + ".");
    }
  }
}
