package dev.nnc.compiler.property;

import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnc.compiler.CompiledModel;
import dev.nnc.compiler.Compiler;
import dev.nnc.compiler.Elaborated;
import dev.nnc.compiler.Options;
import dev.nnc.compiler.ir.Program;
import dev.nnc.compiler.plan.AnyChoice;
import dev.nnc.compiler.plan.MemoryLimit;
import dev.nnc.compiler.plan.Plan;
import dev.nnc.compiler.plan.PlanOptions;
import dev.nnc.compiler.plan.Planner;
import dev.nnc.compiler.plan.Target;
import dev.nnc.compiler.source.Source;
import dev.nnc.runtime.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One step of every example: all its programs (training, update, prediction, entries) give the same
 * bits in the interpreter and in generated code, over numbers that fit the model.
 */
class ExampleModelsTest {
  private static final Path FOLDER =
      Path.of(System.getProperty("nnc.root", "../..")).resolve("examples");

  /** Hyperparameters that make a model small enough for the interpreter, by the file's name. */
  private static final Map<String, Map<String, String>> SMALLER =
      Map.ofEntries(
          entry("alpha-zero", Map.of("channels", "4")),
          entry("bert", Map.of("D", "16", "layers", "1", "T", "8")),
          entry("char-rnn", Map.of("T", "8", "H", "8", "E", "8")),
          entry("chat", Map.of("Q", "6", "A", "8", "D", "16", "layers", "1")),
          entry("detector", Map.of("channels", "2", "size", "24")),
          entry("diffusion", Map.of("channels", "4", "size", "8")),
          entry("digits-cnn", Map.of("hidden", "8")),
          entry("digits-resnet", Map.of("channels", "2")),
          entry("gan", Map.of("hidden", "8")),
          entry("listen-and-spell", Map.of("T", "16", "H", "4", "E", "4")),
          entry("music", Map.of("T", "8", "H", "8")),
          entry("nerf", Map.of("samples", "6", "hidden", "8")),
          entry("nerf-4d", Map.of("samples", "6", "hidden", "8")),
          entry("pinn", Map.of("hidden", "6")),
          entry("sentiment", Map.of("T", "8", "H", "8", "E", "8")),
          entry("speech-to-text", Map.of("T", "24", "H", "4")),
          entry("text-to-speech", Map.of("T", "16", "H", "8")),
          entry("time-series", Map.of("hidden", "8")),
          entry("tiny-gpt", Map.of("T", "8", "D", "16")),
          entry("translate", Map.of("S", "5", "T", "5", "E", "8", "H", "8")),
          entry("unet", Map.of("size", "16", "channels", "2")),
          entry("vae", Map.of("hidden", "8")));

  static Stream<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(FOLDER, 2)) {
      return all.filter(p -> p.toString().endsWith(".nn")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void aStepGivesTheBitsOfTheInterpreter(Path file) throws IOException {
    String name = file.getFileName().toString();
    Map<String, String> smaller = SMALLER.get(name.substring(0, name.lastIndexOf('.')));
    Options options = Options.standard().with(smaller == null ? Map.of() : smaller);
    Elaborated model =
        Compiler.elaborate(
            new Source(name, Files.readString(file)), options, (from, path) -> Optional.empty());
    CompiledModel compiled = Compiler.compile(model, options);
    Workbench bench = new Workbench(model.info());
    assertTrue(!compiled.passes().isEmpty());
    compiled
        .passes()
        .forEach(
            (routine, passes) -> {
              bench.engines(passes.program(), compiled.load().routine(routine), 2, 1);
              if (Workbench.LANES) {
                bench.engines(
                    passes.program(),
                    Workbench.generated(passes.program(), Precision.FLOAT, Target.VECTOR),
                    2,
                    1);
              }
              if (AnyChoice.trains(passes.program())) {
                again(bench, passes.program());
              }
            });
  }

  /** The same bits where values are computed again. */
  private static void again(Workbench bench, Program program) {
    Random random = new Random(program.name().length());
    MemoryLimit limit = MemoryLimit.LEAST.forBatch(Workbench.CAPACITY);
    for (Target target : Workbench.LANES ? Target.values() : new Target[] {Target.SCALAR}) {
      Plan least =
          Planner.plan(program, PlanOptions.of(Precision.FLOAT, target).with(true).with(limit));
      Plan any = AnyChoice.plan(program, Precision.FLOAT, target, random);
      bench.engines(program, Workbench.generated(least), 2, 1, 1);
      bench.engines(program, Workbench.generated(any), 2, 1, 3);
    }
  }
}
