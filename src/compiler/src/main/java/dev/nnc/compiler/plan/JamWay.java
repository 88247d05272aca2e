package dev.nnc.compiler.plan;

import dev.nnc.runtime.Precision;
import java.util.ArrayList;
import java.util.List;

/** How the reductions of several rows are done together. */
enum JamWay {
  /** Along each row, lanes search for the greatest or smallest. */
  SEARCHED,
  /** Rows side by side, factors taken from where they are. */
  DIRECT,
  /** Rows side by side, factors taken from a panel. */
  COMPUTED,
  /** Row after row. */
  ALONE;

  /** Shorter rows are not gone through over lanes. */
  private static final int LONG = 16;

  /** The best way for a reduction. */
  static JamWay of(Reduction reduction, Precision precision) {
    Statement.Loop inner = reduction.inner();
    boolean lanes = !(inner.to().isConstant() && inner.to().constant() < LONG);
    boolean direct = true;
    for (Value factor : reduction.factors()) {
      direct &= stands(factor);
      lanes &= overLanes(reduction, factor, precision) || (stands(factor) && !reduction.extreme());
    }
    for (Value.Bound bound : Uses.of(List.of(inner)).bounds) {
      lanes &= bound.index().coefficient(inner.variable()) == 0;
    }
    if (lanes && reduction.extreme() && reduction.nest().size() == 1) {
      return SEARCHED;
    }
    return direct ? DIRECT : lanes ? COMPUTED : ALONE;
  }

  /** Whether a factor needs no computing. */
  static boolean stands(Value factor) {
    return factor instanceof Value.Load || factor instanceof Value.Literal;
  }

  /** Whether lanes could compute a factor along a row. */
  private static boolean overLanes(Reduction reduction, Value factor, Precision precision) {
    Statement.Loop inner = reduction.inner();
    List<Statement> body = new ArrayList<>(reduction.lets());
    body.add(new Statement.Store(-1, Index.variable(inner.variable()), factor));
    return Vectorise.takes(inner.around(body), precision);
  }
}
