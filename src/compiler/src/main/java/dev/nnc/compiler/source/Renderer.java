package dev.nnc.compiler.source;

import java.util.List;

/**
 * Shows diagnostics to people: what is wrong, the line with a mark under the place, the other
 * places involved, and what to do.
 *
 * <pre>
 * error[NN002]: expected `)` to close the `(`
 *   --> house.nn:3:12
 *    |
 *  3 |   y = f(a, b
 *    |             ^
 *   note: the `(` opened here
 *   --> house.nn:3:8
 *    |
 *  3 |   y = f(a, b
 *    |        ^
 *   fix: write `)` here
 * </pre>
 */
public final class Renderer {
  private static final String RED = "\u001B[1;31m";
  private static final String YELLOW = "\u001B[1;33m";
  private static final String GREEN = "\u001B[32m";
  private static final String BLUE = "\u001B[34m";
  private static final String BOLD = "\u001B[1m";
  private static final String PLAIN = "\u001B[0m";

  private final boolean color;

  /**
   * Makes a renderer.
   *
   * @param color whether to use the colours of a terminal
   */
  public Renderer(boolean color) {
    this.color = color;
  }

  /**
   * All diagnostics in order, an empty line between two, and how many there are.
   *
   * @param diagnostics what to show
   * @return lines, each with its end; empty where there is nothing to show
   */
  public String render(List<Diagnostic> diagnostics) {
    if (diagnostics.isEmpty()) {
      return "";
    }
    StringBuilder out = new StringBuilder();
    long errors = 0;
    for (Diagnostic diagnostic : diagnostics) {
      out.append(render(diagnostic)).append('\n');
      errors += diagnostic.severity() == Diagnostic.Severity.ERROR ? 1 : 0;
    }
    long warnings = diagnostics.size() - errors;
    if (errors > 0) {
      out.append(count(errors, "error"));
    }
    if (warnings > 0) {
      out.append(errors > 0 ? ", " : "").append(count(warnings, "warning"));
    }
    return out.append('\n').toString();
  }

  private static String count(long number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  /**
   * One diagnostic.
   *
   * @param diagnostic what to show
   * @return lines, each with its end
   */
  public String render(Diagnostic diagnostic) {
    boolean error = diagnostic.severity() == Diagnostic.Severity.ERROR;
    String tint = error ? RED : YELLOW;
    StringBuilder out = new StringBuilder();
    String title = word(diagnostic) + "[" + diagnostic.code().id() + "]";
    out.append(paint(tint, title)).append(": ");
    out.append(paint(BOLD, SourceLine.printable(diagnostic.message()))).append('\n');
    place(out, diagnostic.span(), tint);
    diagnostic.notes().forEach(note -> out.append(render(note)));
    if (!diagnostic.fix().isEmpty()) {
      out.append("  ").append(paint(GREEN, "fix")).append(": ");
      out.append(SourceLine.printable(diagnostic.fix())).append('\n');
    }
    return out.toString();
  }

  /**
   * One place with its words.
   *
   * @param note what to show
   * @return lines, each with its end
   */
  public String render(Diagnostic.Note note) {
    StringBuilder out = new StringBuilder();
    out.append("  ").append(paint(BLUE, "note")).append(": ");
    out.append(SourceLine.printable(note.message())).append('\n');
    place(out, note.span(), BLUE);
    return out.toString();
  }

  /**
   * One diagnostic in one line, as development environments read it: {@code file:line:column: error
   * NN020: message}.
   *
   * @param diagnostic what to show
   * @return the line without its end
   */
  public static String line(Diagnostic diagnostic) {
    String fix = diagnostic.fix().isEmpty() ? "" : " (" + diagnostic.fix() + ")";
    return SourceLine.printable(
        "%s: %s %s: %s%s"
            .formatted(
                diagnostic.span(),
                word(diagnostic),
                diagnostic.code().id(),
                diagnostic.message(),
                fix));
  }

  private static String word(Diagnostic diagnostic) {
    return switch (diagnostic.severity()) {
      case ERROR -> "error";
      case WARNING -> "warning";
    };
  }

  private void place(StringBuilder out, Span span, String tint) {
    SourceLine line = SourceLine.of(span);
    String number = Integer.toString(span.line());
    String gutter = " ".repeat(number.length() + 2);
    out.append("  ").append(paint(BLUE, "-->")).append(' ');
    out.append(SourceLine.printable(span.toString())).append('\n');
    out.append(paint(BLUE, gutter + "|")).append('\n');
    out.append(paint(BLUE, " " + number + " |")).append(line.text().isEmpty() ? "" : " ");
    out.append(line.text()).append('\n');
    out.append(paint(BLUE, gutter + "|")).append(' ').append(" ".repeat(line.before()));
    out.append(paint(tint, "^".repeat(line.marked()))).append('\n');
  }

  private String paint(String tint, String text) {
    return color ? tint + text + PLAIN : text;
  }
}
