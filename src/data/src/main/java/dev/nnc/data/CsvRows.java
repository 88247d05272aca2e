package dev.nnc.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The rows of a CSV file, one after the other. Blank lines do not count as rows, and blanks around
 * cells do not count as text; every row must have as many cells as the first line.
 */
final class CsvRows implements Closeable {
  private static final Pattern LINE = Pattern.compile("line (\\d+)$");

  private final Path file;
  private final InputStream input;
  private final TextReader text;
  private final Iterator<CsvRecord> records;
  private final Deque<CsvRecord> peeked = new ArrayDeque<>();
  private final List<String> header;
  private final int width;
  private CsvRecord record;
  private long row = -1;

  private CsvRows(Path file, CsvOptions options, InputStream input) {
    this.file = file;
    this.input = input;
    this.text = new TextReader(input);
    this.records = records(options);
    CsvRecord first = fetch();
    if (first == null) {
      throw new DataException(
          DataCode.EMPTY_FILE,
          Place.of(file),
          "the file is empty, expected lines of cells",
          "Check that it was written completely");
    }
    peeked.add(first);
    width = first.getFieldCount();
    boolean named = options.header() == null ? looksLikeHeader(first) : options.header();
    header = named ? first.getFields().stream().map(String::strip).toList() : null;
    if (named) {
      peeked.remove();
    }
  }

  /**
   * Opens a file and reads its header.
   *
   * @param file the file; it may be packed by gzip
   * @param options how it is written
   * @return the rows, before the first one
   */
  static CsvRows open(Path file, CsvOptions options) {
    return open(file, options, InputFile.open(file));
  }

  /** The rows of a text with a header, named for messages. */
  static CsvRows of(Path name, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return open(name, CsvOptions.STANDARD, new ByteArrayInputStream(bytes));
  }

  private static CsvRows open(Path file, CsvOptions options, InputStream input) {
    try {
      return new CsvRows(file, options, input);
    } catch (DataException e) {
      try {
        input.close();
      } catch (IOException f) {
        e.addSuppressed(f);
      }
      throw e;
    }
  }

  private Iterator<CsvRecord> records(CsvOptions options) {
    try {
      CsvReader<CsvRecord> reader =
          CsvReader.builder()
              .fieldSeparator(options.separator())
              .skipEmptyLines(true)
              .allowExtraFields(true)
              .allowMissingFields(true)
              .allowExtraCharsAfterClosingQuote(false)
              .trimWhitespacesAroundQuotes(true)
              .detectBomHeader(false)
              .ofCsvRecord(text);
      reader.skipLines(options.skip());
      return reader.iterator();
    } catch (CsvParseException | UncheckedIOException e) {
      if (e.getCause() instanceof EOFException && ended()) {
        return Collections.emptyIterator();
      }
      throw e instanceof CsvParseException parse
          ? unparsable(parse)
          : broken((UncheckedIOException) e);
    }
  }

  /** Whether the text has ended properly, and not within a packed file. */
  private boolean ended() {
    try {
      return text.read() < 0;
    } catch (IOException e) {
      throw InputFile.failure(file, e);
    }
  }

  /** A first line is a header if none of its cells is a number while the next line has one. */
  private boolean looksLikeHeader(CsvRecord first) {
    if (first.getFields().stream().anyMatch(cell -> Cell.isNumber(cell.strip()))) {
      return false;
    }
    CsvRecord second = fetch();
    if (second == null) {
      return true;
    }
    peeked.add(second);
    return second.getFields().stream().anyMatch(cell -> Cell.isNumber(cell.strip()));
  }

  /** The names of the columns, or null where the file has none. */
  List<String> header() {
    return header;
  }

  /** How many cells each row has. */
  int width() {
    return width;
  }

  /** The number of the current row, from 0. */
  long row() {
    return row;
  }

  /** A cell of the current row, without blanks around it. */
  String cell(int column) {
    return record.getField(column).strip();
  }

  /** Where a cell of the current row stands. */
  Place place(int column) {
    String name = header == null ? "{" + column + "}" : header.get(column);
    return Place.cell(file, row + 1, record.getStartingLineNumber(), name);
  }

  /**
   * Goes to the next row.
   *
   * @return whether there is one
   */
  boolean next() {
    record = peeked.isEmpty() ? fetch() : peeked.remove();
    if (record == null) {
      return false;
    }
    row++;
    if (record.getFieldCount() != width) {
      throw new DataException(
          DataCode.RAGGED_ROW,
          Place.cell(file, row + 1, record.getStartingLineNumber(), ""),
          "found "
              + count(record.getFieldCount())
              + ", expected "
              + width
              + " as in the first line",
          "Correct the row; put cells that contain the separator in quotes");
    }
    return true;
  }

  private static String count(int cells) {
    return cells == 1 ? "1 cell" : cells + " cells";
  }

  /** The next record that is not blank, or null at the end. */
  private CsvRecord fetch() {
    try {
      while (records.hasNext()) {
        CsvRecord next = records.next();
        checkClosed(next);
        if (next.getFieldCount() != 1 || !next.getField(0).isBlank()) {
          return next;
        }
      }
      return null;
    } catch (CsvParseException e) {
      throw unparsable(e);
    } catch (UncheckedIOException e) {
      throw broken(e);
    }
  }

  /**
   * FastCSV ends an open quote with the file. It is open if it swallowed the last line break and
   * the file has an odd number of quotes.
   */
  private void checkClosed(CsvRecord next) {
    String last = next.getField(next.getFieldCount() - 1);
    if (last.indexOf('\n') >= 0 && !records.hasNext() && text.quotes() % 2 != 0) {
      throw new DataException(
          DataCode.BAD_QUOTES,
          Place.cell(file, 0, next.getStartingLineNumber(), ""),
          "a quote is opened and never closed",
          "Close it; write a quote inside a quoted cell twice");
    }
  }

  private DataException unparsable(CsvParseException e) {
    Throwable cause = e.getCause();
    if (cause instanceof IOException io) {
      return broken(new UncheckedIOException(io));
    }
    Matcher line = LINE.matcher(e.getMessage());
    String reason = cause == null ? e.getMessage() : cause.getMessage();
    return new DataException(
        DataCode.BAD_QUOTES,
        Place.cell(file, 0, line.find() ? Long.parseLong(line.group(1)) : 0, ""),
        "the text from here on cannot be divided into cells: " + Spelling.clean(reason),
        "Close each quote, and write a quote inside a quoted cell twice",
        e);
  }

  private DataException broken(UncheckedIOException e) {
    if (e.getCause() instanceof CharacterCodingException) {
      return new DataException(
          DataCode.NOT_TEXT,
          Place.of(file),
          "the file is not text in UTF-8",
          "Save it as CSV in UTF-8",
          e);
    }
    return InputFile.failure(file, e.getCause());
  }

  @Override
  public void close() {
    try {
      input.close();
    } catch (IOException e) {
      throw InputFile.failure(file, e);
    }
  }
}
