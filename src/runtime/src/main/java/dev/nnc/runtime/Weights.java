package dev.nnc.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * The numbers of a trained model, and the resource that carries them.
 *
 * <p>The resource: the letters {@code nnc-wght}, a version, how many bytes a number has, the three
 * counts, the parameters, the fitted statistics, the states, and the CRC-32C of all that;
 * everything little-endian. Writing and reading is exact.
 *
 * @param parameters the slot {@code parameters}
 * @param fitted the slot {@code fitted}
 * @param states the slot {@code states}
 */
public record Weights(Values parameters, Values fitted, Values states) {
  private static final String MAGIC = "nnc-wght";
  private static final int VERSION = 2;

  /** Checks that all rows have the same precision. */
  public Weights {
    if (parameters.precision() != fitted.precision()
        || parameters.precision() != states.precision()) {
      throw new IllegalArgumentException("parameters, statistics and states differ in precision");
    }
  }

  /** The numbers of a model without states. */
  public Weights(Values parameters, Values fitted) {
    this(parameters, fitted, Values.allocate(parameters.precision(), 0));
  }

  /**
   * What a model has before training: random parameters, the first values of its states, and
   * statistics that leave columns as they are.
   *
   * @param model the model
   * @param seed of the parameters
   */
  public static Weights initial(Model model, long seed) {
    ModelInfo info = model.info();
    Values fitted = Values.allocate(info.precision(), info.fittedCount());
    for (ModelInfo.Field field : info.fields()) {
      for (int i = 0; field.fitted() >= 0 && i < field.size(); i++) {
        fitted.set(field.fitted() + field.size() + i, 1);
      }
    }
    return new Weights(
        Initialization.parameters(model, seed), fitted, Initialization.states(model, seed));
  }

  /** A copy that shares nothing. */
  public Weights copy() {
    return new Weights(parameters.copy(), fitted.copy(), states.copy());
  }

  /** The numbers that a routine reads, in the slots of its frame; shared, not copied. */
  void bind(Frame frame) {
    frame.bindIfPresent("parameters", parameters);
    frame.bindIfPresent("fitted", fitted);
    frame.bindIfPresent("states", states);
  }

  /**
   * Checks that a model can use them.
   *
   * @param info the model's description
   * @return this
   * @throws IllegalArgumentException if precision or counts differ
   */
  public Weights fit(ModelInfo info) {
    if (parameters.precision() != info.precision()
        || parameters.length() != info.parameterCount()
        || fitted.length() != info.fittedCount()
        || states.length() != info.stateCount()) {
      throw new IllegalArgumentException(
          String.format(
              "%s needs %s in %s, there are %s in %s",
              info.className(),
              counted(info.parameterCount(), info.fittedCount(), info.stateCount()),
              info.precision(),
              counted(parameters.length(), fitted.length(), states.length()),
              parameters.precision()));
    }
    return this;
  }

  private static String counted(int parameters, int fitted, int states) {
    return String.format(
        "%d parameters and %d statistics%s",
        parameters, fitted, states == 0 ? "" : " and " + states + " numbers of states");
  }

  /**
   * Writes the resource.
   *
   * @param out not closed here
   */
  public void write(OutputStream out) throws IOException {
    BinaryWriter writer = new BinaryWriter(out);
    writer.magic(MAGIC);
    writer.integer(VERSION);
    writer.precision(parameters.precision());
    writer.integer(parameters.length());
    writer.integer(fitted.length());
    writer.integer(states.length());
    writer.values(parameters);
    writer.values(fitted);
    writer.values(states);
    writer.finish();
  }

  /**
   * Reads the resource.
   *
   * @param in to be read to its end; not closed here
   * @throws IOException if it is damaged, with a message that says how, about "it"
   */
  public static Weights read(InputStream in) throws IOException {
    BinaryReader reader = new BinaryReader(in);
    reader.magic(MAGIC, "a file of weights");
    reader.version(VERSION);
    Precision precision = reader.precision();
    int parameters = reader.count();
    int fitted = reader.count();
    int states = reader.count();
    Weights weights =
        new Weights(
            reader.values(precision, parameters),
            reader.values(precision, fitted),
            reader.values(precision, states));
    reader.finish();
    return weights;
  }
}
