package dev.nnc.compiler.plan;

import dev.nnc.runtime.Precision;
import dev.nnc.runtime.Slot;
import java.util.ArrayList;
import java.util.List;

/**
 * The most multiply-adds that a machine does: many sums in registers, none waiting for another and
 * nothing read meanwhile. What is measured of other plans is held against it.
 */
public final class Peak {
  /** Rounds of multiply-adds for each example of the batch. */
  private static final int ROUNDS = 64;

  /** Sums that do not wait for each other: as many as keep a machine busy and fit its registers. */
  private static final int SUMS = 10;

  /** Stretches of work, each by one thread: a multiple of most numbers of threads. */
  private static final int PARTS = 48;

  private static final int COLUMNS = Tile.WIDEST;
  private static final int ARRAY = 0;
  private static final int FIRST = 1;
  private static final int END = 2;
  private static final int PART = 3;
  private static final int COLUMN = 4;
  private static final int ROUND = 5;

  private Peak() {}

  /**
   * The plan; it takes no inputs, and its work grows with the batch.
   *
   * @param target for what kind of code
   */
  public static Plan plan(Target target) {
    List<Statement> columns =
        target == Target.VECTOR
            ? List.of(new Statement.Lanes(COLUMN, Index.ZERO, Index.of(COLUMNS), 1, sums()))
            : List.of(new Statement.Loop(COLUMN, Index.ZERO, Index.of(COLUMNS), 1, sums()));
    List<Statement> body =
        List.of(
            new Statement.Part(FIRST, END, Index.of(PARTS)),
            new Statement.Loop(PART, Index.variable(FIRST), Index.variable(END), 1, columns));
    Kernel kernel = new Kernel(List.of(ARRAY), List.of(), body);
    Launch launch = new Launch("peak", kernel, List.of(new Launch.FrameArray(0)), List.of());
    int numbers = PARTS * SUMS * COLUMNS;
    return new Plan(
        "peak",
        target,
        Precision.FLOAT,
        (long) numbers * ROUNDS,
        List.of(new Slot("sums", false, 0, numbers)),
        List.of(),
        List.of(launch),
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }

  private static List<Statement> sums() {
    List<Statement> body = new ArrayList<>();
    List<Statement> step = new ArrayList<>();
    for (int i = 0; i < SUMS; i++) {
      Value.Local sum = new Value.Local(i);
      body.add(new Statement.Let(i, new Value.Literal(i)));
      Value next = new Value.Fma(sum, new Value.Local(SUMS), new Value.Local(SUMS + 1));
      step.add(new Statement.Let(i, next));
    }
    body.add(new Statement.Let(SUMS, new Value.Literal(0.999f)));
    body.add(new Statement.Let(SUMS + 1, new Value.Literal(0.001f)));
    Index rounds = Index.variable(Kernel.BATCH).times(ROUNDS);
    body.add(new Statement.Loop(ROUND, Index.ZERO, rounds, 1, step));
    for (int i = 0; i < SUMS; i++) {
      Index at = Index.variable(PART).times(SUMS).plus(i).times(COLUMNS);
      at = at.plus(Index.variable(COLUMN));
      body.add(new Statement.Store(ARRAY, at, new Value.Local(i)));
    }
    return body;
  }
}
