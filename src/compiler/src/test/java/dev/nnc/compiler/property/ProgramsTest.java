package dev.nnc.compiler.property;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnc.compiler.Compiler;
import dev.nnc.compiler.Elaborated;
import dev.nnc.compiler.Options;
import dev.nnc.compiler.ir.Program;
import dev.nnc.compiler.pass.Pipeline;
import dev.nnc.compiler.plan.Target;
import dev.nnc.compiler.source.Source;
import dev.nnc.runtime.Frame;
import dev.nnc.runtime.ModelInfo;
import dev.nnc.runtime.Precision;
import dev.nnc.runtime.Routine;
import dev.nnc.runtime.Values;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Small programs, each with the numbers that must come out in its header, in every engine. */
class ProgramsTest {
  private static final Path FOLDER = Path.of("src/test/resources/programs");

  static List<Path> files() throws IOException {
    try (Stream<Path> all = Files.list(FOLDER)) {
      return all.filter(p -> p.toString().endsWith(".nn")).sorted().toList();
    }
  }

  private static Source read(Path path) {
    try {
      return new Source(FOLDER.relativize(path).toString(), Files.readString(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<Source> beside(Source from, String path) {
    Path file = FOLDER.resolve(from.name()).resolveSibling(path).normalize();
    return Files.exists(file) ? Optional.of(read(file)) : Optional.empty();
  }

  @Test
  void thereArePrograms() throws IOException {
    assertTrue(files().size() >= 40, "only " + files().size() + " programs");
  }

  @ParameterizedTest
  @MethodSource("files")
  void computesWhatItsHeaderSays(Path path) {
    Source source = read(path);
    Expectations header = Expectations.of(source.text());
    assertTrue(!header.expected().isEmpty(), "the header expects nothing");
    for (Precision precision : Precision.values()) {
      Options options = Options.standard().with(precision);
      Elaborated model = Compiler.elaborate(source, options, ProgramsTest::beside);
      if (header.parameters() != null) {
        assertEquals(
            header.parameters(),
            model.info().parameters().stream().map(ModelInfo.Parameter::name).toList());
      }
      for (boolean simplify : new boolean[] {true, false}) {
        if (simplify || !header.simplifiedOnly()) {
          for (Target target : targets(precision)) {
            String engine =
                precision
                    + (simplify ? " simplified" : "")
                    + (target == null ? " interpreted" : " generated " + target);
            new Session(model, header, precision, simplify, target).check(engine);
          }
        }
      }
    }
  }

  /** What programs are compiled for; null stands for the interpreter. */
  private static List<Target> targets(Precision precision) {
    List<Target> targets = new ArrayList<>();
    targets.add(null);
    targets.add(Target.SCALAR);
    if (precision == Precision.FLOAT && Workbench.LANES) {
      targets.add(Target.VECTOR);
    }
    return targets;
  }

  /** One engine at work on one program. */
  private record Session(
      Elaborated model, Expectations header, Precision precision, boolean simplify, Target target) {

    private Frame run(String name, Values parameters) {
      Program program = model.program(name);
      if (simplify) {
        program = Pipeline.standard().run(program).program();
      }
      Routine routine =
          target == null
              ? Workbench.interpreted(program, precision)
              : Workbench.generated(program, precision, target);
      Frame frame = new Frame(routine, header.batch());
      if (parameters != null) {
        frame.bindIfPresent("parameters", parameters);
        if (!model.info().states().isEmpty()) {
          frame.bindIfPresent("states", states());
        }
      }
      header.given().forEach((slot, numbers) -> give(frame, slot, numbers));
      frame.run(2);
      return frame;
    }

    private static void give(Frame frame, String place, double[] numbers) {
      String slot = place.startsWith("fitted") ? "fitted" : place;
      if (frame.has(slot)) {
        Values values = frame.values(slot);
        assertEquals(values.length(), numbers.length, "how many numbers " + place + " has");
        for (int i = 0; i < numbers.length; i++) {
          values.set(i, numbers[i]);
        }
      }
    }

    private Values parameters() {
      Values values = Values.allocate(precision, model.info().parameterCount());
      run("initialize", values);
      for (ModelInfo.Parameter parameter : model.info().parameters()) {
        double[] numbers = header.given().get("param:" + parameter.name());
        for (int i = 0; numbers != null && i < parameter.size(); i++) {
          values.set(parameter.offset() + i, numbers[i]);
        }
      }
      return values;
    }

    /** The first values of the states, or those of the header. */
    private Values states() {
      Values values = run("initialize", null).values("states").copy();
      for (ModelInfo.Parameter state : model.info().states()) {
        double[] numbers = header.given().get("state:" + state.name());
        for (int i = 0; numbers != null && i < state.size(); i++) {
          values.set(state.offset() + i, numbers[i]);
        }
      }
      return values;
    }

    void check(String engine) {
      Values parameters = parameters();
      boolean trains = model.program("train") != null;
      Frame predict = run("predict", parameters);
      Frame train = trains ? run("train", parameters) : null;
      Frame evaluate = trains ? run("evaluate", parameters) : null;
      for (Map.Entry<String, double[]> entry : header.expected().entrySet()) {
        String kind = entry.getKey().substring(0, entry.getKey().indexOf(':'));
        String name = entry.getKey().substring(kind.length() + 1);
        double[] wanted = entry.getValue();
        String what = engine + ": " + entry.getKey();
        switch (kind) {
          case "output" -> compare(what, wanted, predict.values("output:" + name), 0);
          case "loss" -> compare(what, wanted, evaluate.values("loss"), 0);
          case "train" -> compare(what, wanted, train.values("loss"), 0);
          case "grad" ->
              compare(
                  what,
                  wanted,
                  train.values("gradients"),
                  offset(model.info().parameters(), name, wanted));
          case "next" ->
              compare(
                  what,
                  wanted,
                  train.values("states'"),
                  offset(model.info().states(), name, wanted));
          default -> compare(what, wanted, metrics(evaluate), model.info().metrics().indexOf(name));
        }
      }
    }

    private Values metrics(Frame evaluate) {
      Program program = model.program("metrics");
      Frame frame = new Frame(Workbench.interpreted(program, Precision.DOUBLE), 1);
      if (frame.has("accumulators")) {
        Values sums = evaluate.values("accumulators");
        for (int i = 0; i < sums.length(); i++) {
          frame.values("accumulators").set(i, sums.get(i));
        }
      }
      if (frame.has("count")) {
        frame.values("count").set(0, header.batch());
      }
      frame.run();
      return frame.values("values");
    }

    private static int offset(List<ModelInfo.Parameter> all, String name, double[] wanted) {
      for (ModelInfo.Parameter parameter : all) {
        if (parameter.name().equals(name)) {
          assertEquals(parameter.size(), wanted.length, "how many numbers " + name + " has");
          return parameter.offset();
        }
      }
      throw new AssertionError("no " + name + " in " + all);
    }

    private void compare(String what, double[] wanted, Values values, int from) {
      double tolerance = precision == Precision.DOUBLE ? 1e-12 : 3e-6;
      for (int i = 0; i < wanted.length; i++) {
        double found = values.get(from + i);
        boolean near =
            Double.compare(wanted[i], found) == 0
                || Math.abs(wanted[i] - found) <= tolerance * Math.max(1, Math.abs(wanted[i]));
        assertTrue(near, what + "[" + i + "] is " + found + ", not " + wanted[i]);
      }
    }
  }
}
