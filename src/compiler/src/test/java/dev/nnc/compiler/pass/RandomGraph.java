package dev.nnc.compiler.pass;

import dev.nnc.compiler.ir.Graph;
import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.ir.Program;
import dev.nnc.compiler.ir.Type;
import dev.nnc.compiler.op.Accumulate;
import dev.nnc.compiler.op.Build;
import dev.nnc.compiler.op.Concat;
import dev.nnc.compiler.op.Elementwise;
import dev.nnc.compiler.op.Gather;
import dev.nnc.compiler.op.Leaf;
import dev.nnc.compiler.op.Reduce;
import dev.nnc.compiler.op.Scatter;
import dev.nnc.compiler.shape.AffineMap;
import dev.nnc.compiler.shape.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Well-typed graphs, a function of a seed. */
public final class RandomGraph {
  /** What a graph may hold. */
  public enum Style {
    /** Anything. */
    WILD,
    /** Nothing that jumps where rounding decides, and nothing that grows fast. */
    SMOOTH
  }

  private static final int LARGEST = 300;
  private static final double[] NUMBERS = {0, 1, -1, 2, 0.5, 0.1, 3, -0.25, 7};
  private static final List<Reduce.Kind> OTHER_KINDS =
      List.of(Reduce.Kind.PRODUCT, Reduce.Kind.MAX, Reduce.Kind.MIN);
  private static final Elementwise[] TAME = {
    Elementwise.NEG,
    Elementwise.TANH,
    Elementwise.SIN,
    Elementwise.COS,
    Elementwise.ATAN,
    Elementwise.ERF
  };
  private static final Elementwise[] WILD = {
    Elementwise.NEG, Elementwise.ABS, Elementwise.SIGN, Elementwise.FLOOR, Elementwise.EXP,
    Elementwise.EXPM1, Elementwise.LOG, Elementwise.LOG1P, Elementwise.SQRT,
        Elementwise.STOP_GRADIENT
  };
  private static final Elementwise[] COMPARISONS = {
    Elementwise.EQUAL_TO,
    Elementwise.DIFFERENT,
    Elementwise.LESS_THAN,
    Elementwise.AT_MOST,
    Elementwise.GREATER_THAN,
    Elementwise.AT_LEAST
  };

  private final Random random;
  private final Style style;
  private final Graph graph = new Graph();
  private final Build b = new Build(graph);
  private final List<Node> reals = new ArrayList<>();

  private RandomGraph(long seed, Style style) {
    this.random = new Random(seed * 7919 + 17);
    this.style = style;
  }

  /**
   * A program over the last values of a random graph.
   *
   * @param seed what it is a function of
   * @param style what it may hold
   * @param size about how many operations
   * @return with all leaves as inputs and one to three outputs
   */
  public static Program program(long seed, Style style, int size) {
    RandomGraph made = new RandomGraph(seed, style);
    for (int i = 0; i < 4; i++) {
      made.reals.add(made.leaf(made.shape(), "x" + i));
    }
    for (int i = 0; i < size; i++) {
      made.grow();
    }
    List<Node> outputs = new ArrayList<>();
    int count = 1 + made.random.nextInt(3);
    for (int i = 0; i < count; i++) {
      outputs.add(made.reals.get(made.reals.size() - 1 - i));
    }
    return over(made.graph, outputs);
  }

