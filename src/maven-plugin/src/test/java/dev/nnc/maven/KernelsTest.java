package dev.nnc.maven;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnc.compiler.Compiler;
import dev.nnc.compiler.Elaborated;
import dev.nnc.compiler.Options;
import dev.nnc.compiler.source.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.maven.plugin.logging.SystemStreamLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelsTest {
  @TempDir Path classes;

  /** A log that keeps its warnings. */
  private static final class Warnings extends SystemStreamLog {
    final List<String> told = new ArrayList<>();

    @Override
    public void warn(CharSequence content) {
      told.add(content.toString());
    }
  }

  @Test
  void weightsThatCannotBeReadAreWarnedOf() throws IOException {
    Elaborated model =
        Compiler.elaborate(
            new Source(
                "line.nn", "model Line { input x  param a ~ ones  output y = a * x  loss y }"),
            Options.standard(),
            (from, path) -> Optional.empty());
    Path weights = classes.resolve("line/Line.weights");
    Files.createDirectories(weights.getParent());
    Files.writeString(weights, "from another time");
    Warnings warnings = new Warnings();
    Map<Path, byte[]> outputs = new Kernels(classes, warnings).outputs(model, Options.standard());
    assertTrue(
        outputs.containsKey(classes.resolve("line/Line$Train.class")), outputs.keySet()::toString);
    assertEquals(2, warnings.told.size(), warnings.told::toString);
    assertTrue(warnings.told.get(0).startsWith(weights + " does not fit"), warnings.told.get(0));
    assertTrue(warnings.told.get(1).startsWith("train it again"), warnings.told.get(1));
  }
}
