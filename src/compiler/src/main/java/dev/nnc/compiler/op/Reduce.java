package dev.nnc.compiler.op;

import dev.nnc.compiler.ir.Evaluation;
import dev.nnc.compiler.ir.Graph;
import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.ir.Op;
import dev.nnc.compiler.ir.Type;
import dev.nnc.compiler.shape.Shape;
import dev.nnc.runtime.Precision;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Combines the elements along axes into one.
 *
 * <p>Order is part of the meaning: the reduced elements are taken in row-major order, one after the
 * other. A sum starts from 0; where its argument is a product {@code a * b}, each step is one fused
 * multiply-add {@code sum = fma(a, b, sum)}, so that a contraction rounds once a term. The other
 * kinds start from their first element.
 *
 * @param kind how elements are combined
 * @param axes which axes go, in ascending order; all kinds but SUM take exactly one
 */
public record Reduce(Kind kind, List<Integer> axes) implements Op {
  /** How elements are combined. */
  public enum Kind {
    /** By addition. */
    SUM,
    /** By multiplication. */
    PRODUCT,
    /** The greatest. */
    MAX,
    /** The smallest. */
    MIN
  }

  /** Checks the axes. */
  public Reduce {
    axes = List.copyOf(axes);
    for (int i = 1; i < axes.size(); i++) {
      if (axes.get(i) <= axes.get(i - 1)) {
        throw new IllegalArgumentException("axes not ascending: " + axes);
      }
    }
    if (axes.isEmpty() || (kind != Kind.SUM && axes.size() != 1)) {
      throw new IllegalArgumentException(kind + " along " + axes);
    }
  }

  /** Which axes of an argument of the given rank go. */
  public boolean[] reduced(int rank) {
    boolean[] flags = new boolean[rank];
    axes.forEach(axis -> flags[axis] = true);
    return flags;
  }

  @Override
  public String label() {
    return kind.name().toLowerCase(Locale.ROOT) + axes;
  }

  @Override
  public Type type(List<Type> args) {
    Type arg = args.get(0);
    if (args.size() != 1 || arg.kind() == Type.Kind.BOOL) {
      throw new IllegalArgumentException(label() + " of " + args);
    }
    return arg.with(arg.shape().without(reduced(arg.shape().rank())));
  }

  @Override
  public int follow(int argument, int axis, Node self) {
    return axes.contains(axis) ? -1 : axis - (int) axes.stream().filter(a -> a < axis).count();
  }

  @Override
  public Reduce atOnePlace(int axis) {
    return this;
  }

  @Override
  public List<Node> adjoint(Graph graph, Node self, Node g) {
    Build b = new Build(graph);
    Node x = self.arg(0);
    Node spread = spread(b, g, x.shape());
    if (kind == Kind.SUM) {
      return List.of(spread);
    }
    int axis = axes.get(0);
    int size = x.shape().dim(axis);
    if (size == Shape.BATCH) {
      throw new IllegalArgumentException("no gradient of " + label() + " along the batch");
    }
    if (kind == Kind.PRODUCT) {
      return List.of(b.mul(spread, productOfOthers(b, x, axis)));
    }
    Node index = b.along(b.iota(size), x.shape(), axis);
    Node best = b.compare("EQUAL", x, spread(b, self, x.shape()));
    Node none = b.constantLike(index, size);
    Node first = b.reduce(Kind.MIN, b.select(best, index, none), axis);
    Node chosen = b.compare("EQUAL", index, spread(b, first, x.shape()));
    return List.of(b.select(chosen, spread, b.like(spread, 0)));
  }

  /** For each element the product of all others along the axis, zeros included, in n^2 steps. */
  private static Node productOfOthers(Build b, Node x, int axis) {
    int rank = x.shape().rank();
    int size = x.shape().dim(axis);
    int[] dims = Arrays.copyOf(x.shape().dims(), rank + 1);
    dims[rank] = size;
    Shape pairs = Shape.of(dims);
    int[] axes = new int[rank];
    for (int i = 0; i < rank; i++) {
      axes[i] = i == axis ? rank : i;
    }
    Node other = b.broadcast(x, pairs, axes);
    Node same =
        b.compare("EQUAL", b.along(b.iota(size), pairs, axis), b.along(b.iota(size), pairs, rank));
    return b.reduce(Kind.PRODUCT, b.select(same, b.like(other, 1), other), rank);
  }

  private Node spread(Build b, Node reducedNode, Shape shape) {
    boolean[] gone = reduced(shape.rank());
    int[] axesOfResult = new int[reducedNode.shape().rank()];
    int next = 0;
    for (int i = 0; i < shape.rank(); i++) {
      if (!gone[i]) {
        axesOfResult[next++] = i;
      }
    }
    return b.broadcast(reducedNode, shape, axesOfResult);
  }

  @Override
  public double[] evaluate(Evaluation run, Node self) {
    Node arg = self.arg(0);
    boolean product = kind == Kind.SUM && arg.op() == Elementwise.MUL;
    double[] left = run.value(product ? arg.arg(0) : arg);
    double[] right = product ? run.value(arg.arg(1)) : null;
    int[] dims = arg.shape().resolve(run.batch());
    boolean[] gone = reduced(dims.length);
    int outLength = 1;
    for (int d : self.shape().resolve(run.batch())) {
      outLength *= d;
    }
    double[] out = new double[outLength];
    boolean[] started = new boolean[outLength];
    boolean single = run.precision() == Precision.FLOAT;
    int[] index = new int[dims.length];
    for (int k = 0; k < left.length; k++) {
      int place = 0;
      for (int d = 0; d < dims.length; d++) {
        place = gone[d] ? place : place * dims[d] + index[d];
      }
      if (product) {
        out[place] =
            single
                ? Math.fma((float) left[k], (float) right[k], (float) out[place])
                : Math.fma(left[k], right[k], out[place]);
      } else {
        out[place] =
            started[place] || kind == Kind.SUM ? combine(single, out[place], left[k]) : left[k];
      }
      started[place] = true;
      for (int d = dims.length - 1; d >= 0 && ++index[d] == dims[d]; d--) {
        index[d] = 0;
      }
    }
    return out;
  }

  private double combine(boolean single, double a, double b) {
    return switch (kind) {
      case SUM -> single ? (float) a + (float) b : a + b;
      case PRODUCT -> single ? (float) a * (float) b : a * b;
      case MAX -> Math.max(a, b);
      case MIN -> Math.min(a, b);
    };
  }
}
