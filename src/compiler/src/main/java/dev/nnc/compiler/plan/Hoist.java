package dev.nnc.compiler.plan;

import dev.nnc.compiler.ir.Graph;
import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.ir.Program;
import dev.nnc.compiler.op.Elementwise;
import dev.nnc.compiler.op.LoopBody;
import dev.nnc.compiler.op.Reduce;
import dev.nnc.compiler.op.View;
import dev.nnc.compiler.shape.AffineMap;
import dev.nnc.compiler.shape.Shape;
import dev.nnc.compiler.source.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Lays factors of contractions out before a loop. A contraction packs the factor that gives the
 * columns unless its columns follow each other where it lies. What is the same at every step, such
 * as the transpose of a recurrent weight matrix, would be packed anew at each of them; it is stored
 * once instead, before the loop, in the order in which its steps read it.
 */
final class Hoist {
  /** Fewer columns are not worth a buffer. */
  private static final int NARROW = 8;

  private final Materialise storage;
  private final Graph graph;
  private final Set<Node> laid = new HashSet<>();

  /** For each product what takes the place of a factor. */
  private final Map<Node, Map<Node, Node>> instead = new HashMap<>();

  private Hoist(Prepared before) {
    Program program = before.program();
    graph = program.graph();
    storage = new Materialise(program, before.stored());
  }

  /** The program with factors laid out before its loops. */
  static Prepared of(Prepared prepared) {
    Hoist hoist = new Hoist(prepared);
    Span before = hoist.graph.at(null);
    for (Node node : hoist.storage.order()) {
      hoist.look(node);
    }
    Prepared result =
        hoist.instead.isEmpty() ? prepared : prepared.rebuilt(hoist::at).storing(hoist.laid);
    hoist.graph.at(before);
    return result;
  }

  private void look(Node node) {
    LoopBody body = storage.loops().around(node);
    if (body == null
        || !(node.op() instanceof Reduce reduce)
        || reduce.kind() != Reduce.Kind.SUM
        || node.arg(0).op() != Elementwise.MUL) {
      return;
    }
    for (Node factor : node.arg(0).args()) {
      if (!body.contains(factor) && factor.op() instanceof View view) {
        lay(node.arg(0), factor, view, reduce);
      }
    }
  }

  /** Decides on a factor that is the same at all steps unless it moves along their axis. */
  private void lay(Node product, Node factor, View view, Reduce sum) {
    Affine place = Affine.of(storage, factor);
    if (place == null) {
      return;
    }
    Shape shape = factor.shape();
    boolean[] gone = sum.reduced(shape.rank());
    List<Integer> axes = new ArrayList<>();
    List<Integer> columns = new ArrayList<>();
    for (int axis = 0; axis < shape.rank(); axis++) {
      if (place.stride(axis) != 0) {
        (gone[axis] ? axes : columns).add(axis);
      }
    }
    boolean matrix = !axes.isEmpty() && Contraction.size(shape, columns) >= NARROW;
    axes.addAll(columns);
    LoopBody around = storage.loops().around(factor);
    boolean fixed = around == null && axes.stream().allMatch(axis -> shape.dim(axis) > 0);
    if (matrix && fixed && !follow(place, shape, columns)) {
      AffineMap map = places(shape.rank(), axes).then(view.map());
      Shape inner = Shape.of(axes.stream().map(shape::dim).toList());
      graph.at(graph.origin(factor));
      Node stored = graph.node(new View(inner, map), factor.arg(0));
      int[] chosen = axes.stream().mapToInt(Integer::intValue).toArray();
      AffineMap whole = AffineMap.select(shape.rank(), chosen);
      Node read = graph.node(new View(shape, whole), stored);
      instead.computeIfAbsent(product, p -> new HashMap<>()).put(factor, read);
      laid.add(stored);
    }
  }

  /** Whether the columns follow each other where a factor lies. */
  private static boolean follow(Affine place, Shape shape, List<Integer> columns) {
    int stride = 1;
    for (int i = columns.size() - 1; i >= 0; i--) {
      if (place.stride(columns.get(i)) != stride) {
        return false;
      }
      stride *= shape.dim(columns.get(i));
    }
    return true;
  }

  /** From the places along some axes to an index that is 0 along all others. */
  private static AffineMap places(int rank, List<Integer> axes) {
    int[][] rows = new int[rank][axes.size()];
    for (int i = 0; i < axes.size(); i++) {
      rows[axes.get(i)][i] = 1;
    }
    return new AffineMap(axes.size(), rows, new int[rank]);
  }

  private Node at(Node node, Map<Node, Node> made) {
    Map<Node, Node> factors = instead.get(node);
    if (factors == null) {
      return null;
    }
    List<Node> args = new ArrayList<>();
    for (Node arg : node.args()) {
      args.add(factors.getOrDefault(arg, made.get(arg)));
    }
    return graph.node(node.op(), args);
  }
}
