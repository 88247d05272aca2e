package dev.nnc.compiler.pass;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnc.compiler.interpret.Interpreter;
import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.ir.Printer;
import dev.nnc.compiler.ir.Program;
import dev.nnc.compiler.ir.Verifier;
import dev.nnc.compiler.op.Build;
import dev.nnc.compiler.op.Leaf;
import dev.nnc.compiler.op.Reduce;
import dev.nnc.runtime.Precision;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Simplified random programs compute what they computed before. */
class SimplifyRandomTest {
  private static final int BATCH = 3;
  private static final int ROUNDS = Integer.getInteger("nnc.rounds", 400);

  private int compared;

  @Test
  void exactRulesKeepAllBits() {
    for (int seed = 0; seed < ROUNDS; seed++) {
      check(
          RandomGraph.program(seed, RandomGraph.Style.WILD, 14),
          seed,
          program ->
              !sameBits(program, Precision.FLOAT)
                  || !sameBits(program, Precision.DOUBLE)
                  || !idempotent(program, true));
    }
  }

  @Test
  void exactRulesKeepAllBitsOfGradients() {
    for (int seed = 0; seed < ROUNDS / 2; seed++) {
      check(
          withGradients(RandomGraph.program(seed, RandomGraph.Style.SMOOTH, 10)),
          seed,
          program ->
              !sameBits(program, Precision.FLOAT)
                  || !sameBits(program, Precision.DOUBLE)
                  || !idempotent(program, true));
    }
  }

  @Test
  void allRulesKeepValuesAndGradients() {
    for (int seed = 0; seed < ROUNDS; seed++) {
      check(
          withGradients(RandomGraph.program(seed, RandomGraph.Style.SMOOTH, 12)),
          seed,
          program -> !close(program) || !idempotent(program, false));
    }
    assertTrue(compared > ROUNDS / 2, "only " + compared + " of " + ROUNDS + " compared");
  }

  @Test
  void randomProgramsUseEveryRule() {
    Set<Rule> unused = new LinkedHashSet<>(Simplify.RULES);
    for (int seed = 0; seed < 4 * ROUNDS && !unused.isEmpty(); seed++) {
      Program program =
          seed % 2 == 0
              ? RandomGraph.program(seed, RandomGraph.Style.WILD, 14)
              : withGradients(RandomGraph.program(seed, RandomGraph.Style.SMOOTH, 12));
      for (boolean exact : new boolean[] {true, false}) {
        Rewriter rewriter = new Rewriter(program.graph(), Simplify.RULES, exact);
        Simplify.rewrite(program, rewriter);
        unused.removeAll(rewriter.used());
      }
    }
    assertTrue(unused.isEmpty(), () -> unused.size() + " never used: " + unused);
  }

  static Program withGradients(Program program) {
    Build b = new Build(program.graph());
    Node scalar = b.constant(0);
    List<Node> values = new ArrayList<>();
    for (Program.Output output : program.outputs()) {
      Node weights =
          b.graph()
              .node(
                  new Leaf.Given(
                      Leaf.Role.ARGUMENT, "weights-" + output.name(), output.value().type()));
      Node product = b.mul(output.value(), weights);
      Integer[] axes = new Integer[product.shape().rank()];
      for (int i = 0; i < axes.length; i++) {
        axes[i] = i;
      }
      scalar = b.add(scalar, b.reduce(Reduce.Kind.SUM, product, axes));
      values.add(output.value());
    }
    List<Node> leaves = RandomGraph.real(program);
    values.add(scalar);
    values.addAll(Differentiate.gradients(program.graph(), scalar, leaves).values());
    return RandomGraph.over(program.graph(), values);
  }

  private static void check(Program program, long seed, Predicate<Program> fails) {
    if (safely(program, fails)) {
      Program small = Shrinker.shrink(program, p -> safely(p, fails));
      String reason = reason(small);
      assertTrue(false, "seed " + seed + ": " + reason + "\n" + Printer.print(small));
    }
  }

  private static boolean safely(Program program, Predicate<Program> fails) {
    try {
      return fails.test(program);
    } catch (IllegalStateException | IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      return true;
    }
  }

  private static String reason(Program program) {
    StringBuilder text = new StringBuilder();
    for (boolean exact : new boolean[] {true, false}) {
      try {
        Program simple = Simplify.simplify(program, exact);
        Verifier.verify(simple);
        text.append(exact ? "exactly " : "simplified ").append(Printer.print(simple));
        text.append("again ").append(Printer.print(Simplify.simplify(simple, exact)));
      } catch (RuntimeException e) {
        text.append(e);
      }
    }
    return text.toString();
  }

  private static boolean sameBits(Program program, Precision precision) {
    Program simple = Simplify.simplify(program, true);
    Verifier.verify(simple);
    List<double[]> before = run(program, precision);
    List<double[]> after = run(simple, precision);
    for (int i = 0; i < before.size(); i++) {
      for (int k = 0; k < before.get(i).length; k++) {
        if (Double.compare(before.get(i)[k], after.get(i)[k]) != 0) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean close(Program program) {
    Program simple = Simplify.simplify(program, false);
    Verifier.verify(simple);
    double scale = scale(program);
    if (!(scale < 1e6)) {
      return true;
    }
    compared++;
    List<double[]> before = run(program, Precision.DOUBLE);
    List<double[]> after = run(simple, Precision.DOUBLE);
    for (int i = 0; i < before.size(); i++) {
      for (int k = 0; k < before.get(i).length; k++) {
        if (!(Math.abs(before.get(i)[k] - after.get(i)[k]) <= 1e-8 * (1 + scale))) {
          return false;
        }
      }
    }
    return true;
  }

  /** The greatest number anywhere in a run, which is what rounding errors are relative to. */
  private static double scale(Program program) {
    List<Node> nodes = Verifier.reachable(program);
    double scale = 0;
    for (double[] value :
        new Interpreter(Precision.DOUBLE)
            .evaluate(nodes, Shrinker.values(program, BATCH))
            .values()) {
      for (double number : value) {
        scale = Math.max(scale, Math.abs(number));
      }
    }
    return scale;
  }

  private static boolean idempotent(Program program, boolean exact) {
    Program once = Simplify.simplify(program, exact);
    return Simplify.simplify(once, exact).equals(once);
  }

  private static List<double[]> run(Program program, Precision precision) {
    List<Node> wanted = program.outputs().stream().map(Program.Output::value).toList();
    Map<Node, double[]> values =
        new Interpreter(precision).evaluate(wanted, Shrinker.values(program, BATCH));
    return wanted.stream().map(values::get).toList();
  }
}
