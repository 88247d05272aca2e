package dev.nnc.data;

import static dev.nnc.data.Fixture.doubles;
import static dev.nnc.data.Fixture.fails;
import static dev.nnc.data.Fixture.model;
import static dev.nnc.data.Fixture.write;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nnc.runtime.DoubleValues;
import dev.nnc.runtime.ModelInfo;
import dev.nnc.runtime.ModelInfo.Parameter;
import dev.nnc.runtime.Values;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WeightFileTest {
  private static final ModelInfo MODEL =
      with(new Parameter("dense1.W", List.of(2, 2), 1), new Parameter("b", List.of(), 0));

  @TempDir Path folder;

  private static ModelInfo with(Parameter... parameters) {
    return model(List.of(), List.of(), List.of(parameters));
  }

  @Test
  void weightsReadBack() {
    Values weights = new DoubleValues(new double[] {0.1, -2, 3e-300, 4, 5});
    for (String name : List.of("w.npz", "w.safetensors")) {
      Path file = folder.resolve(name);
      WeightFile.write(file, MODEL, weights);
      assertArrayEquals(doubles(weights), doubles(WeightFile.read(file, MODEL)), name);
    }
  }

  @Test
  void otherModelsWeightsAreRefused() {
    Path file = folder.resolve("w.npz");
    WeightFile.write(file, MODEL, new DoubleValues(new double[5]));
    Parameter w = new Parameter("dense1.W", List.of(2, 2), 0);
    fails(
        DataCode.EXTRA_ARRAY,
        () -> WeightFile.read(file, with(w)),
        "the model has no \"b\"",
        "The parameters are \"dense1.W\", the arrays \"dense1.W\", \"b\"");
    fails(
        DataCode.UNKNOWN_ARRAY,
        () -> WeightFile.read(file, with(w, new Parameter("c", List.of(), 4))),
        "the file lacks \"c\"; the model has no \"b\"");
    fails(
        DataCode.SHAPE_MISMATCH,
        () ->
            WeightFile.read(
                file,
                with(new Parameter("dense1.W", List.of(4), 0), new Parameter("b", List.of(), 4))),
        "array \"dense1.W\": it has shape [2, 2], the model's parameter [4]");
    WeightFile.write(file, MODEL, new DoubleValues(new double[] {0, 1, 2, Double.NaN, 0}));
    fails(DataCode.NOT_FINITE, () -> WeightFile.read(file, MODEL), "number 2 is NaN");
  }

  @Test
  void whatCannotBeWrittenLeavesNothingBehind() throws IOException {
    Values weights = new DoubleValues(new double[5]);
    fails(
        DataCode.NOT_WRITABLE,
        () -> WeightFile.write(folder.resolve("no/w.npz"), MODEL, weights),
        "there is no folder");
    Path taken = Files.createDirectory(folder.resolve("taken.npz"));
    fails(DataCode.NOT_WRITABLE, () -> WeightFile.write(taken, MODEL, weights), "a folder");
    fails(DataCode.UNKNOWN_FORMAT, () -> WeightFile.write(folder.resolve("w"), MODEL, weights));
    Path file = write(folder, "kept.txt", "kept");
    fails(
        DataCode.NOT_WRITABLE,
        () ->
            OutputFile.write(
                file,
                out -> {
                  out.write(1);
                  throw new IOException("no room");
                }),
        "no room");
    assertEquals("kept", Files.readString(file));
    try (var files = Files.list(folder)) {
      assertEquals(2, files.count());
    }
  }
}
