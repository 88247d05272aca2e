package dev.nnc.compiler.emit;

import dev.nnc.compiler.ir.Graph;
import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.ir.Program;
import dev.nnc.compiler.ir.Type;
import dev.nnc.compiler.op.Build;
import dev.nnc.compiler.op.Leaf;
import dev.nnc.compiler.op.Reduce;
import dev.nnc.compiler.shape.AffineMap;
import dev.nnc.compiler.shape.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Makes programs for tests: inputs get slots in the order in which they are asked for. */
final class Programs {
  /** Short for the batch axis. */
  static final int B = Shape.BATCH;

  final Graph graph = new Graph();
  final Build build = new Build(graph);
  private final List<Program.Input> inputs = new ArrayList<>();
  private final List<Program.Output> outputs = new ArrayList<>();
  private int fixed;

  /** An input of a shape, in a slot of its own where batched, else behind others in one slot. */
  Node input(int... dims) {
    return input(Type.real(Shape.of(dims)));
  }

  /** An input of whole numbers. */
  Node whole(int... dims) {
    return input(new Type(Type.Kind.INT, Shape.of(dims)));
  }

  private Node input(Type type) {
    Shape shape = type.shape();
    int number = inputs.size();
    Node leaf = graph.node(new Leaf.Given(Leaf.Role.INPUT, "x" + number, type));
    boolean batched = shape.batched();
    inputs.add(new Program.Input(leaf, batched ? "input:" + number : "fixed", batched ? 0 : fixed));
    fixed += batched ? 0 : (int) shape.elements();
    return leaf;
  }

  /** An input read from a given place. */
  Node inputAt(String slot, int offset, int... dims) {
    String name = slot + offset + "." + inputs.size();
    Node leaf = graph.node(new Leaf.Given(Leaf.Role.ARGUMENT, name, Type.real(Shape.of(dims))));
    inputs.add(new Program.Input(leaf, slot, offset));
    return leaf;
  }

  /** Sends a value to a slot of its own. */
  Programs output(Node value) {
    return outputAt(value, "out" + outputs.size(), 0);
  }

  /** Sends a value to a place. */
  Programs outputAt(Node value, String slot, int offset) {
    outputs.add(new Program.Output("o" + outputs.size(), value, slot, offset));
    return this;
  }

  Program program() {
    return new Program("test", graph, inputs, outputs);
  }

  /** The sum over axes of the product of two values, each laid along some axes of a space. */
  Node contract(Shape space, Node x, int[] xAxes, Node y, int[] yAxes, Integer... summed) {
    Node left = build.broadcast(x, space, xAxes);
    Node right = build.broadcast(y, space, yAxes);
    return build.reduce(Reduce.Kind.SUM, build.mul(left, right), summed);
  }

  /** A view by the rows of its map: coefficients, then the offset. */
  Node view(Node x, Shape shape, int[]... rows) {
    int[][] coefficients = new int[rows.length][];
    int[] offsets = new int[rows.length];
    for (int d = 0; d < rows.length; d++) {
      coefficients[d] = Arrays.copyOf(rows[d], shape.rank());
      offsets[d] = rows[d][shape.rank()];
    }
    return build.view(x, shape, new AffineMap(shape.rank(), coefficients, offsets));
  }

  static int[] axes(int... axes) {
    return axes;
  }
}
