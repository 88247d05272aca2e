package dev.nnc.compiler.emit;

import dev.nnc.compiler.ir.Graph;
import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.ir.Op;
import dev.nnc.compiler.ir.Program;
import dev.nnc.compiler.ir.Type;
import dev.nnc.compiler.op.Accumulate;
import dev.nnc.compiler.op.Build;
import dev.nnc.compiler.op.Concat;
import dev.nnc.compiler.op.Elementwise;
import dev.nnc.compiler.op.Gather;
import dev.nnc.compiler.op.Leaf;
import dev.nnc.compiler.op.Reduce;
import dev.nnc.compiler.op.Reshape;
import dev.nnc.compiler.op.Scatter;
import dev.nnc.compiler.op.View;
import dev.nnc.compiler.shape.AffineMap;
import dev.nnc.compiler.shape.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A well-formed program of every kind of operator, a function of a seed. */
final class RandomProgram {
  private static final List<Reduce.Kind> KINDS = List.of(Reduce.Kind.values());
  private final Random random;
  private final Graph graph = new Graph();
  private final Build build = new Build(graph);
  private final List<Node> whole = new ArrayList<>();
  private final List<Node> pool = new ArrayList<>();
  private final List<Program.Input> inputs = new ArrayList<>();

  private RandomProgram(long seed) {
    random = new Random(seed);
  }

  static Program of(long seed) {
    return new RandomProgram(seed).program("random" + seed);
  }

  private Program program(String name) {
    int offset = 0;
    for (int i = 0; i < 4; i++) {
      Shape shape = shape(i % 2 == 0);
      Node leaf = graph.node(new Leaf.Given(Leaf.Role.INPUT, "x" + i, Type.real(shape)));
      boolean batched = shape.batched();
      inputs.add(new Program.Input(leaf, batched ? "input:" + i : "fixed", batched ? 0 : offset));
      offset += batched ? 0 : (int) shape.elements();
      pool.add(leaf);
    }
    pool.add(build.constant(random.nextInt(3) - 1));
    pool.add(graph.node(new Leaf.BatchSize()));
    pool.add(build.iota(2 + random.nextInt(4)));
    pool.add(graph.node(new Leaf.Uniform(random.nextInt(5), shape(random.nextBoolean()))));
    pool.add(graph.node(new Leaf.Constant(List.of(1.5, -2.0, 0.1), Type.real(Shape.of(3)))));
    Shape places = shape(random.nextBoolean());
    Type type = new Type(Type.Kind.INT, places);
    Node given = graph.node(new Leaf.Given(Leaf.Role.INPUT, "places", type));
    boolean batched = places.batched();
    inputs.add(new Program.Input(given, batched ? "input:p" : "fixed", batched ? 0 : offset));
    offset += batched ? 0 : (int) places.elements();
    whole.add(given);
    whole.add(pool.get(6));
    int steps = 3 + random.nextInt(25);
    for (int i = 0; i < steps; i++) {
      Node made = step();
      if (made != null && made.shape().elements() < 2000) {
        pool.add(made);
      }
    }
    return new Program(name, graph, inputs, outputs(offset));
  }

  private List<Program.Output> outputs(int fixed) {
    List<Program.Output> outputs = new ArrayList<>();
    int count = 1 + random.nextInt(4);
    int offset = random.nextBoolean() ? 0 : fixed;
    for (int i = 0; i < count; i++) {
      Node value = random.nextInt(3) == 0 ? pick() : pool.get(pool.size() - 1 - random.nextInt(3));
      boolean batched = value.shape().batched();
      String slot = batched ? "output:" + i : random.nextBoolean() ? "fixed" : "results";
      if (batched && value.shape().equals(pool.get(0).shape()) && i == 0) {
        slot = "input:0";
      }
      outputs.add(new Program.Output("o" + i, value, slot, batched ? 0 : offset));
      offset += batched ? 0 : (int) value.shape().elements();
    }
    return outputs;
  }

