package dev.nnc.compiler.interpret;

import dev.nnc.compiler.ir.Program;
import dev.nnc.runtime.Frame;
import dev.nnc.runtime.Precision;
import dev.nnc.runtime.Routine;
import dev.nnc.runtime.Slot;

/**
 * A program that runs node by node. It has the slots of the compiled routine but its scratch
 * arrays, and computes the same bits, so that one can stand for the other in tests and benchmarks.
 * Unlike a compiled routine it allocates in every run.
 */
public final class InterpretedRoutine extends Routine {
  private final Program program;

  /**
   * Makes a program runnable.
   *
   * @param program what is run
   * @param precision the format of all numbers
   */
  public InterpretedRoutine(Program program, Precision precision) {
    super(precision, program.slots().toArray(Slot[]::new));
    this.program = program;
  }

  /** What is run. */
  public Program program() {
    return program;
  }

  @Override
  public void run(Frame frame) {
    new Interpreter(precision()).run(program, frame);
  }
}
