package dev.nnc.benchmarks;

import dev.nnc.benchmarks.network.Batch;
import dev.nnc.benchmarks.network.HandWritten;
import dev.nnc.benchmarks.network.Network;
import dev.nnc.benchmarks.network.RoutineNetwork;
import dev.nnc.benchmarks.network.Workload;
import dev.nnc.compiler.CompiledModel;
import dev.nnc.compiler.interpret.InterpretedRoutine;
import dev.nnc.runtime.FloatValues;
import dev.nnc.runtime.Model;
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
      case INTERPRETED -> network(interpreter(programs.simplified()), examples);
      case UNSIMPLIFIED -> network(generated(programs.derived()), examples);
      case UNSHARED -> network(generated(programs.unshared()), examples);
      case GENERATED -> network(generated(programs.simplified()), examples);
      case HAND_WRITTEN ->
          HandWritten.of(workload, info(), examples, initial)
              .orElseThrow(() -> new IllegalArgumentException(workload.name() + " by hand"));
    };
  }

  private Network network(Function<String, Routine> routines, Batch examples) {
    return new RoutineNetwork(info(), routines, examples, initial);
  }

  private static Function<String, Routine> generated(CompiledModel compiled) {
    Model model = compiled.load();
    return model::routine;
  }

  private static Function<String, Routine> interpreter(CompiledModel compiled) {
    return name -> new InterpretedRoutine(compiled.passes().get(name).program(), Precision.FLOAT);
  }

  /**
   * Checks that all engines agree: outputs, loss, gradients and updated parameters; generated code
   * and the interpreter bit for bit where they run the same program, with and without sharing, all
   * others closely. Where the interpreter is slow, it runs a few of the examples only, and what it
   * agreed with there stands for it with all of them.
   *
   * @throws IllegalStateException if they do not; the message says where
   */
  void agree() {
    String where = workload.name() + ", batch " + batch.count() + ", ";
    Network derivedOracle = run(network(interpreter(programs.derived()), few));
    Network derived = run(network(Engine.UNSIMPLIFIED, few));
    Agreement.exact(where + "unsimplified", derivedOracle, derived);
    long start = System.nanoTime();
    Network fewOracle = run(network(Engine.INTERPRETED, few));
    boolean slow = System.nanoTime() - start > PATIENCE;
    Agreement.exact(where + "generated", fewOracle, run(network(Engine.GENERATED, few)));
    Agreement.exact(where + "unshared", fewOracle, run(network(Engine.UNSHARED, few)));
    Network oracle = run(network(slow ? Engine.GENERATED : Engine.INTERPRETED));
    Agreement.exact(where + "generated", oracle, run(network(Engine.GENERATED)));
    Agreement.exact(where + "unshared", oracle, run(network(Engine.UNSHARED)));
    Network plain = run(network(Engine.UNSIMPLIFIED));
    boolean written = HandWritten.has(workload);
    boolean steady = written && info().states().isEmpty();
    double cancelled = steady ? Agreement.FEW_TERMS : Agreement.MANY_TERMS;
    Agreement.close(where + "unsimplified and simplified", oracle, plain, cancelled);
    if (written) {
      Network other = run(network(Engine.HAND_WRITTEN));
      Agreement.close(where + "hand-written", oracle, other, cancelled);
    }
  }

  private static Network run(Network network) {
    network.predict();
    network.step();
    return network;
  }
}
