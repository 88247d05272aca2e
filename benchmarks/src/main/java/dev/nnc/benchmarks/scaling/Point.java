package dev.nnc.benchmarks.scaling;

import dev.nnc.benchmarks.network.Batch;
import dev.nnc.benchmarks.network.RoutineNetwork;
import dev.nnc.benchmarks.peers.Pace;
import dev.nnc.benchmarks.peers.Task;
import dev.nnc.compiler.CompiledModel;
import dev.nnc.runtime.FloatValues;
import dev.nnc.runtime.Model;
import dev.nnc.runtime.Weights;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A row of a table: a network of some size, measured in a virtual machine of its own.
 *
 * @param network the name of its file
 * @param set hyperparameters that differ from the file's
 * @param batch examples in a step
 * @param threads how many compute
 * @param size what the row is about: the place on the table's axis
 */
record Point(String network, Map<String, String> set, int batch, int threads, int size) {
  private static final long MEASURED_NANOS = 500_000_000;

  /**
   * What is measured.
   *
   * @param step nanoseconds a step, by the clock
   * @param compile nanoseconds from the text to loaded classes, the compiler being loaded but cold
   * @param bytes of all class files
   */
  record Result(double step, double compile, long bytes) {}

  /**
   * Measures one point and prints the numbers of its {@link Result}.
   *
   * @param args network, batch, and hyperparameters as name=value
   */
  public static void main(String[] args) {
    Map<String, String> set = new java.util.LinkedHashMap<>();
    for (int i = 2; i < args.length; i++) {
      set.put(args[i].split("=", 2)[0], args[i].split("=", 2)[1]);
    }
    Task.compile("tiny", Map.of()).load();
    long start = System.nanoTime();
    CompiledModel compiled = Task.compile(args[0], set);
    Model model = compiled.load();
    compiled.plans().keySet().forEach(model::routine);
    long compile = System.nanoTime() - start;
    float[] initial = ((FloatValues) Weights.initial(model, 1).parameters()).array();
    RoutineNetwork run =
        new RoutineNetwork(model, Batch.of(compiled.info(), Integer.parseInt(args[1])), initial);
    run.rate(0);
    Pace pace = new Pace(run::step);
    pace.warmUp();
    long bytes = compiled.classes().values().stream().mapToLong(file -> file.length).sum();
    System.out.println(pace.measure(MEASURED_NANOS) + " " + compile + " " + bytes);
  }

  /** Measures it in a process of its own. */
  Result measure(List<String> options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add("-Dnnc.threads=" + threads);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Point.class.getName()));
    command.addAll(List.of(network, "" + batch));
    set.forEach((name, value) -> command.add(name + "=" + value));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try (BufferedReader output =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      String line = output.readLine();
      if (line == null) {
        throw new IOException("no result of " + String.join(" ", command));
      }
      String[] numbers = line.split(" ");
      return new Result(
          Double.parseDouble(numbers[0]),
          Double.parseDouble(numbers[1]),
          Long.parseLong(numbers[2]));
    }
  }
}
