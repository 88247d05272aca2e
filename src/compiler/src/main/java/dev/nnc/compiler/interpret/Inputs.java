package dev.nnc.compiler.interpret;

import dev.nnc.compiler.ir.Node;
import java.util.Map;
import java.util.function.IntToLongFunction;

/**
 * What one interpreted run starts from.
 *
 * @param leaves the values of given leaves in row-major order
 * @param batch the number of examples
 * @param seed the seed of random leaves
 * @param step the number of the training step
 * @param examples gives the example's number for each batch row
 */
public record Inputs(
    Map<Node, double[]> leaves, int batch, long seed, long step, IntToLongFunction examples) {
  /**
   * Inputs whose examples are numbered from 0, with seed and step 0.
   *
   * @param leaves the values of given leaves in row-major order
   * @param batch the number of examples
   * @return the inputs
   */
  public static Inputs of(Map<Node, double[]> leaves, int batch) {
    return new Inputs(leaves, batch, 0, 0, row -> row);
  }
}
