package dev.nnc.benchmarks.peers;

import dev.nnc.benchmarks.Agreement;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a library computed, laid out as generated code has it.
 *
 * @param loss of the step; empty for a prediction, as are gradients and parameters
 * @param gradients of all parameters
 * @param parameters after the update
 * @param outputs of the prediction, an example's together; empty for a step
 */
@SuppressWarnings("ArrayRecordComponent")
public record Answer(float[] loss, float[] gradients, float[] parameters, float[] outputs) {
  private static final float[] NOTHING = {};

  /** How far losses and parameters may be apart, relative to the greater one. */
  private static final double RELATIVE = 1e-4;

  /** The same relative to the greatest number, for parameters that are nearly 0. */
  private static final double NEARLY_NOTHING = 1e-5;

  /** What a step computed. */
  public static Answer step(float loss, float[] gradients, float[] parameters) {
    return new Answer(new float[] {loss}, gradients, parameters, NOTHING);
  }

  /** What a prediction computed. */
  public static Answer prediction(float[] outputs) {
    return new Answer(NOTHING, NOTHING, NOTHING, outputs);
  }

  /**
   * Fails unless all numbers are close.
   *
   * @param who the library
   * @param tolerance how far gradients may be apart, relative to the greatest one
   * @throws IllegalStateException says where they are not
   */
  void agree(String who, Answer other, double tolerance) {
    Agreement.compare(who + ": loss", loss, other.loss, RELATIVE, 0);
    Agreement.compare(who + ": output", outputs, other.outputs, RELATIVE, NEARLY_NOTHING);
    Agreement.compare(who + ": gradient", gradients, other.gradients, RELATIVE, tolerance);
    double parametersTolerance = Math.max(NEARLY_NOTHING, tolerance / 10);
    Agreement.compare(
        who + ": parameter", parameters, other.parameters, RELATIVE, parametersTolerance);
  }

  /** Writes all numbers to a file. */
  void write(Path file) throws IOException {
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
      for (float[] array : new float[][] {loss, gradients, parameters, outputs}) {
        out.writeInt(array.length);
        for (float value : array) {
          out.writeFloat(value);
        }
      }
    }
  }

  /** Reads what {@link #write} wrote. */
  static Answer read(Path file) throws IOException {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      return new Answer(array(in), array(in), array(in), array(in));
    }
  }

  private static float[] array(DataInputStream in) throws IOException {
    float[] array = new float[in.readInt()];
    for (int i = 0; i < array.length; i++) {
      array[i] = in.readFloat();
    }
    return array;
  }
}
