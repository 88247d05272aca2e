package dev.nnc.benchmarks;

import dev.nnc.benchmarks.network.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs the benchmarks and prints their table. */
public final class Main {
  private static final String USAGE =
      """
      java -jar benchmarks/target/nnc-benchmarks.jar [--quick] [NETWORK...]
        --quick   batches of 1 and 64 only, less warm-up, one virtual machine each: two to three minutes
        NETWORK   tiny, digits or residual; unless given, all
      The table goes to standard output, progress to standard error.
      """;

  private final boolean quick;
  private final List<Case> cases = new ArrayList<>();
  private final Path log;

  private Main(boolean quick, List<Workload> workloads, Path log) {
    this.quick = quick;
    this.log = log;
    for (Workload workload : workloads) {
      cases.addAll(quick ? Case.of(workload, 1, 64) : Case.of(workload, 1, 32, 64));
    }
  }

  /**
   * The program.
   *
   * @param args see {@code --help}
   */
  public static void main(String[] args) throws IOException {
    boolean quick = false;
    List<Workload> workloads = new ArrayList<>();
    for (String arg : args) {
      if (arg.equals("--quick")) {
        quick = true;
        continue;
      }
      try {
        workloads.add(Workload.valueOf(arg.toUpperCase(Locale.ROOT)));
      } catch (IllegalArgumentException unknown) {
        (arg.equals("--help") ? System.out : System.err).print(USAGE);
        System.exit(arg.equals("--help") ? 0 : 2);
      }
    }
    Path log = Files.createTempFile("nnc-benchmarks", ".log");
    List<Workload> chosen = workloads.isEmpty() ? List.of(Workload.values()) : workloads;
    try {
      System.out.print(new Main(quick, chosen, log).run());
    } catch (RunnerException e) {
      System.err.println(Files.readString(log));
      System.err.println(e.getMessage());
      System.exit(1);
    } finally {
      Files.deleteIfExists(log);
    }
  }

  private String run() throws RunnerException {
    Table table = new Table();
    int trial = 0;
    for (Case line : cases) {
      Map<Engine, Measurement> results = new EnumMap<>(Engine.class);
      for (Engine engine : Engine.values()) {
        System.err.printf(
            "%d/%d %s, batch %d, %s: ",
            ++trial, cases.size() * Engine.values().length, line.title(), line.batch(), engine);
        Measurement result = measure(line, engine);
        System.err.println(result.time());
        results.put(engine, result);
      }
      table.add(line, results);
    }
    return table.text();
  }

  private Measurement measure(Case line, Engine engine) throws RunnerException {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("^" + line.method().replace(".", "\\.") + "$")
            .param("workload", line.workload().name())
            .param("batch", "" + line.batch())
            .param("engine", engine.name())
            .shouldFailOnError(true)
            .output(log.toString())
            .forks(quick ? 1 : 2)
            .warmupIterations(6)
            .warmupTime(TimeValue.milliseconds(warmUp(engine)))
            .measurementIterations(quick ? 5 : 8)
            .measurementTime(TimeValue.milliseconds(quick ? 100 : 250));
    return Measurement.of(new Runner(options.build()).runSingle());
  }

  /** Generated kernels run once a step: the JIT needs some thousand steps to compile them all. */
  private int warmUp(Engine engine) {
    boolean generated = engine == Engine.GENERATED || engine == Engine.UNSIMPLIFIED;
    return generated ? (quick ? 400 : 1000) : (quick ? 100 : 250);
  }
}
