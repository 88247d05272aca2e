package dev.nnc.compiler.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is known of a row: numbers that it has been reduced to, which stand in an array, and others,
 * which are computed again wherever they are needed.
 */
final class JamRow {
  private final int array;
  private final int from;
  private final List<Statement> defined = new ArrayList<>();
  private final Map<Integer, Integer> results = new LinkedHashMap<>();

  /**
   * A row of which nothing is known.
   *
   * @param array the number of the array that holds results
   * @param from where in it they begin
   */
  JamRow(int array, int from) {
    this.array = array;
    this.from = from;
  }

  /** Notes a statement that gives a local or an int variable its value. */
  void define(Statement s) {
    defined.add(s);
  }

  /** Notes that a local has become the next result. */
  void reduced(int local) {
    results.put(local, results.size());
  }

  /** Where the result of a row stands that is noted next. */
  Index next(Index row) {
    return place(results.size(), row);
  }

  private Index place(int number, Index row) {
    return row.plus(from + JamWriter.ROWS * number);
  }

  /** What must have been computed of a row before statements that use it. */
  List<Statement> before(List<Statement> body, Index row) {
    Uses uses = Uses.of(body);
    List<Statement> needed = new ArrayList<>();
    for (int i = defined.size() - 1; i >= 0; i--) {
      Uses one = Uses.of(List.of(defined.get(i)));
      if (one.set.stream().anyMatch(uses.locals::contains)
          || one.opened.stream().anyMatch(uses.variables::contains)) {
        needed.add(0, defined.get(i));
        uses.locals.addAll(one.locals);
        uses.variables.addAll(one.variables);
      }
    }
    results.forEach(
        (local, number) -> {
          if (uses.locals.contains(local)) {
            Value result = new Value.Load(array, place(number, row));
            needed.add(0, new Statement.Let(local, result));
          }
        });
    return needed;
  }
}
