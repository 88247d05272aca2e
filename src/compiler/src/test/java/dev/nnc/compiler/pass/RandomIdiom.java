package dev.nnc.compiler.pass;

import dev.nnc.compiler.ir.Graph;
import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.ir.Type;
import dev.nnc.compiler.op.Build;
import dev.nnc.compiler.op.Concat;
import dev.nnc.compiler.op.Elementwise;
import dev.nnc.compiler.op.Gather;
import dev.nnc.compiler.op.Leaf;
import dev.nnc.compiler.op.Reduce;
import dev.nnc.compiler.op.Reshape;
import dev.nnc.compiler.shape.AffineMap;
import dev.nnc.compiler.shape.Shape;
import java.util.Arrays;
import java.util.Collections;
import java.util.Random;

/** Phrases of models that a random graph would hardly hit upon. */
final class RandomIdiom {
  private static final double[] POWERS = {4, 3, 2, 1, 0, -1, -2, 0.5, 1.5, -0.5, 2.5};

  private final Random random;
  private final Build b;
  private final Graph graph;

  RandomIdiom(Random random, Build b) {
    this.random = random;
    this.b = b;
    this.graph = b.graph();
  }

  /** A phrase about two values of the same shape, or null where the shape does not allow it. */
  Node of(Node x, Node y) {
    int last = x.shape().rank() - 1;
    boolean row = last > 0 || (last == 0 && !x.shape().batched());
    return switch (random.nextInt(12)) {
      case 0 -> row ? logSoftmax(x, last) : null;
      case 1 -> b.pow(positive(x), b.like(x, POWERS[random.nextInt(POWERS.length)]));
      case 2 -> row ? logic(x, y, last) : null;
      case 3 -> b.unary("LOG", b.unary("EXP", b.unary("TANH", x)));
      case 4 -> b.unary("EXP", b.unary("LOG", positive(x)));
      case 5 -> row ? b.add(x, table(x, last)) : null;
      case 6 -> row ? graph.node(new Concat(last), graph.node(new Reshape(x.shape()), x)) : null;
      case 7 -> scaled(x, y);
      case 8 -> row ? convolved(x, last) : null;
      case 9 -> last > 0 ? contraction(x, y, last) : null;
      case 10 -> last > 0 ? b.add(x, looked(x, last)) : null;
      default -> b.sub(x, b.constantLike(x, -0.0));
    };
  }

  /** Windows of 2 or 3 places along the last axis, with zeros around, by a kernel for 2 outputs. */
  private Node convolved(Node x, int axis) {
    int rank = x.shape().rank();
    int window = 2 + random.nextInt(2);
    int size = x.shape().dim(axis);
    int[] wide = x.shape().dims();
    wide[axis] = size + 2;
    int[][] rows = new int[rank][rank];
    for (int d = 0; d < rank; d++) {
      rows[d][d] = 1;
    }
    int[] offsets = new int[rank];
    offsets[axis] = -1;
    Node padded = b.view(x, Shape.of(wide), new AffineMap(rank, rows, offsets));
    int[] dims = Arrays.copyOf(x.shape().dims(), rank + 1);
    dims[axis] = size + 3 - window;
    dims[rank] = window;
    int[][] moving = new int[rank][rank + 1];
    for (int d = 0; d < rank; d++) {
      moving[d][d] = 1;
    }
    moving[axis][rank] = 1;
    AffineMap map = new AffineMap(rank + 1, moving, new int[rank]);
    Node windows = b.view(padded, Shape.of(dims), map);
    int[] space = Arrays.copyOf(dims, rank + 2);
    space[rank + 1] = 2;
    int[] own = new int[rank + 1];
    Arrays.setAll(own, i -> i);
    Type type = Type.real(Shape.of(2, window));
    Node kernel = graph.node(new Leaf.Given(Leaf.Role.INPUT, "kernel" + graph.size(), type));
    Node product =
        b.mul(
            b.broadcast(windows, Shape.of(space), own),
            b.broadcast(kernel, Shape.of(space), rank + 1, rank));
    return b.reduce(Reduce.Kind.SUM, product, rank);
  }

  /** A sum of products that is a contraction, and of something else beside them. */
  private Node contraction(Node x, Node y, int axis) {
    int[] dims = Arrays.copyOf(x.shape().dims(), axis + 2);
    dims[axis + 1] = 3;
    Shape shape = Shape.of(dims);
    int[] own = new int[axis + 1];
    for (int i = 0; i < own.length; i++) {
      own[i] = i;
    }
    Node weights = b.add(b.iota(dims[axis]), b.like(b.iota(dims[axis]), 0.5));
    Node left = b.broadcast(weights, Shape.of(dims[axis], 3), 0);
    Node product = b.mul(b.broadcast(x, shape, own), b.broadcast(left, shape, axis, axis + 1));
    Node other = b.broadcast(y, shape, own);
    Node both = random.nextBoolean() ? b.add(product, other) : b.sub(other, product);
    return b.reduce(Reduce.Kind.SUM, both, axis);
  }

  /** Rows of a small table by numbers, times a matrix. */
  private Node looked(Node x, int axis) {
    Type places = new Type(Type.Kind.INT, Shape.of(Arrays.copyOf(x.shape().dims(), axis)));
    Node place = graph.node(new Leaf.Given(Leaf.Role.INPUT, "row" + graph.size(), places));
    int[] own = new int[axis];
    Arrays.setAll(own, i -> i);
    Shape rows = x.shape().with(axis, 8);
    Node table = given(2, 8);
    AffineMap map = Gather.free(AffineMap.select(axis + 1, 0, axis), 0);
    Node row = graph.node(new Gather(rows, map, 0), table, b.broadcast(place, rows, own));
    int[] dims = Arrays.copyOf(x.shape().dims(), axis + 2);
    dims[axis + 1] = 8;
    Shape space = Shape.of(dims);
    int[] each = Arrays.copyOf(own, axis + 1);
    each[axis] = axis + 1;
    Node weights = b.broadcast(given(8, dims[axis]), space, axis + 1, axis);
    return b.reduce(Reduce.Kind.SUM, b.mul(b.broadcast(row, space, each), weights), axis + 1);
  }

