package dev.nnc.benchmarks.scaling;

import dev.nnc.benchmarks.Machine;
import dev.nnc.benchmarks.Measurement;
import dev.nnc.benchmarks.peers.Setup;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prints how the time of a step grows, a table for each axis and network. */
@Command(
    name = "scaling",
    mixinStandardHelpOptions = true,
    description = "Times steps of networks that grow: by layers, width, batch, length, threads.")
public final class Scaling implements Callable<Integer> {
  @Option(
      names = {"-a", "--axes"},
      split = ",",
      paramLabel = "AXIS",
      description = "layers, width, batch, length, threads; default: all.")
  private List<String> axes = List.of("layers", "width", "batch", "length", "threads");

  @Option(
      names = {"-e", "--engine"},
      description = "scalar, vector, or what users get: default. Default: ${DEFAULT-VALUE}.")
  private String engine = Setup.DEFAULT;

  private Scaling() {}

  /**
   * The program.
   *
   * @param args see {@code --help}
   */
  public static void main(String[] args) {
    CommandLine line = new CommandLine(new Scaling());
    System.exit(line.execute(args));
  }

  @Override
  public Integer call() throws IOException {
    System.out.printf(
        Locale.ROOT,
        "%s; %s; %s; load %s; float, by the clock%n",
        Machine.processor(),
        Machine.java(),
        LocalDate.now(ZoneOffset.UTC),
        Machine.load());
    List<String> options = Setup.options(engine);
    for (Axis axis : Axis.values()) {
      if (axes.contains(axis.title())) {
        for (List<Point> rows : axis.tables(Runtime.getRuntime().availableProcessors())) {
          table(axis, rows, options);
        }
      }
    }
    return 0;
  }

  /** Each row says how its step compares with that of the row before. */
  private static void table(Axis axis, List<Point> rows, List<String> options) throws IOException {
    Point first = rows.get(0);
    String batch = axis == Axis.BATCH ? "" : ", batch " + first.batch();
    System.out.printf("%n| %s%s: %s ", first.network(), batch, axis.title());
    System.out.println("| step | times the row before | compile | class files |");
    System.out.println("| ---: | ---: | ---: | ---: | ---: |");
    double before = Double.NaN;
    for (Point row : rows) {
      Point.Result result = row.measure(options);
      System.out.printf(
          Locale.ROOT,
          "| %d | %s | %s | %s | %.1f kB |%n",
          row.size(),
          Measurement.time(result.step()),
          Double.isNaN(before) ? "" : Measurement.digits(result.step() / before),
          Measurement.time(result.compile()),
          result.bytes() / 1e3);
      before = result.step();
    }
  }
}
