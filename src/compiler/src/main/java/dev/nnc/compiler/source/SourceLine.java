package dev.nnc.compiler.source;

/**
 * A line of source as a terminal shows it, and the stretch of it to mark.
 *
 * @param text the line, or the part of a long one around the mark, tabs expanded
 * @param before how many columns stand before the mark
 * @param marked how many columns to mark, at least one
 */
record SourceLine(String text, int before, int marked) {
  private static final int TAB = 4;
  private static final int WIDTH = 100;
  private static final int LEAD = 40;

  /** The first line of a stretch. */
  static SourceLine of(Span span) {
    String line = span.source().lineText(span.line());
    int start = Math.min(span.column() - 1, line.length());
    int end = Math.min(line.length(), start + span.end() - span.start());
    int from = 0;
    int to = line.length();
    if (to > WIDTH) {
      from = boundary(line, Math.max(0, Math.min(start - LEAD, to - WIDTH)));
      to = boundary(line, Math.min(to, from + WIDTH));
      end = Math.min(end, to);
    }
    Cells cells = new Cells();
    cells.append(from > 0 ? "…" : "");
    cells.append(line.substring(from, start));
    int before = cells.width;
    cells.append(line.substring(start, end));
    int marked = cells.width - before;
    cells.append(line.substring(end, to));
    cells.append(to < line.length() ? "…" : "");
    return new SourceLine(cells.text.toString().stripTrailing(), before, Math.max(1, marked));
  }

  /** A text without characters that would change the terminal. */
  static String printable(String text) {
    return text.codePoints()
        .map(c -> Character.isISOControl(c) && c != '\n' ? 0xFFFD : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /** The same place, or the one before it inside a character of two units. */
  private static int boundary(String line, int at) {
    boolean inside = at > 0 && at < line.length() && Character.isLowSurrogate(line.charAt(at));
    return inside ? at - 1 : at;
  }

  /** Text and the columns that it takes. */
  private static final class Cells {
    private final StringBuilder text = new StringBuilder();
    private int width;

    void append(String part) {
      part.codePoints().forEach(this::append);
    }

    private void append(int c) {
      if (c == '\t') {
        int blanks = TAB - width % TAB;
        text.append(" ".repeat(blanks));
        width += blanks;
      } else if (Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE) {
        text.append('\uFFFD');
        width++;
      } else {
        text.appendCodePoint(c);
        width += columns(c);
      }
    }

    /** How many columns a character takes: none, one, or two in East Asian scripts and pictures. */
    private static int columns(int c) {
      int type = Character.getType(c);
      if (type == Character.NON_SPACING_MARK
          || type == Character.ENCLOSING_MARK
          || type == Character.FORMAT) {
        return 0;
      }
      boolean wide =
          (c >= 0x1100 && c <= 0x115F)
              || (c >= 0x2E80 && c <= 0x303E)
              || (c >= 0x3041 && c <= 0xA4CF)
              || (c >= 0xAC00 && c <= 0xD7A3)
              || (c >= 0xF900 && c <= 0xFAFF)
              || (c >= 0xFE30 && c <= 0xFE6F)
              || (c >= 0xFF00 && c <= 0xFF60)
              || (c >= 0xFFE0 && c <= 0xFFE6)
              || (c >= 0x1F300 && c <= 0x1FAFF)
              || (c >= 0x20000 && c <= 0x3FFFD);
      return wide ? 2 : 1;
    }
  }
}
