package dev.nnc.compiler.pass;

import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.ir.Program;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes values cheaper by rules that are equations. Gradients are told apart from values by where
 * they come from, so it runs after differentiation: it drops {@code stop_gradient} and exchanges
 * arguments on whose order a gradient depends.
 *
 * <p>What is left is a normal form: simplifying it once more gives the same nodes.
 */
public final class Simplify {
  /** All rules; among those that fit a node the first counts. */
  public static final List<Rule> RULES = rules();

  /** By all rules: results may differ in rounding. */
  public static final Pass PASS =
      new Pass("simplify", "rewrites by equations between real numbers", p -> simplify(p, false));

  /** By exact rules only: results keep their bits. */
  public static final Pass EXACT =
      new Pass("simplify-exactly", "rewrites by equations between bits", p -> simplify(p, true));

  private Simplify() {}

  /**
   * The program in normal form.
   *
   * @param program what is simplified
   * @param exact whether only rules that keep all bits are used
   * @return the same places, filled by nodes of the same graph
   */
  public static Program simplify(Program program, boolean exact) {
    return rewrite(program, new Rewriter(program.graph(), RULES, exact));
  }

  /** The program with all outputs in a rewriter's normal form. */
  static Program rewrite(Program program, Rewriter rewriter) {
    List<Program.Output> outputs = new ArrayList<>();
    for (Program.Output out : program.outputs()) {
      Node value = rewriter.normal(out.value());
      outputs.add(new Program.Output(out.name(), value, out.slot(), out.offset()));
    }
    return new Program(program.name(), program.graph(), program.inputs(), outputs);
  }

  private static List<Rule> rules() {
    List<Rule> all = new ArrayList<>();
    all.addAll(ArithmeticRules.TABLE);
    all.addAll(ProductRules.TABLE);
    all.addAll(SelectRules.TABLE);
    all.addAll(FunctionRules.TABLE);
    all.addAll(ViewRules.TABLE);
    all.addAll(BroadcastRules.TABLE);
    all.addAll(TransposeRules.TABLE);
    all.addAll(ContractionRules.TABLE);
    all.addAll(SumRules.TABLE);
    all.addAll(AccumulateRules.TABLE);
    all.addAll(LookupRules.TABLE);
    all.addAll(TableRules.TABLE);
    return List.copyOf(all);
  }
}
