package dev.nnc.compiler.plan;

import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.ir.Program;
import dev.nnc.runtime.Precision;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;

/** Plans that compute any values of the forward pass again, sensible or not. */
public final class AnyChoice {
  private AnyChoice() {}

  /** Whether a program computes gradients. */
  public static boolean trains(Program program) {
    return Tape.trains(program);
  }

  /**
   * A plan that computes values again that are drawn at random.
   *
   * @param program computes gradients
   * @param precision the format of all numbers
   * @param target for what kind of code
   * @param random draws them
   */
  public static Plan plan(Program program, Precision precision, Target target, Random random) {
    Prepared prepared = Prepared.of(program, target);
    Materialise storage = new Materialise(prepared.program(), prepared.stored());
    Tape tape = new Tape(prepared.program(), storage, 3, precision.bytes());
    int most = random.nextInt(5);
    Set<Node> dropped = new HashSet<>();
    Set<Node> quick = new HashSet<>();
    for (Tape.Entry entry : tape.entries()) {
      if (random.nextInt(4) < most) {
        dropped.add(entry.node());
        if (random.nextInt(3) == 0) {
          quick.add(entry.node());
        }
      }
    }
    Prepared again = Recompute.of(prepared, tape, dropped, quick);
    PlanOptions options = PlanOptions.of(precision, target).with(random.nextInt(4) > 0);
    return Planner.plan(Draft.of(again, options, random.nextBoolean()), options);
  }
}
