package dev.nnc.compiler.pass;

import static dev.nnc.compiler.pass.Match.invariant;
import static dev.nnc.compiler.pass.Match.without;
import static dev.nnc.compiler.pass.Rule.Truth.EXACT;

import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.op.Build;
import dev.nnc.compiler.shape.Shape;
import java.util.ArrayList;
import java.util.List;

/** What is the same along an axis is computed once and repeated. */
final class BroadcastRules {
  /** The rules. */
  static final List<Rule> TABLE =
      List.of(
          new Rule(
              EXACT,
              ArithmeticRules.rows(),
              "f(x repeated along j, y repeated along j) = f(x, y) repeated along j",
              BroadcastRules::once));

  private BroadcastRules() {}

  private static Node once(Build b, Node node) {
    Shape shape = node.shape();
    boolean[] gone = new boolean[shape.rank()];
    boolean some = false;
    for (int axis = 0; axis < gone.length; axis++) {
      int each = axis;
      gone[axis] = node.args().stream().allMatch(arg -> invariant(arg, each));
      some |= gone[axis];
    }
    if (!some) {
      return null;
    }
    List<Node> args = new ArrayList<>();
    node.args().forEach(arg -> args.add(without(b, arg, gone)));
    return b.broadcast(b.graph().node(node.op(), args), shape, Match.kept(gone));
  }
}
