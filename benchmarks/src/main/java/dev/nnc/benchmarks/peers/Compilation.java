package dev.nnc.benchmarks.peers;

import dev.nnc.benchmarks.ColdStart;
import dev.nnc.benchmarks.Machine;
import dev.nnc.benchmarks.Measurement;
import dev.nnc.compiler.CompiledModel;
import dev.nnc.runtime.Model;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The time from the text of a file to loaded classes, in a virtual machine that was started for it
 * and has loaded nothing yet, and from the start of a process to the first prediction.
 */
public final class Compilation {
  private static final List<String> HEAD =
      List.of("network", "compile", "goal", "cold start", "goal");

  private static final double COLD_START = 0.25e9;

  private Compilation() {}

  /** Compiles one network and prints the nanoseconds. */
  public static void main(String[] args) {
    long start = System.nanoTime();
    CompiledModel compiled = Task.compile(Line.valueOf(args[0]));
    Model model = compiled.load();
    compiled.plans().keySet().forEach(model::routine);
    System.out.println(System.nanoTime() - start);
  }

  /** The table of some networks, each measured several times. */
  static String table(List<Line> lines, int processes) throws IOException {
    StringBuilder table = new StringBuilder();
    table.append(String.format("%s; %s%n%n", Machine.processor(), Machine.java()));
    table
        .append(Report.row(HEAD))
        .append(Report.row(List.of("---", "---:", "---:", "---:", "---:")));
    Set<String> done = new HashSet<>();
    for (Line line : lines) {
      if (done.add(line.network())) {
        double compile = compile(line, processes);
        double cold = ColdStart.nanos(Task.workload(line), processes);
        table.append(
            Report.row(
                List.of(
                    line.network(),
                    Measurement.time(compile),
                    verdict(compile, goal(line)),
                    Measurement.time(cold),
                    verdict(cold, COLD_START))));
      }
    }
    return table.toString();
  }

  private static String verdict(double nanos, double goal) {
    return Measurement.time(goal) + (nanos <= goal ? " reached" : " missed");
  }

  /** A second, and two for the transformer. */
  private static double goal(Line line) {
    return line == Line.GPT ? 2e9 : 1e9;
  }

  private static double compile(Line line, int processes) throws IOException {
    double[] nanos = new double[processes];
    for (int i = 0; i < processes; i++) {
      String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
      String path = System.getProperty("java.class.path");
      ProcessBuilder builder =
          new ProcessBuilder(java, "-cp", path, Compilation.class.getName(), line.name());
      Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
      try (BufferedReader output =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
        String text = output.readLine();
        if (text == null) {
          throw new IOException(line.network() + " is not compiled");
        }
        nanos[i] = Double.parseDouble(text);
      }
    }
    return Report.median(nanos);
  }
}
