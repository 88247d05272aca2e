package dev.nnc.compiler.ir;

import java.util.List;

/**
 * What a node computes. Operators are values: two that are equal, over the same arguments, are the
 * same node. The set is closed under differentiation.
 */
public interface Op {
  /** The name under which dumps show it, attributes included. */
  String label();

  /** Whether the value comes from outside, so that a program must say where it lies. */
  default boolean given() {
    return false;
  }

  /**
   * The type of the result; also the operator's rule of well-formedness.
   *
   * @param args the types of the arguments
   * @return the type of a node of this operator
   * @throws IllegalArgumentException if the arguments do not fit; after elaboration this is a bug
   *     of the compiler, never the user's
   */
  Type type(List<Type> args);

  /**
   * Where an axis of an argument ends up if the operator works along it place by place: each place
   * of the result along that axis is computed from the same place of every argument that has the
   * axis, and from no other. Loops need it, see {@code op.Scan}.
   *
   * @param argument the number of the argument
   * @param axis an axis of it
   * @param self the node
   * @return the axis of the result, or -1 where the operator does not work like that
   */
  default int follow(int argument, int axis, Node self) {
    return -1;
  }

  /**
   * The operator for one place along an axis of the result that {@link #follow} leads to: there the
   * result and the arguments that have the axis are of size 1.
   *
   * @param axis an axis of the result
   * @return the operator over arguments cut down to one place
   */
  default Op atOnePlace(int axis) {
    throw new IllegalStateException(label() + " does not work place by place");
  }

  /**
   * The chain rule: what flows back to each argument.
   *
   * @param graph where new nodes go
   * @param self the node
   * @param cotangent the derivative of the final scalar by this node's value, of the same shape
   * @return for each argument the derivative by it, or null where none flows
   */
  List<Node> adjoint(Graph graph, Node self, Node cotangent);

  /**
   * The value, computed in the plainest way.
   *
   * @param run the values of other nodes and the circumstances of the run
   * @param self the node
   * @return the elements in row-major order, rounded to the run's precision
   */
  double[] evaluate(Evaluation run, Node self);
}
