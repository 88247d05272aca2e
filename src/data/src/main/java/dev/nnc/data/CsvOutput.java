package dev.nnc.data;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.nnc.runtime.Precision;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Writes rows of numbers and texts as CSV, such as predictions. Cells are quoted where they must
 * be; lines end in a line feed. What the file system refuses becomes an {@link
 * UncheckedIOException}.
 */
public final class CsvOutput implements Closeable {
  private final CsvWriter writer;
  private final List<String> cells = new ArrayList<>();

  /**
   * Starts to write.
   *
   * @param out where to; closed with this
   */
  public CsvOutput(OutputStream out) {
    writer = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(out);
  }

  /**
   * Writes a whole file, in place of what has its name.
   *
   * @param file its name
   * @param rows writes all rows
   * @throws DataException if it cannot be written; then what was there is still there
   */
  public static void write(Path file, Consumer<CsvOutput> rows) {
    OutputFile.write(
        file,
        out -> {
          CsvOutput output = new CsvOutput(out);
          rows.accept(output);
          output.flush();
        });
  }

  /**
   * Adds a cell with a number.
   *
   * @param value a number of the precision
   * @param precision the format in which the text reads back as the same number
   * @return this
   */
  public CsvOutput number(double value, Precision precision) {
    return text(Numbers.shortest(value, precision));
  }

  /**
   * Adds a cell.
   *
   * @param text any text
   * @return this
   */
  public CsvOutput text(String text) {
    cells.add(text);
    return this;
  }

  /** Ends the row. */
  public void end() {
    writer.writeRecord(cells);
    cells.clear();
  }

  /** Hands on what was written so far. */
  public void flush() {
    try {
      writer.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }
}
