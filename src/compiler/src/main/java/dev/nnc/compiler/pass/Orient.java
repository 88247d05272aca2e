package dev.nnc.compiler.pass;

import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.ir.Program;
import dev.nnc.compiler.ir.Rebuild;
import dev.nnc.compiler.ir.Verifier;
import dev.nnc.compiler.op.Build;
import dev.nnc.compiler.op.Elementwise;
import dev.nnc.compiler.op.Reduce;
import dev.nnc.compiler.op.View;
import dev.nnc.compiler.shape.AffineMap;
import dev.nnc.compiler.shape.Shape;

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
    Build build = new Build(program.graph());
    return Rebuild.with(
            program,
            (node, made) -> {
              boolean alone = node.op() instanceof View && uses[node.arg(0).id()] == 1;
              return alone ? transposed(build, Rebuild.over(program.graph(), node, made)) : null;
            })
        .program();
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
