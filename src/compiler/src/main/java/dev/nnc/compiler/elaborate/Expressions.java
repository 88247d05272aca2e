package dev.nnc.compiler.elaborate;

import dev.nnc.compiler.syntax.Expr;
import java.util.ArrayList;
import java.util.List;

/** The structure of expressions. */
final class Expressions {
  private Expressions() {}

  /** The expressions directly inside one; nothing inside blocks, which are evaluated elsewhere. */
  static List<Expr> children(Expr expr) {
    List<Expr> result = new ArrayList<>();
    if (expr instanceof Expr.Call call) {
      result.add(call.callee());
      call.args().forEach(arg -> result.add(arg.value()));
    } else if (expr instanceof Expr.Subscript subscript) {
      result.add(subscript.base());
      result.addAll(subscript.subscripts());
    } else if (expr instanceof Expr.Field field) {
      result.add(field.base());
    } else if (expr instanceof Expr.Unary unary) {
      result.add(unary.operand());
    } else if (expr instanceof Expr.Binary binary) {
      result.add(binary.left());
      result.add(binary.right());
    } else if (expr instanceof Expr.Conditional conditional) {
      result.add(conditional.condition());
      result.add(conditional.whenTrue());
      result.add(conditional.whenFalse());
    } else if (expr instanceof Expr.Pipe pipe) {
      result.add(pipe.left());
      result.add(pipe.right());
    } else if (expr instanceof Expr.Reduction reduction) {
      result.add(reduction.body());
    } else if (expr instanceof Expr.Range range) {
      if (range.from() != null) {
        result.add(range.from());
      }
      if (range.to() != null) {
        result.add(range.to());
      }
    } else if (expr instanceof Expr.ListLiteral list) {
      list.items().forEach(item -> result.add(item.value()));
    }
    return result;
  }
}
