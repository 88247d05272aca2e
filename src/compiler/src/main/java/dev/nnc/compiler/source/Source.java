package dev.nnc.compiler.source;

import java.util.Arrays;
import java.util.Objects;

/** The text of one .nn file under the name by which messages call it. */
public final class Source {
  private final String name;
  private final String text;
  private final int[] lineStarts;

  /**
   * Wraps a text.
   *
   * @param name the path or title shown in messages
   * @param text the whole text
   */
  public Source(String name, String text) {
    this.name = Objects.requireNonNull(name, "name");
    this.text = Objects.requireNonNull(text, "text");
    int[] starts = new int[16];
    int count = 1;
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '\n') {
        if (count == starts.length) {
          starts = Arrays.copyOf(starts, 2 * count);
        }
        starts[count++] = i + 1;
      }
    }
    lineStarts = Arrays.copyOf(starts, count);
  }

  /** The path or title shown in messages. */
  public String name() {
    return name;
  }

  /** The whole text. */
  public String text() {
    return text;
  }

  /**
   * The line of a place.
   *
   * @param offset a place in the text, in UTF-16 units from 0
   * @return the line's number, from 1
   */
  public int line(int offset) {
    int found = Arrays.binarySearch(lineStarts, offset);
    return found >= 0 ? found + 1 : -found - 1;
  }

  /**
   * The column of a place.
   *
   * @param offset a place in the text, in UTF-16 units from 0
   * @return the column's number, from 1
   */
  public int column(int offset) {
    return offset - lineStarts[line(offset) - 1] + 1;
  }

  /**
   * Where a line starts.
   *
   * @param line the line's number, from 1
   * @return a place in the text, in UTF-16 units from 0
   */
  public int lineStart(int line) {
    return lineStarts[line - 1];
  }

  /**
   * One line without its end.
   *
   * @param line the line's number, from 1
   * @return the text of that line
   */
  public String lineText(int line) {
    int start = lineStarts[line - 1];
    int end = line < lineStarts.length ? lineStarts[line] - 1 : text.length();
    String content = text.substring(start, end);
    return content.endsWith("\r") ? content.substring(0, content.length() - 1) : content;
  }

  @Override
  public String toString() {
    return name;
  }
}
