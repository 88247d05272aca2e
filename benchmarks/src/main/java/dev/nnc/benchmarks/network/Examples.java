package dev.nnc.benchmarks.network;

import dev.nnc.runtime.ModelInfo;
import java.util.Random;

/**
 * A batch of random examples: inputs uniform in [-1, 1), targets likewise or a class.
 *
 * @param count how many
 * @param inputs an example's numbers together
 * @param targets one number an example
 */
@SuppressWarnings("ArrayRecordComponent")
public record Examples(int count, float[] inputs, float[] targets) {

  /** The same examples whenever they are asked for. */
  public static Examples of(ModelInfo info, int count) {
    Random random = new Random(1);
    float[] inputs = new float[count * info.inputs().get(0).size()];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = 2 * random.nextFloat() - 1;
    }
    int classes = info.targets().get(0).classCount();
    float[] targets = new float[count];
    for (int i = 0; i < count; i++) {
      targets[i] = classes > 0 ? random.nextInt(classes) : 2 * random.nextFloat() - 1;
    }
    return new Examples(count, inputs, targets);
  }
}
