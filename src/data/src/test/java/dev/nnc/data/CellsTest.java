package dev.nnc.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnc.runtime.ModelInfo.Field;
import dev.nnc.runtime.Precision;
import dev.nnc.runtime.Settings.Source;
import dev.nnc.runtime.Values;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Cells that are drawn, and their masks. */
final class CellsTest {
  private static final Field IMAGE = Fixture.real("image", 40, 32);
  private static final Field MASK =
      new Field("mask", List.of(40, 32), 2, List.of(), List.of(), -1, "");
  private static final int SIZE = 40 * 32;

  private static Columns draw(Map<String, String> arguments, Field... fields) {
    Source source = new Source("cells", arguments);
    Dataset dataset =
        DataSource.open(source, List.of(fields), List.of(), Path.of("."), Precision.FLOAT);
    return ((Dataset.InMemory) dataset).columns();
  }

  /** Membranes are dark and a minor part; brightness tells them from cells, but not surely. */
  @Test
  void masksTellWhereMembranesAre() {
    Columns columns = draw(Map.of("count", "20"), IMAGE, MASK);
    Values image = columns.values("image");
    Values mask = columns.values("mask");
    double[] sum = new double[2];
    int[] count = new int[2];
    int dark = 0;
    for (int i = 0; i < 20 * SIZE; i++) {
      assertTrue(image.get(i) >= 0 && image.get(i) <= 1);
      int inside = (int) mask.get(i);
      sum[inside] += image.get(i);
      count[inside]++;
      dark += inside == 1 && image.get(i) < 0.45 ? 1 : 0;
    }
    double share = count[0] / (20.0 * SIZE);
    assertTrue(share > 0.2 && share < 0.4, () -> "membranes " + share);
    double membrane = sum[0] / count[0];
    double cell = sum[1] / count[1];
    assertTrue(cell - membrane > 0.15, () -> membrane + " and " + cell);
    assertTrue(dark > 0.02 * count[1], "grains and noise make parts of cells dark");
  }

  @Test
  void sameSeedSameCells() {
    Columns first = draw(Map.of("count", "4", "seed", "3"), IMAGE, MASK);
    Columns more = draw(Map.of("count", "6", "seed", "3"), MASK, IMAGE);
    Columns other = draw(Map.of("count", "4", "seed", "4"), IMAGE, MASK);
    int different = 0;
    for (int i = 0; i < 4 * SIZE; i++) {
      assertEquals(first.values("image").get(i), more.values("image").get(i));
      assertEquals(first.values("mask").get(i), more.values("mask").get(i));
      different += first.values("mask").get(i) == other.values("mask").get(i) ? 0 : 1;
    }
    assertTrue(different > SIZE);
  }

  @Test
  void wrongUsesAreTold() {
    Fixture.fails(
        DataCode.SHAPE_MISMATCH, () -> draw(Map.of(), Fixture.real("x", 3)), "image[32, 32]");
    Fixture.fails(
        DataCode.SHAPE_MISMATCH, () -> draw(Map.of(), Fixture.classes("k", 2)), "mask[32, 32]");
    Fixture.fails(DataCode.UNKNOWN_ARGUMENT, () -> draw(Map.of("size", "3"), IMAGE), "seed");
    Fixture.fails(DataCode.BAD_ARGUMENT, () -> draw(Map.of("count", "many"), IMAGE), "count");
  }
}
