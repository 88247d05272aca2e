package dev.nnc.benchmarks;

import dev.nnc.benchmarks.network.Batch;
import dev.nnc.benchmarks.network.Workload;
import dev.nnc.cli.jar.ModelJar;
import dev.nnc.compiler.CompiledModel;
import dev.nnc.compiler.Compiler;
import dev.nnc.runtime.ModelInfo;
import dev.nnc.runtime.Weights;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The time that passes from the start of a process to the first prediction of a model's jar. */
public final class ColdStart {
  private static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java") + "";

  private ColdStart() {}

  /**
   * Writes the jar of a network with its runtime, and lets it predict an example from a CSV file.
   *
   * @param workload the network
   * @param processes how many are started, one after the other
   * @return the median in nanoseconds
   * @throws IOException if a process cannot be started or does not predict
   */
  public static double nanos(Workload workload, int processes) throws IOException {
    Path folder = Files.createTempDirectory("nnc-cold-start");
    Path jar = folder.resolve("model.jar");
    Path data = folder.resolve("one.csv");
    try {
      CompiledModel compiled =
          Compiler.compile(workload.source(), workload.options(), Workload::find);
      ModelJar.write(jar, compiled, Weights.initial(compiled.load(), 1), true);
      Files.writeString(data, csv(compiled.info()));
      return nanos(List.of(JAVA, "-jar", jar.toString(), "predict", data.toString()), processes);
    } finally {
      Files.deleteIfExists(jar);
      Files.deleteIfExists(data);
      Files.delete(folder);
    }
  }

  /** The same of a virtual machine that does nothing but say its version. */
  static double nothing(int processes) throws IOException {
    return nanos(List.of(JAVA, "--version"), processes);
  }

  private static double nanos(List<String> command, int processes) throws IOException {
    long[] nanos = new long[processes];
    for (int i = 0; i < processes; i++) {
      nanos[i] = run(command);
    }
    Arrays.sort(nanos);
    return nanos[processes / 2];
  }

  /** The time to the second line of output: what comes behind the names of the columns. */
  private static long run(List<String> command) throws IOException {
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (BufferedReader output =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      output.readLine();
      String prediction = output.readLine();
      long nanos = System.nanoTime() - start;
      if (prediction == null || process.waitFor() != 0) {
        throw new IOException(String.join(" ", command) + " predicts nothing");
      }
      return nanos;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      process.destroy();
    }
  }

  /** One example with the names of its columns. */
  private static String csv(ModelInfo info) {
    Batch batch = Batch.of(info, 1);
    List<String> names = new ArrayList<>();
    List<String> cells = new ArrayList<>();
    for (ModelInfo.Field field : info.inputs()) {
      boolean listed = field.columns().size() == field.size();
      IntStream.range(0, field.size())
          .mapToObj(i -> listed ? field.columns().get(i) : field.name() + (plain(field) ? "" : i))
          .forEach(names::add);
      for (float value : batch.column(field)) {
        cells.add(cell(field, value));
      }
    }
    return String.join(",", names) + "\n" + String.join(",", cells) + "\n";
  }

  private static boolean plain(ModelInfo.Field field) {
    return field.shape().isEmpty();
  }

  private static String cell(ModelInfo.Field field, float value) {
    if (!field.categories().isEmpty()) {
      return field.categories().get((int) value);
    }
    return field.classes() > 0 ? "" + (int) value : "" + value;
  }
}
