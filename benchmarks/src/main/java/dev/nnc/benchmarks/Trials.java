package dev.nnc.benchmarks;

import dev.nnc.benchmarks.network.Workload;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs JMH, each trial in virtual machines of its own.
 *
 * @param quick less warm-up and fewer iterations
 * @param log gets what JMH prints
 */
record Trials(boolean quick, Path log) {
  /** The time measured is that of one thread. */
  private static final String ONE_THREAD = "-Dnnc.threads=1";

  private static final int COMPILATIONS = 30;
  private static final int WARM = 5;
  private static final int STEPS = 2000;
  private static final String BYTES = "gc.alloc.rate.norm";

  /** Measures an engine at a case. */
  Measurement measure(Case line, Engine engine) throws RunnerException {
    ChainedOptionsBuilder options =
        options(line.method(), line.workload())
            .param("batch", "" + line.batch())
            .param("engine", engine.name())
            .param("warmUp", "" + warmUp(engine))
            .forks(1)
            .jvmArgsAppend(ONE_THREAD)
            .warmupIterations(engine == Engine.INTERPRETED ? 0 : 2)
            .warmupTime(TimeValue.milliseconds(100))
            .measurementIterations(engine == Engine.INTERPRETED ? 3 : quick ? 5 : 8)
            .measurementTime(TimeValue.milliseconds(100));
    return Measurement.of(new Runner(options.build()).runSingle());
  }

  /** Generated kernels run once a step: the JIT needs some thousand steps to compile them all. */
  private int warmUp(Engine engine) {
    return switch (engine) {
      case INTERPRETED, HAND_WRITTEN -> quick ? 200 : 500;
      case UNSIMPLIFIED, UNSHARED, GENERATED -> quick ? 800 : 2000;
    };
  }

  /**
   * Measures how long a network takes to compile.
   *
   * @return the median of the first compilation of a process, and of the last few, in nanoseconds
   */
  double[] compile(Workload workload) throws RunnerException {
    String method = CompileBenchmark.class.getName() + ".compile";
    ChainedOptionsBuilder options =
        options(method, workload)
            .forks(quick ? 3 : 5)
            .jvmArgsAppend(ONE_THREAD)
            .warmupIterations(0)
            .measurementIterations(COMPILATIONS);
    RunResult result = new Runner(options.build()).runSingle();
    List<Double> first = new ArrayList<>();
    List<Double> warm = new ArrayList<>();
    for (BenchmarkResult process : result.getBenchmarkResults()) {
      Collection<IterationResult> iterations = process.getIterationResults();
      List<Double> nanos =
          iterations.stream()
              .map(i -> i.getSecondaryResults().get(Meter.NANOS).getScore())
              .toList();
      first.add(nanos.get(0));
      warm.addAll(nanos.subList(nanos.size() - WARM, nanos.size()));
    }
    return new double[] {median(first), median(warm)};
  }

  /**
   * Measures what a step of a network allocates: what JMH's gc profiler counts for many steps more
   * than for none. JMH's own bytes vary by some hundreds, which is less than one a step.
   */
  double bytes(Workload workload) throws RunnerException {
    return Math.max(0, bytes(workload, STEPS) - bytes(workload, 0)) / STEPS;
  }

  private double bytes(Workload workload, int steps) throws RunnerException {
    ChainedOptionsBuilder options =
        options(AllocationBenchmark.class.getName() + ".steps", workload)
            .param("steps", "" + steps)
            .addProfiler(GCProfiler.class)
            .forks(1)
            .jvmArgsAppend(ONE_THREAD)
            .warmupIterations(3)
            .measurementIterations(5);
    RunResult result = new Runner(options.build()).runSingle();
    return result.getSecondaryResults().get(BYTES).getStatistics().getPercentile(50);
  }

  private ChainedOptionsBuilder options(String method, Workload workload) {
    return new OptionsBuilder()
        .include("^" + method.replace(".", "\\.") + "$")
        .param("workload", workload.name())
        .shouldFailOnError(true)
        .output(log.toString());
  }

  private static double median(List<Double> values) {
    Collections.sort(values);
    return values.get(values.size() / 2);
  }
}
