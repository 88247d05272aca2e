package dev.nnc.compiler.pass;

import static dev.nnc.compiler.pass.Rule.Truth.EXACT;

import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.op.Build;
import dev.nnc.compiler.op.Elementwise;
import dev.nnc.compiler.op.View;
import dev.nnc.compiler.shape.AffineMap;
import dev.nnc.compiler.shape.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Values are computed in the order of axes in which what they are computed from lies, and reordered
 * afterwards, where the order may meet its opposite or a sum that does not care.
 */
final class TransposeRules {
  /** The rules. */
  static final List<Rule> TABLE =
      List.of(
          new Rule(
              EXACT,
              ArithmeticRules.rows().stream().filter(row -> row != Elementwise.NEG).toList(),
              "f(x[P], y repeated) = f(x, y repeated)[P] where P reorders axes",
              TransposeRules::after));

  private TransposeRules() {}

  private static Node after(Build b, Node node) {
    int[] places = null;
    Shape source = null;
    for (Node arg : node.args()) {
      if (arg.op() instanceof View && !Match.repeats(arg)) {
        int[] own = Match.permutation(arg);
        if (own == null || (places != null && !Arrays.equals(own, places))) {
          return null;
        }
        places = own;
        source = arg.arg(0).shape();
      } else if (!(arg.op() instanceof View)) {
        return null;
      }
    }
    if (places == null) {
      return null;
    }
    int[] back = new int[places.length];
    boolean same = true;
    for (int d = 0; d < back.length; d++) {
      back[places[d]] = d;
      same &= places[d] == d;
    }
    if (same) {
      return null;
    }
    AffineMap inverse = AffineMap.select(back.length, back);
    List<Node> args = new ArrayList<>();
    for (Node arg : node.args()) {
      View view = (View) arg.op();
      args.add(
          Match.repeats(arg) ? b.view(arg.arg(0), source, inverse.then(view.map())) : arg.arg(0));
    }
    Node value = b.graph().node(node.op(), args);
    return b.view(value, node.shape(), AffineMap.select(places.length, places));
  }
}
