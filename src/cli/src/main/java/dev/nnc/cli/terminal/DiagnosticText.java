package dev.nnc.cli.terminal;

import dev.nnc.cli.terminal.Terminal.Style;
import dev.nnc.compiler.source.Diagnostic;
import dev.nnc.compiler.source.Span;
import java.util.ArrayList;
import java.util.List;

/** Shows diagnostics to a person: the words, the line with a caret, other places, one fix. */
public final class DiagnosticText {
  /** Longer lines are cut to a window around the caret. */
  private static final int WINDOW = 100;

  private final Terminal terminal;

  /**
   * For a terminal.
   *
   * @param terminal decides on colours
   */
  public DiagnosticText(Terminal terminal) {
    this.terminal = terminal;
  }

  /**
   * A diagnostic as several lines, the last one without its end.
   *
   * @param diagnostic what to tell
   * @return the text
   */
  public String of(Diagnostic diagnostic) {
    boolean error = diagnostic.severity() == Diagnostic.Severity.ERROR;
    String head = (error ? "error" : "warning") + "[" + diagnostic.code().id() + "]";
    List<String> lines = new ArrayList<>();
    lines.add(
        terminal.paint(error ? Style.RED : Style.YELLOW, head)
            + terminal.paint(Style.BOLD, ": " + diagnostic.message()));
    int digits = String.valueOf(diagnostic.span().line()).length();
    for (Diagnostic.Note note : diagnostic.notes()) {
      digits = Math.max(digits, String.valueOf(note.span().line()).length());
    }
    place(lines, diagnostic.span(), digits, '^', "");
    for (Diagnostic.Note note : diagnostic.notes()) {
      place(lines, note.span(), digits, '-', note.message());
    }
    if (!diagnostic.fix().isEmpty()) {
      lines.add(margin(digits, "") + terminal.paint(Style.GREEN, "fix: ") + diagnostic.fix());
    }
    return String.join("\n", lines);
  }

  /**
   * A place in a file under words of its own, such as that of a value that is not finite.
   *
   * @param message what is there
   * @param span where
   * @return the text
   */
  public String place(String message, Span span) {
    List<String> lines = new ArrayList<>();
    place(lines, span, String.valueOf(span.line()).length(), '^', message);
    return String.join("\n", lines);
  }

  private void place(List<String> lines, Span span, int digits, char mark, String words) {
    if (span.source().name().startsWith("--")) {
      lines.add(" ".repeat(digits) + terminal.paint(Style.BLUE, "--> ") + span.source().name());
      return; // an option of the command line, not a file
    }
    String line = span.source().lineText(span.line());
    int start = Math.min(span.column() - 1, line.length());
    int end = Math.max(start + 1, Math.min(line.length(), start + span.end() - span.start()));
    int from = 0;
    int to = line.length();
    if (line.length() > WINDOW) {
      from = Math.max(0, start - WINDOW / 3);
      to = Math.min(line.length(), from + WINDOW);
    }
    String before = visible(line, from, start);
    String marked = visible(line, start, Math.min(end, to));
    String lead = from > 0 ? "…" : "";
    String tail = to < line.length() ? "…" : "";
    int marks = Math.max(1, marked.codePointCount(0, marked.length()));
    int skip = lead.length() + before.codePointCount(0, before.length());
    lines.add(" ".repeat(digits) + terminal.paint(Style.BLUE, "--> ") + span);
    lines.add(margin(digits, String.valueOf(span.line())) + lead + visible(line, from, to) + tail);
    lines.add(
        margin(digits, "")
            + " ".repeat(skip)
            + terminal.paint(Style.BLUE, String.valueOf(mark).repeat(marks))
            + (words.isEmpty() ? "" : " " + terminal.paint(Style.BLUE, words)));
  }

  private String margin(int digits, String number) {
    return terminal.paint(Style.BLUE, " ".repeat(digits - number.length()) + number + " | ");
  }

  /** Tabs as one space and other control characters as a dot, so that the caret stays in place. */
  private static String visible(String line, int from, int to) {
    StringBuilder text = new StringBuilder();
    line.substring(from, Math.max(from, to))
        .codePoints()
        .forEach(c -> text.appendCodePoint(c == '\t' ? ' ' : Character.isISOControl(c) ? '·' : c));
    return text.toString();
  }
}
