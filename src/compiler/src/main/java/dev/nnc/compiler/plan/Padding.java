package dev.nnc.compiler.plan;

import dev.nnc.compiler.ir.Graph;
import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.ir.Program;
import dev.nnc.compiler.ir.Verifier;
import dev.nnc.compiler.op.Elementwise;
import dev.nnc.compiler.op.Reduce;
import dev.nnc.compiler.op.View;
import dev.nnc.compiler.shape.AffineMap;
import dev.nnc.compiler.shape.Shape;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Stores a value together with a margin of zeros where a contraction reads it outside, as a
 * convolution of padded data does: then every place that is read stands in the array, and the
 * factor is read as it stands instead of being packed once for each place of the window. Whatever
 * else reads the value reads it there as well.
 */
final class Padding {
  private final Graph graph;
  private final Map<Node, int[][]> margins = new HashMap<>();
  private final Map<Node, Node> padded = new HashMap<>();
  private final Set<Node> stored = new HashSet<>();

  private Padding(Graph graph) {
    this.graph = graph;
  }

  /**
   * A program whose contractions read nothing outside of arrays.
   *
   * @param layout a program and what it stores
   * @return one that computes the same
   */
  static Prepared of(Prepared layout) {
    Program program = layout.program();
    List<Node> nodes = Verifier.reachable(program);
    Padding padding = new Padding(program.graph());
    for (Node node : nodes) {
      if (product(node)) {
        node.arg(0).args().forEach(padding::find);
      }
    }
    if (padding.margins.isEmpty()) {
      return layout;
    }
    return layout.rebuilt(padding::at).storing(padding.stored);
  }

  private static boolean product(Node node) {
    return node.op() instanceof Reduce reduce
        && reduce.kind() == Reduce.Kind.SUM
        && node.arg(0).op() == Elementwise.MUL;
  }

  /** Whether a view reads each element at several places, and some outside. */
  private static boolean window(Node factor) {
    if (!(factor.op() instanceof View view)) {
      return false;
    }
    boolean leaves = false;
    boolean moves = false;
    AffineMap map = view.map();
    for (int d = 0; d < map.sourceRank(); d++) {
      int moving = 0;
      for (int axis = 0; axis < map.resultRank(); axis++) {
        moving += map.coefficient(d, axis) != 0 ? 1 : 0;
      }
      moves |= moving > 1;
      leaves |= map.leaves(d, view.shape(), factor.arg(0).shape());
    }
    return leaves && moves;
  }

  private void find(Node factor) {
    if (!window(factor)) {
      return;
    }
    View view = (View) factor.op();
    Shape source = factor.arg(0).shape();
    int[][] margin = new int[2][source.rank()];
    for (int d = 0; d < source.rank(); d++) {
      if (source.dim(d) != Shape.BATCH) {
        long below = -view.map().min(d, view.shape());
        long above = view.map().max(d, view.shape()) - source.dim(d) + 1;
        margin[0][d] = (int) Math.max(0, below);
        margin[1][d] = (int) Math.max(0, above);
      }
    }
    margins.merge(factor.arg(0), margin, Padding::wider);
  }

  private static int[][] wider(int[][] one, int[][] other) {
    int[][] most = new int[2][];
    for (int side = 0; side < 2; side++) {
      most[side] = one[side].clone();
      for (int d = 0; d < most[side].length; d++) {
        most[side][d] = Math.max(one[side][d], other[side][d]);
      }
    }
    return most;
  }

  private Node at(Node node, Map<Node, Node> made) {
    Node result;
    if (node.op() instanceof View view && padded.containsKey(node.arg(0)) && cropped(node)) {
      int[] margin = margins.get(node.arg(0))[0];
      result =
          graph.node(new View(view.shape(), shifted(view.map(), margin)), padded.get(node.arg(0)));
    } else {
      List<Node> args = node.args().stream().map(arg -> argument(node, arg, made)).toList();
      result = args.equals(node.args()) ? node : graph.node(node.op(), args);
    }
    if (margins.containsKey(node)) {
      padded.put(node, pad(node, result));
    }
    return result;
  }

  /** Whether a view may read the padded value instead: it reads nothing outside of it. */
  private boolean cropped(Node node) {
    if (!elementwise(node.arg(0)) && !window(node)) {
      return false;
    }
    View view = (View) node.op();
    int[][] margin = margins.get(node.arg(0));
    Shape source = node.arg(0).shape();
    for (int d = 0; d < source.rank(); d++) {
      if (source.dim(d) != Shape.BATCH
          && (view.map().min(d, view.shape()) < -margin[0][d]
              || view.map().max(d, view.shape()) >= source.dim(d) + margin[1][d])) {
        return false;
      }
    }
    return true;
  }

  private static boolean elementwise(Node node) {
    return node.op() instanceof Elementwise;
  }

  /** An argument, read in its padded array where it has no other one. */
  private Node argument(Node user, Node arg, Map<Node, Node> made) {
    boolean fused = user.op() instanceof Reduce && arg.op() == Elementwise.MUL;
    if (fused || !padded.containsKey(arg) || !elementwise(arg)) {
      return made.get(arg);
    }
    AffineMap map = shifted(AffineMap.identity(arg.shape().rank()), margins.get(arg)[0]);
    return graph.node(new View(arg.shape(), map), padded.get(arg));
  }

  private Node pad(Node node, Node value) {
    int[][] margin = margins.get(node);
    int[] dims = node.shape().dims();
    for (int d = 0; d < dims.length; d++) {
      dims[d] += margin[0][d] + margin[1][d];
    }
    int[] offsets = Arrays.stream(margin[0]).map(m -> -m).toArray();
    AffineMap map = shifted(AffineMap.identity(dims.length), offsets);
    Node pad = graph.node(new View(Shape.of(dims), map), value);
    stored.add(pad);
    return pad;
  }

  private static AffineMap shifted(AffineMap map, int[] by) {
    int[][] rows = new int[map.sourceRank()][map.resultRank()];
    int[] offsets = new int[rows.length];
    for (int d = 0; d < rows.length; d++) {
      offsets[d] = map.offset(d) + by[d];
      for (int axis = 0; axis < rows[d].length; axis++) {
        rows[d][axis] = map.coefficient(d, axis);
      }
    }
    return new AffineMap(map.resultRank(), rows, offsets);
  }
}
