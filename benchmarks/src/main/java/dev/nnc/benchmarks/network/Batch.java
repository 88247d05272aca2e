package dev.nnc.benchmarks.network;

import dev.nnc.runtime.ModelInfo;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/**
 * A batch of random examples: numbers uniform in [0.5, 1.5), so that quotients stay tame, or
 * classes.
 *
 * @param count how many examples
 * @param columns by the name of the input or target, an example's numbers together
 * @param fitted the means and deviations of standardized columns: 1 and 0.25
 * @param states what earlier steps carried on: each 0.5
 */
@SuppressWarnings("ArrayRecordComponent")
public record Batch(int count, Map<String, float[]> columns, float[] fitted, float[] states) {
  private static final float MEAN = 1;
  private static final float DEVIATION = 0.25f;
  private static final float CARRIED = 0.5f;

  /** The same examples whenever they are asked for. */
  public static Batch of(ModelInfo info, int count) {
    Random random = new Random(1);
    Map<String, float[]> columns = new LinkedHashMap<>();
    float[] fitted = new float[info.fittedCount()];
    float[] states = new float[info.stateCount()];
    Arrays.fill(states, CARRIED);
    for (ModelInfo.Field field : info.fields()) {
      float[] values = new float[count * field.size()];
      int classes = field.classCount();
      for (int i = 0; i < values.length; i++) {
        values[i] = classes > 0 ? random.nextInt(classes) : 0.5f + random.nextFloat();
      }
      columns.put(field.name(), values);
      for (int i = 0; field.fitted() >= 0 && i < field.size(); i++) {
        fitted[field.fitted() + i] = MEAN;
        fitted[field.fitted() + field.size() + i] = DEVIATION;
      }
    }
    return new Batch(count, columns, fitted, states);
  }

  /** The numbers of an input or target. */
  public float[] column(ModelInfo.Field field) {
    return columns.get(field.name());
  }
}