  private Shape shape(boolean batched) {
    int rank = random.nextInt(4);
    int[] dims = new int[rank + (batched ? 1 : 0)];
    for (int i = 0; i < dims.length; i++) {
      dims[i] = batched && i == 0 ? Shape.BATCH : 1 + random.nextInt(5);
    }
    return Shape.of(dims);
  }

  private Node pick() {
    return pool.get(random.nextInt(pool.size()));
  }

  private Node step() {
    Node x = pick();
    return switch (random.nextInt(12)) {
      case 0, 1, 2 -> elementwise(x);
      case 3, 4 -> view(x);
      case 5 -> reduce(x);
      case 6 -> contraction(x);
      case 7 -> reshape(x);
      case 8 -> concat(x);
      case 9 -> gather(x);
      case 10 -> scatter(x);
      default -> accumulate(x);
    };
  }

  private Node attempt(Op op, Node... args) {
    try {
      return graph.node(op, args);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private Node elementwise(Node x) {
    Elementwise[] rows = Elementwise.values();
    Elementwise op = rows[random.nextInt(rows.length)];
    if (op == Elementwise.ERF) {
      return null;
    }
    List<Node> args = new ArrayList<>(List.of(x));
    while (args.size() < op.arity()) {
      Node other = pick();
      args.add(fit(other, x.shape()));
    }
    return args.contains(null) ? null : attempt(op, args.toArray(Node[]::new));
  }

  /** Another value as one of a shape, broadcast or by a random view. */
  private Node fit(Node x, Shape shape) {
    if (x.shape().equals(shape)) {
      return x;
    }
    return x.shape().batched() && !shape.batched() ? null : view(x, shape);
  }

  private Node view(Node x) {
    boolean batched = x.shape().batched() || random.nextInt(4) == 0;
    return view(x, dims(random.nextInt(4), batched));
  }

  private Node view(Node x, Shape shape) {
    return attempt(new View(shape, map(shape, x.shape())), x);
  }

  private AffineMap map(Shape result, Shape source) {
    int[][] rows = new int[source.rank()][result.rank()];
    int[] offsets = new int[source.rank()];
    for (int d = 0; d < rows.length; d++) {
      for (int a = 0; a < result.rank(); a++) {
        if (source.dim(d) == Shape.BATCH) {
          rows[d][a] = a == 0 ? 1 : 0;
        } else if (result.dim(a) != Shape.BATCH && random.nextInt(result.rank()) == 0) {
          rows[d][a] = random.nextInt(4) == 0 ? random.nextInt(5) - 2 : 1;
        }
      }
      boolean shifts = source.dim(d) != Shape.BATCH && random.nextInt(3) == 0;
      offsets[d] = shifts ? random.nextInt(5) - 2 : 0;
    }
    return new AffineMap(result.rank(), rows, offsets);
  }

  private Node reduce(Node x) {
    if (x.shape().rank() == 0) {
      return null;
    }
    Reduce.Kind kind = KINDS.get(random.nextInt(KINDS.size()));
    List<Integer> axes = new ArrayList<>();
    for (int i = 0; i < x.shape().rank(); i++) {
      if (random.nextBoolean() && (kind == Reduce.Kind.SUM || axes.isEmpty())) {
        axes.add(i);
      }
    }
    return axes.isEmpty() ? null : attempt(new Reduce(kind, axes), x);
  }

  private Node contraction(Node x) {
    Node y = pick();
    boolean large = random.nextBoolean();
    int rank = large ? 3 : 2 + random.nextInt(3);
    boolean batched = x.shape().batched() || y.shape().batched();
    int[] dims = new int[rank];
    for (int i = 0; i < rank; i++) {
      dims[i] = batched && i == 0 ? Shape.BATCH : 1 + random.nextInt(large ? 40 : 9);
    }
    Shape space = Shape.of(dims);
    Node a = fit(x, space);
    Node b = fit(y, space);
    Node product = a == null || b == null ? null : attempt(Elementwise.MUL, a, b);
    return product == null ? null : reduce(product);
  }

  private Node reshape(Node x) {
    List<Integer> dims = new ArrayList<>();
    int rest = (int) x.shape().elements();
    if (x.shape().batched()) {
      dims.add(Shape.BATCH);
    }
    for (int factor : new int[] {2, 3, 1, 2, 5}) {
      if (rest % factor == 0 && random.nextBoolean()) {
        dims.add(factor);
        rest /= factor;
      }
    }
    dims.add(rest);
    return attempt(new Reshape(Shape.of(dims)), x);
  }

  private Node concat(Node x) {
    int rank = x.shape().rank();
    if (rank == 0) {
      return null;
    }
    int axis = random.nextInt(rank);
    List<Node> parts = new ArrayList<>(List.of(x));
    for (int i = 0; i < 2; i++) {
      int[] dims = x.shape().dims();
      dims[axis] = dims[axis] == Shape.BATCH ? dims[axis] : 1 + random.nextInt(3);
      parts.add(fit(pick(), Shape.of(dims)));
    }
    return parts.contains(null) ? null : attempt(new Concat(axis), parts.toArray(Node[]::new));
  }

  /** Whole numbers of a shape, a few of them negative or large. */
  private Node index(Shape shape) {
    Node from = random.nextBoolean() ? pick() : whole.get(random.nextInt(whole.size()));
    if (from.type().kind() == Type.Kind.REAL) {
      Node truth = attempt(Elementwise.LESS_THAN, from, build.like(from, random.nextInt(3) - 1));
      Node one = attempt(Elementwise.SELECT, truth, number(from, 1), number(from, 3));
      from = one == null ? whole.get(0) : one;
    }
    Node index = from.type().kind() == Type.Kind.INT ? fit(from, shape) : null;
    if (index != null && random.nextInt(3) == 0) {
      AffineMap map = repeated(shape, random.nextInt(1 + shape.rank()));
      index = attempt(new View(shape, map), index);
    }
    return index;
  }

  private Node number(Node like, double value) {
    Type scalar = new Type(Type.Kind.INT, Shape.SCALAR);
    return build.broadcast(graph.node(new Leaf.Constant(List.of(value), scalar)), like.shape());
  }

  /** Reads the same along one axis, so that an index does not change there. */
  private static AffineMap repeated(Shape shape, int axis) {
    int rank = shape.rank();
    int[][] rows = new int[rank][rank];
    for (int d = 0; d < rank; d++) {
      rows[d][d] = d == axis && shape.dim(d) != Shape.BATCH ? 0 : 1;
    }
    return new AffineMap(rank, rows, new int[rank]);
  }

  private Node gather(Node x) {
    int rank = random.nextInt(4);
    boolean batched = x.shape().batched() || random.nextBoolean();
    Shape shape = dims(rank, batched);
    Node index = index(shape);
    if (index == null || x.shape().rank() == 0) {
      return null;
    }
    int axis = random.nextInt(x.shape().rank());
    AffineMap map = Gather.free(map(shape, x.shape()), axis);
    return attempt(new Gather(shape, map, axis), x, index);
  }

  private Node scatter(Node x) {
    boolean batched = x.shape().batched() && random.nextInt(4) > 0;
    Shape shape = dims(1 + random.nextInt(2), batched);
    Node index = index(x.shape());
    if (index == null) {
      return null;
    }
    int axis = shape.rank() - 1 - random.nextInt(shape.rank());
    AffineMap map = Gather.free(map(x.shape(), shape), axis);
    return attempt(new Scatter(shape, map, axis), x, index);
  }

  private Shape dims(int rank, boolean batched) {
    int[] dims = new int[rank + (batched ? 1 : 0)];
    boolean large = random.nextInt(4) == 0;
    for (int i = 0; i < dims.length; i++) {
      boolean last = large && i == dims.length - 1;
      dims[i] = batched && i == 0 ? Shape.BATCH : 1 + random.nextInt(last ? 40 : 6);
    }
    return Shape.of(dims);
  }

  private Node accumulate(Node x) {
    boolean batched = x.shape().batched() && random.nextInt(4) > 0;
    Shape shape = dims(random.nextInt(3), batched);
    return attempt(new Accumulate(shape, map(x.shape(), shape)), x);
  }
}
