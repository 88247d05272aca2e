package dev.nnc.runtime;

import java.io.CharArrayWriter;
import java.io.IOException;
import java.io.PushbackReader;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the records of a CSV file (RFC 4180): cells between separators, in quotes where they hold a
 * separator, a quote (written twice) or a line end. Lines may end in LF, CR or both; empty lines
 * and a byte order mark are skipped.
 */
final class CsvReader {
  private final PushbackReader in;
  private final String file;
  private final char separator;
  private long line = 1;
  private long start;
  private boolean first = true;

  CsvReader(Reader in, String file, char separator) {
    this.in = new PushbackReader(in);
    this.file = file;
    this.separator = separator;
  }

  /** The line on which the last record started, from 1. */
  long line() {
    return start;
  }

  /**
   * The next record.
   *
   * @return its cells, or null at the end
   * @throws CsvException if a quote is where none may be, or has no end
   */
  List<String> next() throws IOException {
    if (first) {
      first = false;
      int mark = in.read();
      if (mark >= 0 && mark != '\uFEFF') {
        in.unread(mark);
      }
    }
    while (true) {
      int c = read();
      if (c < 0) {
        return null;
      }
      if (c != '\n') {
        in.unread(c);
        return cells();
      }
    }
  }

  private List<String> cells() throws IOException {
    start = line;
    List<String> cells = new ArrayList<>();
    CharArrayWriter cell = new CharArrayWriter();
    int end = separator;
    while (end == separator) {
      cell.reset();
      end = read();
      if (end == '"') {
        end = quoted(cell, cells.size());
      } else {
        while (end >= 0 && end != '\n' && end != separator) {
          if (end == '"') {
            throw failure(cells.size(), "a quote inside a cell that does not start with one");
          }
          cell.write(end);
          end = read();
        }
      }
      cells.add(cell.toString());
    }
    return cells;
  }

  /** Reads the rest of a cell in quotes; returns what ends it. */
  private int quoted(CharArrayWriter cell, int column) throws IOException {
    while (true) {
      int c = read();
      if (c < 0) {
        throw failure(column, "the file ends inside a quoted cell");
      }
      if (c != '"') {
        cell.write(c);
        continue;
      }
      int after = read();
      if (after < 0 || after == '\n' || after == separator) {
        return after;
      }
      if (after != '"') {
        throw failure(column, "text after the closing quote of a cell");
      }
      cell.write('"');
    }
  }

  private CsvException failure(int column, String problem) {
    return new CsvException(file + ", line " + start + ", cell " + (column + 1), problem);
  }

  /** The next character; any line end is a single LF. */
  private int read() throws IOException {
    int c = in.read();
    if (c == '\r') {
      int after = in.read();
      if (after >= 0 && after != '\n') {
        in.unread(after);
      }
      c = '\n';
    }
    if (c == '\n') {
      line++;
    }
    return c;
  }
}
