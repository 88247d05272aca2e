package dev.nnc.compiler.pass;

import dev.nnc.compiler.ir.Dot;
import dev.nnc.compiler.ir.Printer;
import dev.nnc.compiler.ir.Program;
import dev.nnc.compiler.ir.Verifier;
import java.util.ArrayList;
import java.util.List;

/** Passes one after the other, the program verified after each. */
public final class Pipeline {
  private final List<Pass> passes;

  /**
   * A pipeline.
   *
   * @param passes in the order in which they run
   */
  public Pipeline(List<Pass> passes) {
    this.passes = List.copyOf(passes);
  }

  /** Simplification by all rules, sums laid out as they are wanted, then pruning. */
  public static Pipeline standard() {
    return new Pipeline(List.of(Simplify.PASS, Orient.PASS, Prune.PASS));
  }

  /**
   * A pass that ran.
   *
   * @param pass which
   * @param program what it made
   * @param changed whether that differs from what it was given
   * @param nanos how long it took
   */
  public record Stage(Pass pass, Program program, boolean changed, long nanos) {
    /** The program as text, or the word that says that nothing changed. */
    public String text() {
      return changed ? Printer.print(program) : pass.name() + ": unchanged\n";
    }

    /** The program in Graphviz's language. */
    public String dot() {
      return Dot.print(program);
    }
  }

  /**
   * What came of a run.
   *
   * @param program after the last pass
   * @param stages one a pass
   */
  public record Result(Program program, List<Stage> stages) {
    /** The stage of a pass, by its name. */
    public Stage stage(String pass) {
      return stages.stream()
          .filter(stage -> stage.pass().name().equals(pass))
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException("no pass " + pass));
    }
  }

  /** The passes in order. */
  public List<Pass> passes() {
    return passes;
  }

  /**
   * Runs all passes.
   *
   * @param program a well-formed program
   * @return what each pass made of it
   * @throws IllegalStateException if a pass fails or what it makes is malformed; the message names
   *     the pass
   */
  public Result run(Program program) {
    verify("the beginning", program);
    Program current = program;
    List<Stage> stages = new ArrayList<>();
    for (Pass pass : passes) {
      long start = System.nanoTime();
      Program next;
      try {
        next = pass.function().apply(current);
      } catch (RuntimeException e) {
        throw new IllegalStateException("pass " + pass.name() + ": " + e.getMessage(), e);
      }
      long nanos = System.nanoTime() - start;
      verify(pass.name(), next);
      stages.add(new Stage(pass, next, !next.equals(current), nanos));
      current = next;
    }
    return new Result(current, List.copyOf(stages));
  }

  private static void verify(String when, Program program) {
    try {
      Verifier.verify(program);
    } catch (IllegalStateException | IllegalArgumentException e) {
      throw new IllegalStateException("malformed after " + when + ": " + e.getMessage(), e);
    }
  }
}
