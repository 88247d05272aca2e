package dev.nnc.runtime;

import java.util.List;

/** A model without weights: an entry that carries the sum of the tokens it was given. */
final class Chain extends Model {
  static final int TOKENS = 4;

  /** How probable a token is after a sum, which counts by its remainder. */
  private static final double[][] TABLE = {
    {0.15, 0.4, 0.35, 0.1}, {0.5, 0.2, 0.1, 0.2}, {0.1, 0.1, 0.7, 0.1}, {0.05, 0.05, 0.1, 0.8}
  };

  private final int positions;

  Chain() {
    this(0);
  }

  /** With positions, which change nothing; 0 for none. */
  Chain(int positions) {
    this.positions = positions;
  }

  private static ModelInfo.Field number(String name, int classes) {
    return new ModelInfo.Field(name, List.of(), classes, List.of(), List.of(), -1, "");
  }

  static double probability(int sum, int token) {
    return TABLE[sum % TABLE.length][token];
  }

  @Override
  public ModelInfo info() {
    return new ModelInfo(
        "Chain",
        "",
        Precision.FLOAT,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        0,
        0,
        List.of(),
        0,
        List.of(),
        List.of(),
        Settings.standard(),
        "",
        List.of(
            new ModelInfo.Entry(
                "next",
                positions == 0
                    ? List.of(number("token", TOKENS))
                    : List.of(number("token", TOKENS), number("position", positions)),
                List.of(new ModelInfo.Carried("sum", List.of())),
                List.of(new ModelInfo.Output("next", List.of(TOKENS), "", "")),
                "")),
        List.of());
  }

  @Override
  public Weights weights() {
    return new Weights(Values.allocate(Precision.FLOAT, 0), Values.allocate(Precision.FLOAT, 0));
  }

  @Override
  public Routine routine(String name) {
    return switch (name) {
      case "start:next" ->
          new Routine(Precision.FLOAT, new Slot("carried:sum", false, 1, 0)) {
            @Override
            public void run(Frame frame) {
              for (int row = 0; row < frame.batch; row++) {
                frame.floats[0][row] = 0;
              }
            }
          };
      case "entry:next" ->
          new Routine(
              Precision.FLOAT,
              new Slot("input:token", false, 1, 0),
              new Slot("carried:sum", false, 1, 0),
              new Slot("output:next", false, TOKENS, 0)) {
            @Override
            public void run(Frame frame) {
              for (int row = 0; row < frame.batch; row++) {
                frame.floats[1][row] += frame.floats[0][row];
                for (int token = 0; token < TOKENS; token++) {
                  double p = probability((int) frame.floats[1][row], token);
                  frame.floats[2][row * TOKENS + token] = (float) Math.log(p);
                }
              }
            }
          };
      default -> throw new IllegalArgumentException(name);
    };
  }
}
