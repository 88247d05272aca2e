package dev.nnc.compiler.plan;

import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.shape.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Of what kind a contraction is, as a text: for each axis of its product which factors depend on it
 * and its size, then how far apart the numbers of each factor lie along the axes. So {@code a:batch
 * sum:784 b:128 | a[784 1 0] b[0 128 1]} is a dense layer of 784 inputs and 128 outputs. A factor
 * that is computed where it is read stands in braces, with what it reads. Axes of size 1 are left
 * out; an axis on which both factors depend and which stays is {@code ab}, that of the steps of a
 * loop {@code step}.
 *
 * <p>Which factor is called {@code a} does not depend on the order in which they are multiplied, so
 * that equal layers have equal signatures wherever they stand.
 */
final class Signature {
  private final String key;
  private final boolean swapped;
  private final List<Integer> axes = new ArrayList<>();

  /**
   * The signature of a contraction.
   *
   * @param storage which nodes are in arrays
   * @param product the product that is summed
   * @param roles for each axis of the product what it is: {@code a} or {@code b} where only the
   *     first or the second argument depends on it, or another word
   */
  Signature(Materialise storage, Node product, List<String> roles) {
    Shape shape = product.shape();
    for (int axis = 0; axis < shape.rank(); axis++) {
      if (shape.dim(axis) != 1) {
        axes.add(axis);
      }
    }
    String first = strides(storage, product.arg(0));
    String second = strides(storage, product.arg(1));
    String straight = text(shape, roles, "a", "b", first, second);
    String other = text(shape, roles, "b", "a", second, first);
    swapped = other.compareTo(straight) < 0;
    key = swapped ? other : straight;
  }

  private String text(
      Shape shape, List<String> roles, String a, String b, String first, String second) {
    List<String> all = new ArrayList<>();
    for (int axis : axes) {
      String role = roles.get(axis);
      String name = role.equals("a") ? a : role.equals("b") ? b : role;
      all.add(name + ":" + (shape.dim(axis) == Shape.BATCH ? "batch" : shape.dim(axis)));
    }
    return String.join(" ", all) + " | a" + first + " b" + second;
  }

  private String strides(Materialise storage, Node factor) {
    Affine place = Affine.of(storage, factor);
    if (place != null) {
      List<String> strides = new ArrayList<>();
      axes.forEach(axis -> strides.add(String.valueOf(place.stride(axis))));
      return "[" + String.join(" ", strides) + "]";
    }
    TreeSet<String> reads = new TreeSet<>();
    for (Task.Read read : Reads.of(storage, factor, false)) {
      List<String> strides = new ArrayList<>();
      for (int axis : axes) {
        int variable = Task.position(factor.shape(), axis) + 1;
        strides.add(String.valueOf(read.linear().coefficient(variable)));
      }
      reads.add(String.join(" ", strides));
    }
    return "{" + String.join(", ", reads) + "}";
  }

  /** The text. */
  String key() {
    return key;
  }

  /** Which argument of the product a letter stands for. */
  int argument(Way.Factor factor) {
    return (factor == Way.Factor.B) == swapped ? 0 : 1;
  }

  /** The letter of an argument of the product. */
  Way.Factor factor(int argument) {
    return (argument == 1) == swapped ? Way.Factor.A : Way.Factor.B;
  }

  /** The axis of the product that has a number here, or -1 where none has. */
  int axis(int number) {
    return number < axes.size() ? axes.get(number) : -1;
  }

  /** The number of an axis of the product. */
  int number(int axis) {
    return axes.indexOf(axis);
  }
}
