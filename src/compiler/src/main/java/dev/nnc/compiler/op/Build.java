package dev.nnc.compiler.op;

import dev.nnc.compiler.ir.Graph;
import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.ir.Type;
import dev.nnc.compiler.shape.AffineMap;
import dev.nnc.compiler.shape.Shape;
import java.util.Collections;
import java.util.List;

/** Short names for making nodes. Nothing is simplified here but views that change nothing. */
public final class Build {
  private final Graph graph;

  /**
   * Builds into a graph.
   *
   * @param graph where nodes go
   */
  public Build(Graph graph) {
    this.graph = graph;
  }

  /** The graph that is built into. */
  public Graph graph() {
    return graph;
  }

  /** A real scalar constant. */
  public Node constant(double value) {
    return graph.node(new Leaf.Constant(List.of(value), Type.real(Shape.SCALAR)));
  }

  /** A constant in every place of the shape of {@code like}, as a real. */
  public Node like(Node like, double value) {
    return broadcast(constant(value), like.shape());
  }

  /** A constant in every place of the shape of {@code like}, of its kind. */
  public Node constantLike(Node like, double value) {
    Type scalar = like.type().with(Shape.SCALAR);
    return broadcast(
        graph.node(new Leaf.Constant(Collections.singletonList(value), scalar)), like.shape());
  }

  /** 0, 1 … along one axis. */
  public Node iota(int size) {
    return graph.node(new Leaf.Iota(size));
  }

  /** A vector laid along one axis of a shape. */
  public Node along(Node vector, Shape shape, int axis) {
    return broadcast(vector, shape, axis);
  }

  /**
   * A value repeated along the axes that it does not have.
   *
   * @param x the value
   * @param shape the shape of the result
   * @param axes for each axis of {@code x} the axis of the result
   * @return a view
   */
  public Node broadcast(Node x, Shape shape, int... axes) {
    return view(x, shape, AffineMap.select(shape.rank(), axes));
  }

  /** A view, or {@code x} itself where nothing changes. */
  public Node view(Node x, Shape shape, AffineMap map) {
    return map.isIdentity() && x.shape().equals(shape) ? x : graph.node(new View(shape, map), x);
  }

  /** The same elements under another shape, or {@code x} itself. */
  public Node reshape(Node x, Shape shape) {
    return x.shape().equals(shape) ? x : graph.node(new Reshape(shape), x);
  }

  /** A reduction along ascending axes; {@code x} itself where there are none. */
  public Node reduce(Reduce.Kind kind, Node x, Integer... axes) {
    if (axes.length == 0) {
      return x;
    }
    if (kind == Reduce.Kind.SUM) {
      return graph.node(new Reduce(kind, List.of(axes)), x);
    }
    Node result = x;
    for (int i = axes.length - 1; i >= 0; i--) {
      result = graph.node(new Reduce(kind, List.of(axes[i])), result);
    }
    return result;
  }

  /** -x. */
  public Node neg(Node x) {
    return graph.node(Elementwise.NEG, x);
  }

  /** -1, 0 or 1. */
  public Node sign(Node x) {
    return graph.node(Elementwise.SIGN, x);
  }

  /** An elementwise operator of one argument, by the name of its row. */
  public Node unary(String op, Node x) {
    return graph.node(Elementwise.valueOf(op), x);
  }

  /** a + b. */
  public Node add(Node a, Node b) {
    return graph.node(Elementwise.ADD, a, b);
  }

  /** a - b. */
  public Node sub(Node a, Node b) {
    return graph.node(Elementwise.SUB, a, b);
  }

  /** a times b. */
  public Node mul(Node a, Node b) {
    return graph.node(Elementwise.MUL, a, b);
  }

  /** a divided by b. */
  public Node div(Node a, Node b) {
    return graph.node(Elementwise.DIV, a, b);
  }

  /** a to the power b. */
  public Node pow(Node a, Node b) {
    return graph.node(Elementwise.POW, a, b);
  }

  /** if c then a else b. */
  public Node select(Node c, Node a, Node b) {
    return graph.node(Elementwise.SELECT, c, a, b);
  }

  /** A comparison, by the name of its code. */
  public Node compare(String relation, Node a, Node b) {
    Code.Compare code = Code.Compare.valueOf(relation);
    for (Elementwise row : Elementwise.values()) {
      if (row.code() == code) {
        return graph.node(row, a, b);
      }
    }
    throw new IllegalArgumentException(relation);
  }
}
