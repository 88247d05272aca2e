package dev.nnc.cli.command;

import dev.nnc.runtime.Precision;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the loss of every step to a CSV file, with all digits that its precision has. */
final class StepLog implements AutoCloseable {
  private final BufferedWriter out;
  private final MathContext digits;

  /**
   * Starts the file.
   *
   * @param file replaced where it exists
   * @param precision of the run
   * @throws IOException if it cannot be written
   */
  StepLog(Path file, Precision precision) throws IOException {
    out = Files.newBufferedWriter(file);
    digits = new MathContext(precision == Precision.DOUBLE ? 17 : 9);
    out.write("epoch,step,loss\n");
  }

  /**
   * Adds a step.
   *
   * @param epoch its epoch, from 0
   * @param step its number in the whole run, from 0
   * @param loss the mean loss of its batch, before the update
   */
  void add(int epoch, long step, double loss) {
    try {
      out.write((epoch + 1) + "," + (step + 1) + "," + new BigDecimal(loss).round(digits) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
