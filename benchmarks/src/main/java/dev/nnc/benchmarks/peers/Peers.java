package dev.nnc.benchmarks.peers;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs generated code and other libraries in turns and prints the table. */
@Command(
    name = "peers",
    mixinStandardHelpOptions = true,
    description = "Times whole steps and predictions of generated code and of other libraries.")
public final class Peers implements Callable<Integer> {
  @Option(
      names = {"-w", "--workloads"},
      split = ",",
      paramLabel = "LETTER",
      description = "a, a', b, b', c, d, e, f, g, h; default: all.")
  private List<String> workloads = Arrays.stream(Line.values()).map(Line::letter).toList();

  @Option(
      names = {"-t", "--threads"},
      split = ",",
      paramLabel = "COUNT",
      description = "Numbers of threads; default: ${DEFAULT-VALUE}.")
  private List<Integer> threads = List.of(1, 2);

  @Option(
      names = {"-e", "--engines"},
      split = ",",
      paramLabel = "ENGINE",
      description =
          "Engines of generated code: scalar, vector, default; default: ${DEFAULT-VALUE}.")
  private List<String> engines = List.of(Setup.DEFAULT);

  @Option(
      names = {"-p", "--peers"},
      split = ",",
      paramLabel = "LIBRARY",
      description = "Libraries: libtorch, onnxruntime, deeplearning4j; default: all of the build.")
  private List<String> peers = Worker.libraries().stream().map(Library::name).toList();

  @Option(
      names = {"-r", "--rounds"},
      description = "Rounds in which each has a turn; default: ${DEFAULT-VALUE}.")
  private int rounds = 9;

  @Option(
      names = {"-m", "--millis"},
      description = "Milliseconds of each turn; default: ${DEFAULT-VALUE}.")
  private long millis = 500;

  @Option(names = "--compile", description = "Instead: times of compilation and of cold start.")
  private boolean compile;

  private Peers() {}

  /**
   * The program.
   *
   * @param args see {@code --help}
   */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Peers()).execute(args));
  }

  @Override
  public Integer call() throws IOException {
    List<Line> lines = Line.of(workloads);
    if (compile) {
      System.out.print(Compilation.table(lines, rounds));
      return 0;
    }
    List<Library> libraries =
        Worker.libraries().stream().filter(library -> peers.contains(library.name())).toList();
    if (libraries.isEmpty()) {
      System.err.println("no other library: build with -Ppeers to have some");
    }
    System.out.print(Report.head(libraries));
    Map<Integer, Double> peaks = new TreeMap<>();
    for (Line line : lines) {
      List<String> names =
          libraries.stream().filter(library -> library.has(line)).map(Library::name).toList();
      for (int count : threads) {
        System.err.println(line.title() + ", threads: " + count);
        try (Race race = new Race(line, count, millis)) {
          Map<Setup, double[]> results = race.run(engines, names, rounds);
          System.out.print(Report.rows(line, count, results));
          peaks.merge(count, Report.peakOf(count, results), Math::max);
        }
      }
    }
    System.out.print(Report.foot(peaks));
    return 0;
  }
}
