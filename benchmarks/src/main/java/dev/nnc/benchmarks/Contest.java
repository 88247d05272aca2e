package dev.nnc.benchmarks;

import dev.nnc.benchmarks.network.Examples;
import dev.nnc.benchmarks.network.Network;
import dev.nnc.benchmarks.network.RoutineNetwork;
import dev.nnc.benchmarks.network.Workload;
import dev.nnc.compiler.CompiledModel;
import dev.nnc.compiler.Compiler;
import dev.nnc.compiler.Options;
import dev.nnc.compiler.interpret.InterpretedRoutine;
import dev.nnc.runtime.FloatValues;
import dev.nnc.runtime.Model;
import dev.nnc.runtime.ModelInfo;
import dev.nnc.runtime.Precision;
import dev.nnc.runtime.Routine;
import dev.nnc.runtime.Weights;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** One network and one batch, to be computed by every engine. */
final class Contest {
  /** How far answers of different programs may be apart, relative to the greater one. */
  private static final double RELATIVE = 1e-4;

  /** The same relative to the greatest number of the array, for sums that cancel. */
  private static final double CANCELLED = 1e-6;

  /**
   * The derived program, which holds whole products of matrices as tensors, is interpreted for so
   * many examples at most.
   */
  private static final int FEW = 4;

  private final Workload workload;
  private final CompiledModel simplified;
  private final CompiledModel derived;
  private final Examples examples;
  private final Examples few;
  private final float[] initial;

  /** Compiles a network twice and draws parameters and examples. */
  Contest(Workload workload, int batch) {
    this(workload, batch, compile(workload, true), compile(workload, false));
  }

  private Contest(Workload workload, int batch, CompiledModel simplified, CompiledModel derived) {
    this.workload = workload;
    this.simplified = simplified;
    this.derived = derived;
    examples = Examples.of(info(), batch);
    few = Examples.of(info(), Math.min(batch, FEW));
    Weights weights = Weights.initial(simplified.load(), 1);
    initial = ((FloatValues) weights.parameters()).array();
  }

  /** The same network with another batch. */
  Contest with(int batch) {
    return new Contest(workload, batch, simplified, derived);
  }

  private static CompiledModel compile(Workload workload, boolean simplify) {
    Options options = new Options(Precision.FLOAT, Map.of(), null, null, simplify);
    return Compiler.compile(workload.source(), options, (from, path) -> Optional.empty());
  }

  /** What is computed. */
  ModelInfo info() {
    return simplified.info();
  }

  /** The network as the user's file makes it. */
  CompiledModel compiled() {
    return simplified;
  }

  /** A fresh network that an engine computes. */
  Network network(Engine engine) {
    return network(engine, examples);
  }

  private Network network(Engine engine, Examples examples) {
    return switch (engine) {
      case INTERPRETED -> network(interpreter(simplified), examples);
      case UNSIMPLIFIED -> network(generated(derived), examples);
      case GENERATED -> network(generated(simplified), examples);
      case HAND_WRITTEN -> workload.written(info(), examples, initial);
    };
  }

  private Network network(Function<String, Routine> routines, Examples examples) {
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
   * and the interpreter bit for bit where they run the same program, all others closely.
   *
   * @throws IllegalStateException if they do not; the message says where
   */
  void agree() {
    Network oracle = run(network(Engine.INTERPRETED));
    Network plain = run(network(Engine.UNSIMPLIFIED));
    compare("generated", oracle, run(network(Engine.GENERATED)), 0, 0);
    Network derivedOracle = run(network(interpreter(derived), few));
    compare("unsimplified", derivedOracle, run(network(Engine.UNSIMPLIFIED, few)), 0, 0);
    compare("unsimplified and simplified", oracle, plain, RELATIVE, CANCELLED);
    compare("hand-written", oracle, run(network(Engine.HAND_WRITTEN)), RELATIVE, CANCELLED);
  }

  private static Network run(Network network) {
    network.predict();
    network.step();
    return network;
  }

  private void compare(String who, Network a, Network b, double relative, double cancelled) {
    String where = workload + ", batch " + examples.count() + ", " + who + ": ";
    compare(where + "output", a.output(), b.output(), relative, cancelled);
    compare(where + "loss", a.loss(), b.loss(), relative, cancelled);
    compare(where + "gradient", a.gradients(), b.gradients(), relative, cancelled);
    compare(where + "parameter", a.parameters(), b.parameters(), relative, cancelled);
  }

  /** Fails unless two arrays agree; with tolerances of 0, unless they have the same bits. */
  static void compare(String what, float[] a, float[] b, double relative, double cancelled) {
    if (a.length != b.length) {
      throw new IllegalStateException(what + ": " + a.length + " numbers and " + b.length);
    }
    double greatest = 0;
    for (float value : a) {
      greatest = Math.max(greatest, Math.abs(value));
    }
    for (int i = 0; i < a.length; i++) {
      double allowed = relative * Math.max(Math.abs(a[i]), Math.abs(b[i])) + cancelled * greatest;
      boolean same = Float.floatToIntBits(a[i]) == Float.floatToIntBits(b[i]);
      if (!same && !(allowed > 0 && Math.abs((double) a[i] - b[i]) <= allowed)) {
        throw new IllegalStateException(what + " " + i + ": " + a[i] + " and " + b[i]);
      }
    }
  }
}
