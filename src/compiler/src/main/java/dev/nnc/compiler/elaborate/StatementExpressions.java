package dev.nnc.compiler.elaborate;

import dev.nnc.compiler.syntax.Expr;
import dev.nnc.compiler.syntax.Statement;
import java.util.ArrayList;
import java.util.List;

/** The expressions of statements. */
final class StatementExpressions {
  private StatementExpressions() {}

  /** Those of an entry in written order: first values, then what its statements say. */
  static List<Expr> of(Statement.Entry entry) {
    List<Expr> found = new ArrayList<>();
    entry.carried().forEach(item -> found.add(item.initial()));
    entry.body().forEach(statement -> add(statement, found));
    return found;
  }

  private static void add(Statement statement, List<Expr> found) {
    if (statement instanceof Statement.Assign assign) {
      found.add(assign.value());
    } else if (statement instanceof Statement.Return result) {
      found.add(result.value());
    } else if (statement instanceof Statement.Yield result) {
      found.add(result.value());
    } else if (statement instanceof Statement.If choice) {
      found.add(choice.condition());
      choice.whenTrue().forEach(inner -> add(inner, found));
      choice.whenFalse().forEach(inner -> add(inner, found));
    } else if (statement instanceof Statement.Scan scan) {
      scan.carried().forEach(item -> found.add(item.initial()));
      scan.body().forEach(inner -> add(inner, found));
    }
  }
}
