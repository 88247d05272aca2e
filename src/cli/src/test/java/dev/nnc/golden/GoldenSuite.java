package dev.nnc.golden;

import dev.nnc.compiler.source.CompileException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Runs all cases of a folder and counts. */
final class GoldenSuite {
  /** The families whose cases are formulas of this version of the language. */
  static final List<String> FAMILIES =
      List.of(
          "activation",
          "attention",
          "broadcast",
          "conv",
          "dense",
          "elementwise",
          "embedding",
          "loss",
          "matmul",
          "network",
          "norm",
          "optimizer",
          "pool",
          "reduction",
          "rnn",
          "schedule",
          "shape");

  private final List<String> passed = new ArrayList<>();
  private final List<String> failed = new ArrayList<>();
  private final List<String> unmapped = new ArrayList<>();

  /** Runs the cases of all families in a folder, in the order of their names. */
  void run(Path folder) {
    for (String family : FAMILIES) {
      Path inside = folder.resolve(family);
      if (Files.isDirectory(inside)) {
        files(inside).forEach(file -> run(GoldenCase.read(file)));
      }
    }
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void run(GoldenCase golden) {
    String source = source(golden);
    if (source == null) {
      unmapped.add(golden.toString());
      return;
    }
    List<String> differences = new ArrayList<>();
    try {
      for (Engine engine : Engines.of(source)) {
        differences.addAll(differences(golden, engine));
      }
    } catch (CompileException e) {
      e.diagnostics().forEach(d -> differences.add(d.code() + " " + d.message() + ", " + d.span()));
    } catch (IllegalStateException | IllegalArgumentException e) {
      differences.add(e.toString());
    }
    if (differences.isEmpty()) {
      passed.add(golden.toString());
    } else {
      failed.add(golden + ":\n    " + String.join("\n    ", differences) + "\n" + source);
    }
  }

  /** The case as a .nn program, or null where no rule knows it. */
  static String source(GoldenCase golden) {
    return switch (golden.family()) {
      case "optimizer" ->
          golden.json().has("clipped")
              ? TrainingText.clipping(golden)
              : TrainingText.optimizer(golden);
      case "schedule" -> TrainingText.schedule(golden);
      default -> {
        Translation translation = Rules.translate(golden);
        yield translation == null ? null : translation.source();
      }
    };
  }

  private static List<String> differences(GoldenCase golden, Engine engine) {
    return switch (golden.family()) {
      case "optimizer" ->
          golden.json().has("clipped")
              ? new OptimizerRun(golden, engine).clipping()
              : new OptimizerRun(golden, engine).differences();
      case "schedule" -> ScheduleRun.differences(golden, engine);
      default -> new ForwardRun(golden, Rules.translate(golden), engine).differences();
    };
  }

  List<String> passed() {
    return passed;
  }

  List<String> failed() {
    return failed;
  }

  /** What was counted, with every failure and every case without a rule. */
  String report() {
    StringBuilder text = new StringBuilder();
    failed.forEach(line -> text.append("failed ").append(line).append('\n'));
    unmapped.forEach(line -> text.append("unmapped ").append(line).append('\n'));
    return text.append(
            "passed %d, failed %d, unmapped %d"
                .formatted(passed.size(), failed.size(), unmapped.size()))
        .toString();
  }
}