  /** The program that computes some nodes from all leaves that they need. */
  public static Program over(Graph graph, List<Node> values) {
    List<Program.Input> inputs = new ArrayList<>();
    for (Node node : dev.nnc.compiler.ir.Verifier.reachable(values)) {
      if (node.op() instanceof Leaf.Given given) {
        inputs.add(new Program.Input(node, "input:" + given.name(), 0));
      }
    }
    List<Program.Output> outputs = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      outputs.add(new Program.Output("y" + i, values.get(i), "output:y" + i, 0));
    }
    return new Program("random", graph, inputs, outputs);
  }

  /** The leaves of a program that have gradients. */
  static List<Node> real(Program program) {
    return program.inputs().stream()
        .map(Program.Input::leaf)
        .filter(leaf -> leaf.type().kind() == Type.Kind.REAL)
        .toList();
  }

  private Node leaf(Shape shape, String name) {
    return graph.node(new Leaf.Given(Leaf.Role.INPUT, name, Type.real(shape)));
  }

  private int pick(int bound) {
    return random.nextInt(bound);
  }

  private Node any() {
    int recent = Math.min(reals.size(), 6);
    return reals.get(pick(3) == 0 ? pick(reals.size()) : reals.size() - 1 - pick(recent));
  }

  private Shape shape() {
    int[] dims = new int[pick(4)];
    for (int i = 0; i < dims.length; i++) {
      dims[i] = i == 0 && pick(2) == 0 ? Shape.BATCH : 1 + pick(4);
    }
    return Shape.of(dims);
  }

  private void grow() {
    Node x = any();
    Node made =
        switch (pick(18)) {
          case 0, 1 -> unary(x);
          case 2, 3, 4 -> binary(x, fitted(x.shape()));
          case 5 -> select(x);
          case 6, 7 -> viewed(x, shape());
          case 8 -> accumulated(x);
          case 9 -> reshaped(x);
          case 10 -> concatenated(x);
          case 11 -> reduced(x);
          case 12 -> contracted(x);
          case 13, 14 -> new RandomIdiom(random, b).of(x, fitted(x.shape()));
          case 15 -> gathered(x);
          case 16 -> scattered(x);
          default -> binary(x, b.like(x, NUMBERS[pick(NUMBERS.length)]));
        };
    if (made != null && made.shape().elements() <= LARGEST) {
      reals.add(made);
    }
  }

  private Node unary(Node x) {
    if (style == Style.SMOOTH) {
      int which = pick(TAME.length + 3);
      Node square = b.add(b.mul(x, x), b.like(x, 0.5));
      return switch (which) {
        case 0 -> b.unary("SQRT", square);
        case 1 -> b.unary("LOG", square);
        case 2 -> b.unary("EXP", b.unary("TANH", x));
        default -> graph.node(TAME[which - 3], x);
      };
    }
    Elementwise[] rows = pick(2) == 0 ? TAME : WILD;
    return graph.node(rows[pick(rows.length)], x);
  }

  private Node binary(Node x, Node y) {
    return switch (pick(8)) {
      case 0, 1 -> b.add(x, y);
      case 2 -> b.sub(x, y);
      case 3 -> graph.node(pick(2) == 0 ? Elementwise.MAX : Elementwise.MIN, x, y);
      case 4 -> style == Style.WILD ? b.div(x, y) : b.div(x, b.add(b.mul(y, y), b.like(y, 0.5)));
      case 5 -> style == Style.WILD ? b.pow(x, y) : b.mul(y, x);
      default -> b.mul(x, y);
    };
  }

  private Node select(Node x) {
    Node y = fitted(x.shape());
    Node c;
    if (style == Style.WILD && pick(2) == 0) {
      c = graph.node(COMPARISONS[pick(COMPARISONS.length)], x, fitted(x.shape()));
    } else if (x.shape().rank() > 0 && !(x.shape().rank() == 1 && x.shape().batched())) {
      int axis = x.shape().rank() - 1;
      Node index = b.along(b.iota(x.shape().dim(axis)), x.shape(), axis);
      Node bound = b.constantLike(index, pick(4));
      c = graph.node(COMPARISONS[pick(COMPARISONS.length)], index, bound);
    } else {
      return null;
    }
    c = pick(4) == 0 ? graph.node(Elementwise.NOT, c) : c;
    Node other = pick(2) == 0 ? b.like(x, pick(2)) : y;
    return pick(2) == 0 ? b.select(c, x, other) : b.select(c, other, x);
  }

  /** A value of a shape: one that there is, or a view of one, or a new leaf. */
  private Node fitted(Shape shape) {
    for (int attempt = 0; attempt < 4; attempt++) {
      Node y = any();
      if (y.shape().equals(shape)) {
        return y;
      }
    }
    Node view = viewed(any(), shape);
    return view != null ? view : leaf(shape, "y" + graph.size());
  }

  /** A random view, windows, strides and places outside included; null where batches forbid it. */
  private Node viewed(Node x, Shape shape) {
    AffineMap map = map(shape, x.shape());
    return map == null ? null : b.view(x, shape, map);
  }

  private Node accumulated(Node x) {
    Shape shape = shape();
    AffineMap map = map(x.shape(), shape);
    return map == null ? null : graph.node(new Accumulate(shape, map), x);
  }

  /** Elements of x at places that are given, constant, or count. */
  private Node gathered(Node whole) {
    Node x = pick(2) == 0 ? whole : slice(whole);
    Shape shape = shape();
    AffineMap map = map(shape, x.shape());
    int axis = x.shape().rank() - 1;
    if (map == null || axis < 0 || x.shape().dim(axis) == Shape.BATCH) {
      return null;
    }
    Node from = pick(6) == 0 ? b.like(x, 0) : x;
    Node index = index(shape);
    return graph.node(new Gather(shape, Gather.free(map, axis), axis), from, index);
  }

  /** The first of the rows. */
  private Node slice(Node x) {
    int rank = x.shape().rank();
    if (rank < 2 || x.shape().dim(rank - 2) == Shape.BATCH) {
      return x;
    }
    int[] dims = x.shape().dims();
    dims[rank - 2] = 1 + pick(dims[rank - 2]);
    return b.view(x, Shape.of(dims), AffineMap.identity(rank));
  }

  private Node scattered(Node x) {
    Shape shape = shape();
    AffineMap map = map(x.shape(), shape);
    int axis = shape.rank() - 1;
    if (map == null || axis < 0 || shape.dim(axis) == Shape.BATCH) {
      return null;
    }
    Node from = pick(6) == 0 ? b.like(x, 0) : x;
    Node index = index(x.shape());
    Node sums = graph.node(new Scatter(shape, Gather.free(map, axis), axis), from, index);
    return pick(2) == 0 ? sums : swapped(sums);
  }

  /** The last two axes exchanged. */
  private Node swapped(Node x) {
    int rank = x.shape().rank();
    if (rank < 2 || x.shape().dim(rank - 2) == Shape.BATCH) {
      return x;
    }
    int[] dims = x.shape().dims();
    int[] axes = new int[rank];
    Arrays.setAll(axes, i -> i < rank - 2 ? i : 2 * rank - 3 - i);
    dims[rank - 2] = x.shape().dim(rank - 1);
    dims[rank - 1] = x.shape().dim(rank - 2);
    return b.view(x, Shape.of(dims), AffineMap.select(rank, axes));
  }

  private Node index(Shape shape) {
    int last = shape.rank() - 1;
    if (pick(4) == 0 && last >= 0 && shape.dim(last) != Shape.BATCH) {
      int size = shape.dim(last);
      return pick(2) == 0 && last == 0 ? b.iota(size) : b.along(b.iota(size), shape, last);
    }
    int rank = last > 0 && pick(2) == 0 ? last : last + 1;
    Shape own = Shape.of(Arrays.copyOf(shape.dims(), rank));
    Type type = new Type(Type.Kind.INT, own);
    Node leaf = graph.node(new Leaf.Given(Leaf.Role.INPUT, "k" + graph.size(), type));
    int[] axes = new int[rank];
    Arrays.setAll(axes, i -> i);
    Node index = b.broadcast(leaf, shape, axes);
    return pick(6) == 0 ? b.constantLike(index, pick(5) - 1) : index;
  }

  private AffineMap map(Shape from, Shape to) {
    if (to.batched() && !from.batched()) {
      return null;
    }
    int first = from.batched() ? 1 : 0;
    int[][] rows = new int[to.rank()][from.rank()];
    int[] offsets = new int[to.rank()];
    boolean plain = pick(3) > 0;
    for (int d = 0; d < rows.length; d++) {
      if (to.dim(d) == Shape.BATCH) {
        rows[d][0] = 1;
      } else if (from.rank() > first) {
        int a = first + pick(from.rank() - first);
        rows[d][a] = plain ? 1 : pick(5) - 2;
        if (pick(4) == 0) {
          rows[d][first + pick(from.rank() - first)] = pick(4) - 1;
        }
        offsets[d] = plain && pick(3) > 0 ? 0 : pick(4) - 2;
      } else {
        offsets[d] = pick(to.dim(d));
      }
    }
    return new AffineMap(from.rank(), rows, offsets);
  }

  private Node reshaped(Node x) {
    List<Integer> dims = new ArrayList<>();
    int start = x.shape().batched() ? 1 : 0;
    if (start == 1) {
      dims.add(Shape.BATCH);
    }
    int elements = (int) x.shape().elements();
    switch (pick(3)) {
      case 0 -> dims.add(elements);
      case 1 -> {
        for (int i = start; i < x.shape().rank(); i++) {
          dims.add(x.shape().dim(i));
        }
        dims.add(start + pick(dims.size() + 1 - start), 1);
      }
      default -> {
        int divisor = 1 + pick(4);
        divisor = elements % divisor == 0 ? divisor : 1;
        dims.add(divisor);
        dims.add(elements / divisor);
      }
    }
    return b.reshape(x, Shape.of(dims));
  }

  private Node concatenated(Node x) {
    int start = x.shape().batched() ? 1 : 0;
    if (x.shape().rank() <= start) {
      return null;
    }
    int axis = start + pick(x.shape().rank() - start);
    Node whole = graph.node(new Concat(axis), x, fitted(x.shape()), x);
    return pick(2) == 0 ? whole : viewed(whole, x.shape());
  }

  private Node reduced(Node x) {
    if (x.shape().rank() == 0) {
      return null;
    }
    List<Integer> axes = new ArrayList<>();
    for (int a = 0; a < x.shape().rank(); a++) {
      if (pick(2) == 0) {
        axes.add(a);
      }
    }
    if (axes.isEmpty()) {
      axes.add(pick(x.shape().rank()));
    }
    boolean batch = axes.get(0) == 0 && x.shape().batched();
    Reduce.Kind kind = batch || pick(2) == 0 ? Reduce.Kind.SUM : OTHER_KINDS.get(pick(3));
    return b.reduce(kind, x, axes.toArray(Integer[]::new));
  }

  /** A sum of products of two views that share an axis. */
  private Node contracted(Node x) {
    int rank = x.shape().rank();
    int[] dims = Arrays.copyOf(x.shape().dims(), rank + 1);
    dims[rank] = 1 + pick(4);
    Shape space = Shape.of(dims);
    if (rank == 0 || space.elements() > LARGEST) {
      return null;
    }
    int[] own = new int[rank];
    Arrays.setAll(own, i -> i);
    Node left = b.broadcast(x, space, own);
    Node right = fitted(space);
    Node product = graph.node(Elementwise.MUL, left, right);
    return graph.node(new Reduce(Reduce.Kind.SUM, List.of(pick(rank))), product);
  }
}
