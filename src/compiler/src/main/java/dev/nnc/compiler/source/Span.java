package dev.nnc.compiler.source;

/**
 * A stretch of source text.
 *
 * @param source the file
 * @param start the first place, in UTF-16 units from 0
 * @param end the place after the last
 */
public record Span(Source source, int start, int end) {
  /** Checks that the stretch is inside the text. */
  public Span {
    if (start < 0 || end < start || end > source.text().length()) {
      throw new IllegalArgumentException("span " + start + ".." + end + " in " + source);
    }
  }

  /** The line on which it starts, from 1. */
  public int line() {
    return source.line(start);
  }

  /** The column at which it starts, from 1. */
  public int column() {
    return source.column(start);
  }

  /** The text it covers. */
  public String text() {
    return source.text().substring(start, end);
  }

  /**
   * The smallest stretch that covers two of one file.
   *
   * @param other another stretch of the same source
   * @return from the earlier start to the later end
   */
  public Span to(Span other) {
    return new Span(source, Math.min(start, other.start), Math.max(end, other.end));
  }

  @Override
  public String toString() {
    return source.name() + ":" + line() + ":" + column();
  }
}