  private Node given(int... dims) {
    Type type = Type.real(Shape.of(dims));
    return graph.node(new Leaf.Given(Leaf.Role.INPUT, "given" + graph.size(), type));
  }

  private Node positive(Node x) {
    return b.add(b.mul(x, x), b.like(x, 0.5));
  }

  /** The logarithms of a softmax along an axis: all, a part, or one by its index. */
  private Node logSoftmax(Node x, int axis) {
    Node e = b.unary("EXP", b.unary("TANH", x));
    Node sum = b.reduce(Reduce.Kind.SUM, e, axis);
    int[] kept = new int[axis];
    for (int i = 0; i < axis; i++) {
      kept[i] = i;
    }
    Node p = b.div(e, b.broadcast(sum, x.shape(), kept));
    if (random.nextInt(3) == 0) {
      return b.unary("LOG", p);
    }
    if (random.nextInt(2) == 0) {
      int[] dims = x.shape().dims();
      dims[axis] = 1 + random.nextInt(dims[axis]);
      return b.unary("LOG", b.view(p, Shape.of(dims), AffineMap.identity(dims.length)));
    }
    Node index = b.along(b.iota(x.shape().dim(axis)), x.shape(), axis);
    if (random.nextInt(3) > 0) {
      return b.unary("LOG", picked(p, axis));
    }
    Node wanted = b.constantLike(index, random.nextInt(x.shape().dim(axis)));
    Node chosen = b.select(b.compare("EQUAL", index, wanted), p, b.like(x, 0));
    return b.unary("LOG", b.reduce(Reduce.Kind.SUM, chosen, axis));
  }

  /** One element along the last axis: by a sum over all that are not it, or by its place. */
  private Node picked(Node x, int axis) {
    Shape shape = Shape.of(Arrays.copyOf(x.shape().dims(), axis));
    Type type = new Type(Type.Kind.INT, shape);
    Node given = graph.node(new Leaf.Given(Leaf.Role.INPUT, "place" + graph.size(), type));
    Node place =
        b.select(
            b.compare("LESS", given, b.constantLike(given, 1)), given, b.constantLike(given, 0));
    int[] own = new int[axis];
    Arrays.setAll(own, i -> i);
    if (random.nextBoolean()) {
      int[][] rows = new int[axis + 1][axis];
      for (int d = 0; d < axis; d++) {
        rows[d][d] = 1;
      }
      AffineMap map = new AffineMap(axis, rows, new int[axis + 1]);
      return graph.node(new Gather(shape, map, axis), x, place);
    }
    Node index = b.along(b.iota(x.shape().dim(axis)), x.shape(), axis);
    Node here = b.compare("EQUAL", index, b.broadcast(place, x.shape(), own));
    return b.reduce(Reduce.Kind.SUM, b.select(here, x, b.like(x, 0)), axis);
  }

  private Node logic(Node x, Node y, int axis) {
    Node index = b.along(b.iota(x.shape().dim(axis)), x.shape(), axis);
    Node c = b.compare("LESS", index, b.constantLike(index, 1 + random.nextInt(3)));
    Node one = b.constantLike(index, 1);
    Node other =
        switch (random.nextInt(4)) {
          case 0 -> b.compare("EQUAL", one, one);
          case 1 -> b.compare("LESS", one, one);
          case 2 -> b.compare("GREATER", index, one);
          default -> c;
        };
    Node joined = graph.node(random.nextBoolean() ? Elementwise.AND : Elementwise.OR, c, other);
    Node not = graph.node(Elementwise.NOT, joined);
    if (random.nextInt(4) == 0) {
      Node zero = b.like(x, 0);
      return b.sub(b.select(joined, x, zero), b.select(joined, zero, y));
    }
    return b.select(random.nextBoolean() ? graph.node(Elementwise.NOT, not) : not, x, y);
  }

  private Node table(Node x, int axis) {
    int size = x.shape().dim(axis);
    double value = random.nextInt(3);
    Node table =
        graph.node(new Leaf.Constant(Collections.nCopies(size, value), Type.real(Shape.of(size))));
    return b.along(table, x.shape(), axis);
  }

  /** Products and quotients by scalars. */
  private Node scaled(Node x, Node y) {
    Integer[] axes = new Integer[x.shape().rank()];
    for (int i = 0; i < axes.length; i++) {
      axes[i] = i;
    }
    Node scalar = b.unary("COS", b.reduce(Reduce.Kind.SUM, y, axes));
    Node positive = b.add(scalar, b.constant(2));
    Node u = b.broadcast(positive, x.shape());
    Node v = b.broadcast(b.div(b.constant(3), positive), x.shape());
    return switch (random.nextInt(5)) {
      case 0 -> b.div(b.div(x, u), v);
      case 1 ->
          random.nextBoolean() ? b.sub(b.mul(x, u), b.mul(y, u)) : b.add(b.mul(x, u), b.mul(y, u));
      case 2 -> b.mul(b.div(b.like(x, 3), u), b.like(x, 0.5));
      case 3 -> b.mul(b.div(x, u), v);
      default -> b.div(b.mul(x, u), v);
    };
  }
}
