package dev.nnc.runtime;

import java.io.BufferedInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Everything that a training run needs to go on as if nothing had happened, bit by bit.
 *
 * <p>The file: the letters {@code nnc-ckpt}, a version, the fingerprint of the run, its progress,
 * the precision, seven counted rows of numbers (parameters, optimiser state, memory, fitted,
 * states, best parameters, best states), and the CRC-32C of all that; everything little-endian.
 */
public final class Checkpoint {
  private static final String MAGIC = "nnc-ckpt";
  private static final int VERSION = 3;

  private final String fingerprint;
  private final TrainingState state;

  Checkpoint(String fingerprint, TrainingState state) {
    this.fingerprint = fingerprint;
    this.state = state;
  }

  /** The number of the epoch in which to go on, from 0. */
  public int epoch() {
    return state.epoch;
  }

  /** How many steps have been taken. */
  public long step() {
    return state.step;
  }

  /** The parameters as the last step left them; a copy. */
  public Values parameters() {
    return state.parameters.copy();
  }

  /** The statistics of standardized columns; a copy. */
  public Values fitted() {
    return state.fitted.copy();
  }

  /**
   * What makes two runs the same; a line each, so that differences can be named. The number of
   * epochs and the patience are not among it, so that a finished run can be made longer; nor are
   * the names of files, which may have moved. Of the formulas only the {@linkplain
   * ModelInfo#fingerprint fingerprint} is known; it comes last, since whatever else differs says
   * more.
   */
  static String fingerprint(ModelInfo info, Settings settings, long examples) {
    CRC32C layout = new CRC32C();
    for (ModelInfo.Parameter parameter : info.parameters()) {
      layout.update(parameter.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    return String.join(
        "\n",
        "model " + info.className(),
        "precision " + info.precision(),
        "parameters " + info.parameterCount() + ", layout " + layout.getValue(),
        "statistics " + info.fittedCount(),
        "losses " + info.losses(),
        "states " + info.states(),
        "schedule memory " + info.scheduleMemory(),
        "batch " + settings.batch(),
        "seed " + settings.seed(),
        "order " + settings.order(),
        "monitor " + settings.monitor() + (settings.maximize() ? ", maximized" : ""),
        "split " + settings.split(),
        "training examples " + examples,
        "formulas of fingerprint " + info.fingerprint());
  }

  /** The state, for a run with the given fingerprint; a copy. */
  TrainingState restore(String expected) {
    if (!expected.equals(fingerprint)) {
      List<String> mine = fingerprint.lines().toList();
      List<String> theirs = expected.lines().toList();
      for (int i = 0; i < Math.min(mine.size(), theirs.size()); i++) {
        if (!mine.get(i).equals(theirs.get(i))) {
          throw new CheckpointException(
              "the checkpoint is of another run: it has \""
                  + mine.get(i)
                  + "\", this run has \""
                  + theirs.get(i)
                  + "\"");
        }
      }
      throw new CheckpointException("the checkpoint is of another run");
    }
    return state.copy();
  }

  /**
   * Writes to a temporary file beside the target, forces it to disk and renames it, so that the
   * target is whole at any time.
   *
   * @param file the target; replaced where it exists
   * @throws CheckpointException if that fails
   */
  public void write(Path file) {
    Path whole = file.toAbsolutePath();
    Path part =
        whole.resolveSibling(whole.getFileName() + "." + ProcessHandle.current().pid() + ".part");
    try {
      try (FileOutputStream out = new FileOutputStream(part.toFile())) {
        write(new BinaryWriter(out));
        out.getFD().sync();
      }
      Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      try {
        Files.deleteIfExists(part);
      } catch (IOException second) {
        e.addSuppressed(second);
      }
      throw new CheckpointException("cannot write checkpoint " + file + ": " + e.getMessage(), e);
    }
  }

  private void write(BinaryWriter out) throws IOException {
    out.magic(MAGIC);
    out.integer(VERSION);
    out.text(fingerprint);
    out.integer(state.epoch);
    out.longInteger(state.step);
    out.longInteger(state.stepInEpoch);
    out.integer(state.lossSums.length);
    out.values(new DoubleValues(state.lossSums));
    out.number(state.monitored);
    out.number(state.best);
    out.integer(state.bestEpoch);
    out.precision(state.parameters.precision());
    Values none = Values.allocate(state.parameters.precision(), 0);
    boolean kept = state.bestParameters != null;
    for (Values values :
        List.of(
            state.parameters,
            state.optimizer,
            state.memory,
            state.fitted,
            state.states,
            kept ? state.bestParameters : none,
            kept ? state.bestStates : none)) {
      out.integer(values.length());
      out.values(values);
    }
    out.integer(kept ? 1 : 0);
    out.finish();
  }

  /**
   * Reads a checkpoint.
   *
   * @param file the file
   * @throws CheckpointException if there is none, or it is damaged
   */
  public static Checkpoint read(Path file) {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      return read(new BinaryReader(in));
    } catch (java.nio.file.NoSuchFileException e) {
      throw new CheckpointException("there is no checkpoint " + file, e);
    } catch (IOException e) {
      throw new CheckpointException("cannot read checkpoint " + file + ": " + e.getMessage(), e);
    }
  }

  private static Checkpoint read(BinaryReader in) throws IOException {
    in.magic(MAGIC, "a checkpoint");
    in.version(VERSION);
    String fingerprint = in.text();
    int epoch = in.integer();
    long step = in.longInteger();
    long stepInEpoch = in.longInteger();
    double[] lossSums = ((DoubleValues) in.values(Precision.DOUBLE, in.count())).array();
    double monitored = in.number();
    double best = in.number();
    int bestEpoch = in.integer();
    Precision precision = in.precision();
    Values[] rows = new Values[7];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = in.values(precision, in.count());
    }
    boolean kept = in.integer() == 1;
    in.finish();
    TrainingState state = new TrainingState(rows[0], rows[1], rows[2], rows[3], rows[4]);
    state.bestParameters = kept ? rows[5] : null;
    state.bestStates = kept ? rows[6] : null;
    state.best = best;
    state.bestEpoch = bestEpoch;
    state.epoch = epoch;
    state.step = step;
    state.stepInEpoch = stepInEpoch;
    state.lossSums = lossSums;
    state.monitored = monitored;
    return new Checkpoint(fingerprint, state);
  }
}
