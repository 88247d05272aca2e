package dev.nnc.benchmarks;

import dev.nnc.benchmarks.network.Workload;
import dev.nnc.compiler.CompiledModel;
import dev.nnc.compiler.Compiler;
import dev.nnc.compiler.Elaborated;
import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.ir.Program;
import dev.nnc.compiler.ir.Sharing;
import dev.nnc.compiler.pass.Pass;
import dev.nnc.compiler.pass.Pipeline;
import dev.nnc.compiler.pass.Prune;
import dev.nnc.compiler.pass.Simplify;
import dev.nnc.compiler.pass.Unshare;
import dev.nnc.compiler.shape.Shape;
import java.util.Arrays;
import java.util.List;

/** A network compiled in three ways, each when it is asked for first. */
final class Programs {
  /**
   * Programs that would have more nodes than this written out are left as they are: they would be
   * measured for the time that C2 takes to compile them.
   */
  static final int FEASIBLE = 20_000;

  private static final Pass WHERE_FEASIBLE =
      new Pass(
          "unshare-feasible",
          "writes every formula out where that is feasible",
          program -> feasible(program) ? Unshare.unshare(program) : program);

  private final Workload workload;
  private CompiledModel simplified;
  private CompiledModel derived;
  private CompiledModel unshared;

  private Programs(Workload workload) {
    this.workload = workload;
  }

  /** The programs of a network. */
  static Programs of(Workload workload) {
    return new Programs(workload);
  }

  /** As users compile it. */
  CompiledModel simplified() {
    if (simplified == null) {
      simplified = Compiler.compile(elaborate(), workload.options());
    }
    return simplified;
  }

  /** Without simplification. */
  CompiledModel derived() {
    if (derived == null) {
      derived = compile(new Pipeline(List.of()));
    }
    return derived;
  }

  /** Simplified, then every formula written out, where that is feasible. */
  CompiledModel unshared() {
    if (unshared == null) {
      unshared = compile(new Pipeline(List.of(Simplify.PASS, Prune.PASS, WHERE_FEASIBLE)));
    }
    return unshared;
  }

  private CompiledModel compile(Pipeline pipeline) {
    return Compiler.compile(elaborate(), workload.options(), pipeline);
  }

  /** Understands the file anew, since passes add to the graph. */
  private Elaborated elaborate() {
    return Compiler.elaborate(workload.source(), workload.options(), Workload::find);
  }

  private static boolean feasible(Program program) {
    return Sharing.of(program).expanded() <= FEASIBLE;
  }

  /** Whether the interpreter has the memory for a case on this machine. */
  boolean interpreted(Case line) {
    long bytes = Double.BYTES * held(line.program(), line.batch());
    return bytes < Runtime.getRuntime().maxMemory() / 4 * 3;
  }

  /**
   * How many numbers the interpreter holds at once, about: the values of all nodes from where they
   * are computed to their last use.
   */
  private long held(String program, int batch) {
    Program whole = simplified().passes().get(program).program();
    List<Node> nodes = whole.graph().nodes();
    int[] last = new int[nodes.size()];
    Arrays.fill(last, -1);
    whole.outputs().forEach(output -> last[output.value().id()] = nodes.size());
    for (int i = nodes.size() - 1; i >= 0; i--) {
      if (last[i] >= 0) {
        for (Node arg : nodes.get(i).args()) {
          last[arg.id()] = Math.max(last[arg.id()], i);
        }
      }
    }
    long held = 0;
    long most = 0;
    long[] freed = new long[nodes.size() + 1];
    for (int i = 0; i < nodes.size(); i++) {
      if (last[i] >= 0) {
        Shape shape = nodes.get(i).shape();
        long size = shape.elements() * (shape.batched() ? batch : 1);
        held += size;
        freed[last[i]] += size;
        most = Math.max(most, held);
      }
      held -= freed[i];
    }
    return most;
  }

  /** What sharing saves in a program as it was derived. */
  Sharing derived(String program) {
    return Sharing.of(derived().passes().get(program).program());
  }

  /** What sharing saves in a simplified program. */
  Sharing simplified(String program) {
    return Sharing.of(simplified().passes().get(program).program());
  }

  /** Whether a program was written out. */
  boolean unshared(String program) {
    return feasible(simplified().passes().get(program).program());
  }
}
