package dev.nnc.cli.command;

import dev.nnc.runtime.ModelInfo;
import dev.nnc.runtime.Precision;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes the loss of every step to a CSV file, with all digits that its precision has. */
final class StepLog implements AutoCloseable {
  private final BufferedWriter out;
  private final MathContext digits;
  private final List<String> losses;
  private final Map<String, Double> turns = new LinkedHashMap<>();

  /**
   * Starts the file.
   *
   * @param file replaced where it exists
   * @param info the model; its losses get columns
   * @throws IOException if it cannot be written
   */
  StepLog(Path file, ModelInfo info) throws IOException {
    out = Files.newBufferedWriter(file);
    digits = new MathContext(info.precision() == Precision.DOUBLE ? 17 : 9);
    losses = info.losses().stream().map(ModelInfo.Loss::name).toList();
    out.write("epoch,step," + String.join(",", losses) + "\n");
  }

  /** Takes in one of several losses, for the step that is added next. */
  void note(String name, double loss) {
    turns.put(name, loss);
  }

  /**
   * Adds a step.
   *
   * @param epoch its epoch, from 0
   * @param step its number in the whole run, from 0
   * @param loss the mean loss of its batch, before the update, where the model has one
   */
  void add(int epoch, long step, double loss) {
    try {
      out.write((epoch + 1) + "," + (step + 1));
      for (String name : losses) {
        double value = losses.size() == 1 ? loss : turns.getOrDefault(name, Double.NaN);
        out.write("," + (Double.isNaN(value) ? "" : new BigDecimal(value).round(digits)));
      }
      out.write("\n");
      turns.clear();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
