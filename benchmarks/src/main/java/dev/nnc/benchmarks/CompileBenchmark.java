package dev.nnc.benchmarks;

import dev.nnc.benchmarks.network.Workload;
import dev.nnc.compiler.CompiledModel;
import dev.nnc.compiler.Compiler;
import dev.nnc.runtime.Model;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The time from the text of a .nn file to loaded classes. Each iteration compiles once: the first
 * is that of a fresh virtual machine, which also loads the compiler and its library.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CompileBenchmark {
  /** The network's name. */
  @Param("tiny")
  public String workload;

  private Workload file;

  /** Reads the file. */
  @Setup
  public void setup() {
    file = Workload.named(workload);
  }

  /** Compiles all programs of the model and loads their classes. */
  @Benchmark
  public Model compile(Meter meter) {
    meter.count();
    CompiledModel compiled = Compiler.compile(file.source(), file.options(), Workload::find);
    Model model = compiled.load();
    compiled.plans().keySet().forEach(model::routine);
    return model;
  }
}
