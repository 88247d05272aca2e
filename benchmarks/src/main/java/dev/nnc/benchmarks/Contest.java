package dev.nnc.benchmarks;

import dev.nnc.benchmarks.network.Batch;
import dev.nnc.benchmarks.network.HandWritten;
import dev.nnc.benchmarks.network.Network;
import dev.nnc.benchmarks.network.RoutineNetwork;
import dev.nnc.benchmarks.network.Workload;
import dev.nnc.compiler.CompiledModel;
import dev.nnc.compiler.interpret.InterpretedRoutine;
import dev.nnc.runtime.FloatValues;
import dev.nnc.runtime.ModelInfo;
import dev.nnc.runtime.Precision;
import dev.nnc.runtime.Routine;
import dev.nnc.runtime.Weights;
import java.util.function.Function;

/** One network and one batch, to be computed by every engine. */
final class Contest {
  /**
   * The derived program, which holds whole products of matrices as tensors, is interpreted for so
   * many examples at most.
   */
  private static final int FEW = 4;

  /** The interpreter is slow where it takes more nanoseconds than this for those. */
  private static final long PATIENCE = 300_000_000;

  private final Workload workload;
  private final Programs programs;
  private final Batch batch;
  private final Batch few;
  private final float[] initial;

  /** Compiles a network and draws parameters and examples. */
  Contest(Workload workload, int batch) {
    this(workload, batch, Programs.of(workload));
  }

  private Contest(Workload workload, int batch, Programs programs) {
    this.workload = workload;
    this.programs = programs;
    this.batch = Batch.of(info(), batch);
    few = Batch.of(info(), Math.min(batch, FEW));
    Weights weights = Weights.initial(programs.simplified().load(), 1);
    initial = ((FloatValues) weights.parameters()).array();
  }

  /** The same network with another batch. */
  Contest with(int batch) {
    return new Contest(workload, batch, programs);
  }

  /** What is computed. */
  private ModelInfo info() {
    return programs.simplified().info();
  }

  /**
   * A fresh network that an engine computes.
   *
   * @throws IllegalArgumentException if nobody wrote it by hand
   */
  Network network(Engine engine) {
    return network(engine, batch);
  }

  private Network network(Engine engine, Batch examples) {
    return switch (engine) {
      case INTERPRETED -> interpreted(programs.simplified(), examples);
      case UNSIMPLIFIED -> generated(programs.derived(), examples);
      case UNSHARED -> generated(programs.unshared(), examples);
      case GENERATED -> generated(programs.simplified(), examples);
      case HAND_WRITTEN ->
          HandWritten.of(workload, info(), examples, initial)
              .orElseThrow(() -> new IllegalArgumentException(workload.name() + " by hand"));
    };
  }

  private Network generated(CompiledModel compiled, Batch examples) {
    return new RoutineNetwork(compiled.load(), examples, initial);
  }

  private Network interpreted(CompiledModel compiled, Batch examples) {
    Function<String, Routine> routines =
        name ->
            compiled.passes().containsKey(name)
                ? new InterpretedRoutine(compiled.passes().get(name).program(), Precision.FLOAT)
                : null;
    return new RoutineNetwork(info(), routines, examples, initial);
  }

  /**
   * Checks that all engines agree: outputs, loss, gradients and updated parameters; generated code
   * and the interpreter bit for bit where they run the same program, with and without sharing, all
   * others closely.
   *
   * @throws IllegalStateException if they do not; the message says where
   */
  void agree() {
    Network used = agreeAsUsed();
    Network derivedOracle = run(interpreted(programs.derived(), few));
    Network derived = run(network(Engine.UNSIMPLIFIED, few));
    Agreement.exact(where("unsimplified"), derivedOracle, derived);
    Agreement.exact(where("unshared"), used, run(network(Engine.UNSHARED)));
    Network plain = run(network(Engine.UNSIMPLIFIED));
    Agreement.close(where("unsimplified and simplified"), used, plain, cancelled());
  }

  /**
   * Checks that what users run agrees with the interpreter bit for bit, and closely with what was
   * written by hand. Where the interpreter is slow, it runs a few of the examples only, and what it
   * agreed with there stands for it with all of them.
   *
   * @return the generated code, after a prediction and a step
   * @throws IllegalStateException if they do not; the message says where
   */
  Network agreeAsUsed() {
    long start = System.nanoTime();
    Network fewOracle = run(network(Engine.INTERPRETED, few));
    boolean slow = System.nanoTime() - start > PATIENCE;
    Network generated = run(network(Engine.GENERATED, few));
    Agreement.exact(where("generated"), fewOracle, generated);
    if (batch.count() > few.count()) {
      generated = run(network(Engine.GENERATED));
      if (!slow) {
        Agreement.exact(where("generated"), run(network(Engine.INTERPRETED)), generated);
      }
    }
    if (HandWritten.has(workload)) {
      Network other = run(network(Engine.HAND_WRITTEN));
      Agreement.close(where("hand-written"), generated, other, cancelled());
    }
    return generated;
  }

  private String where(String what) {
    return workload.name() + ", batch " + batch.count() + ", " + what;
  }

  /** How close engines come that add in another order. */
  private double cancelled() {
    boolean steady = HandWritten.has(workload) && info().states().isEmpty();
    return steady ? Agreement.FEW_TERMS : Agreement.MANY_TERMS;
  }

  private static Network run(Network network) {
    network.predict();
    network.step();
    return network;
  }
}
