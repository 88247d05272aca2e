package dev.nnc.benchmarks;

import dev.nnc.benchmarks.network.HandWritten;
import dev.nnc.benchmarks.network.Workload;
import dev.nnc.benchmarks.peers.Peers;
import dev.nnc.benchmarks.scaling.Scaling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.openjdk.jmh.runner.RunnerException;

/** Runs the benchmarks and prints their table. */
public final class Main {
  private static final String USAGE =
      """
      java -jar benchmarks/target/nnc-benchmarks.jar [--quick] [NETWORK...]
        --quick   what simplification and sharing save at batches of 64 only, and less warm-up:
                  some twenty minutes
        NETWORK   unless given, all that are also written by hand; there are: %s
      java -jar benchmarks/target/nnc-benchmarks.jar peers [OPTION...]
        against other libraries: see peers --help
      java -jar benchmarks/target/nnc-benchmarks.jar scaling [OPTION...]
        networks that grow: see scaling --help
      The table goes to standard output, progress to standard error.
      """;

  private static final int LARGEST = 64;

  private final boolean quick;
  private final Trials trials;

  private Main(boolean quick, Path log) {
    this.quick = quick;
    trials = new Trials(quick, log);
  }

  /**
   * The program.
   *
   * @param args see {@code --help}
   */
  public static void main(String[] args) throws IOException {
    if (args.length > 0 && args[0].equals("peers")) {
      Peers.main(Arrays.copyOfRange(args, 1, args.length));
    } else if (args.length > 0 && args[0].equals("scaling")) {
      Scaling.main(Arrays.copyOfRange(args, 1, args.length));
    }
    boolean quick = false;
    List<Workload> workloads = new ArrayList<>();
    for (String arg : args) {
      if (arg.equals("--quick")) {
        quick = true;
        continue;
      }
      try {
        workloads.add(Workload.named(arg));
      } catch (IllegalArgumentException unknown) {
        (arg.equals("--help") ? System.out : System.err).print(usage());
        System.exit(arg.equals("--help") ? 0 : 2);
      }
    }
    Path log = Files.createTempFile("nnc-benchmarks", ".log");
    try {
      new Main(quick, log).run(workloads.isEmpty() ? HandWritten.all() : workloads);
    } catch (RunnerException e) {
      System.err.println(Files.readString(log));
      System.err.println(e.getMessage());
      System.exit(1);
    } finally {
      Files.deleteIfExists(log);
    }
  }

  private static String usage() {
    return USAGE.formatted(
        Workload.all().stream().map(Workload::name).collect(Collectors.joining(", ")));
  }

  private void run(List<Workload> workloads) throws RunnerException, IOException {
    System.out.print(Table.head(ColdStart.nothing(processes())));
    for (Workload workload : workloads) {
      Programs programs = Programs.of(workload);
      Table.Once once = once(workload);
      for (Case line : Case.of(workload, 1, 32, LARGEST)) {
        Map<Engine, Measurement> results = measure(line, programs);
        System.out.print(Table.row(line, results, programs, line.step() ? null : once));
      }
    }
    System.out.print(Table.foot());
  }

  private Table.Once once(Workload workload) throws RunnerException, IOException {
    double[] compile = trials.compile(workload);
    double cold = ColdStart.nanos(workload, processes());
    System.err.printf(
        "%s: compiled in %s, then %s; cold start %s%n",
        workload.name(),
        Measurement.time(compile[0]),
        Measurement.time(compile[1]),
        Measurement.time(cold));
    double bytes = trials.bytes(workload);
    System.err.printf("%s: %.3f bytes allocated a step%n", workload.name(), bytes);
    return new Table.Once(compile[0], compile[1], cold, bytes);
  }

  private int processes() {
    return quick ? 5 : 11;
  }

  private Map<Engine, Measurement> measure(Case line, Programs programs) throws RunnerException {
    Map<Engine, Measurement> results = new EnumMap<>(Engine.class);
    for (Engine engine : Engine.values()) {
      if (takesPart(engine, line, programs)) {
        System.err.printf("%s, batch %d, %s: ", line.title(), line.batch(), engine);
        Measurement result = trials.measure(line, engine);
        System.err.println(result.time());
        results.put(engine, result);
      }
    }
    return results;
  }

  private boolean takesPart(Engine engine, Case line, Programs programs) {
    boolean whole = !quick || line.batch() == LARGEST;
    return switch (engine) {
      case INTERPRETED -> programs.interpreted(line);
      case GENERATED -> true;
      case UNSIMPLIFIED -> whole;
      case UNSHARED -> whole && programs.unshared(line.program());
      case HAND_WRITTEN -> HandWritten.has(line.workload());
    };
  }
}
