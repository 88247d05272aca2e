package dev.nnc.compiler.elaborate;

import dev.nnc.compiler.ir.Node;

/**
 * A parameter of an elaborated model, or one of its states.
 *
 * @param name its path
 * @param leaf the node that stands for its value
 * @param initial the node that computes its first value, of the same shape
 * @param offset where it starts among all parameters or all states
 */
public record Parameter(String name, Node leaf, Node initial, int offset) {
  /** The same in another place. */
  Parameter at(int place) {
    return new Parameter(name, leaf, initial, place);
  }

  /** How many numbers it has. */
  int size() {
    return (int) leaf.shape().elements();
  }
}
