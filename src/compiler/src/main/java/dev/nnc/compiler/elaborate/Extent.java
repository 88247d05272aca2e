package dev.nnc.compiler.elaborate;

import dev.nnc.compiler.elaborate.Value.Tensor;
import dev.nnc.compiler.syntax.Expr;
import dev.nnc.compiler.syntax.Statement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Finds the size of an index in statements: that of the first axis it subscripts alone. */
final class Extent {
  private final Scope scope;

  Extent(Scope scope) {
    this.scope = scope;
  }

  /** The size, or -1 where nothing tells it. */
  int of(String index, List<Statement> statements) {
    for (Statement statement : statements) {
      int found = -1;
      if (statement instanceof Statement.Assign assign) {
        found = of(index, assign.value());
      } else if (statement instanceof Statement.Yield yield) {
        found = of(index, yield.value());
      } else if (statement instanceof Statement.If choice) {
        found = Math.max(of(index, choice.whenTrue()), of(index, choice.whenFalse()));
      }
      if (found >= 0) {
        return found;
      }
    }
    return -1;
  }

  private int of(String index, Expr root) {
    Deque<Expr> open = new ArrayDeque<>();
    open.push(root);
    while (!open.isEmpty()) {
      Expr expr = open.pop();
      if (expr instanceof Expr.Subscript subscript && subscript.base() instanceof Expr.Name base) {
        for (int axis = 0; axis < subscript.subscripts().size(); axis++) {
          if (subscript.subscripts().get(axis) instanceof Expr.Ellipsis) {
            break;
          }
          if (subscript.subscripts().get(axis) instanceof Expr.Name name
              && name.name().equals(index)
              && scope.find(base.name()) instanceof Tensor tensor
              && axis < tensor.rank()) {
            return tensor.dim(axis);
          }
        }
      }
      Expressions.children(expr).forEach(open::push);
    }
    return -1;
  }
}
