package dev.nnc.compiler.pass;

import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.ir.Program;
import dev.nnc.compiler.ir.Verifier;
import dev.nnc.compiler.op.Build;
import dev.nnc.compiler.op.Elementwise;
import dev.nnc.compiler.op.Reduce;
import dev.nnc.compiler.op.View;
import dev.nnc.compiler.shape.AffineMap;
import dev.nnc.compiler.shape.Shape;
import java.util.List;

/**
 * Computes sums of products in the order of axes in which they are wanted, where that is one: the
 * transpose of {@code sum[k] x[i, k] y[k, j]} becomes {@code sum[k]} of transposed factors, which
 * are read, not stored. Summands keep their order, so that no bit changes.
 */
public final class Orient {
  /** The pass. */
  public static final Pass PASS =
      new Pass("orient", "lays sums of products out as they are wanted", Orient::orient);

  private Orient() {}

  /** The program with its sums laid out. */
  static Program orient(Program program) {
    int[] uses = new int[program.graph().size()];
    for (Node node : Verifier.reachable(program)) {
      node.args().forEach(arg -> uses[arg.id()]++);
    }
    program.outputs().forEach(output -> uses[output.value().id()]++);
    Rule rule =
        Rule.on(
            Rule.Truth.EXACT,
            View.class,
            "(sum[k] x y) transposed = sum[k] (x transposed) (y transposed)",
            (b, n) -> {
              Node sum = n.arg(0);
              boolean alone = sum.id() < uses.length && uses[sum.id()] == 1;
              return alone ? transposed(b, n) : null;
            });
    return Simplify.rewrite(program, new Rewriter(program.graph(), List.of(rule), true));
  }

  private static Node transposed(Build b, Node node) {
    Node sum = node.arg(0);
    if (!(sum.op() instanceof Reduce reduce)
        || reduce.kind() != Reduce.Kind.SUM
        || sum.arg(0).op() != Elementwise.MUL) {
      return null;
    }
    int[] places = Match.permutation(node);
    if (places == null) {
      return null;
    }
    Node product = sum.arg(0);
    int rank = product.shape().rank();
    boolean[] gone = reduce.reduced(rank);
    int[] kept = Match.kept(gone);
    int[] axes = new int[rank];
    int[] dims = new int[rank];
    int next = 0;
    for (int a = 0; a < rank; a++) {
      axes[a] = gone[a] ? a : kept[places[next++]];
      dims[axes[a]] = product.shape().dim(a);
    }
    AffineMap map = AffineMap.select(rank, axes);
    Shape shape = Shape.of(dims);
    Node left = through(b, product.arg(0), shape, map);
    Node right = through(b, product.arg(1), shape, map);
    return b.graph().node(reduce, b.mul(left, right));
  }

  private static Node through(Build b, Node factor, Shape shape, AffineMap map) {
    return factor.op() instanceof View inner
        ? b.view(factor.arg(0), shape, map.then(inner.map()))
        : b.view(factor, shape, map);
  }
}
