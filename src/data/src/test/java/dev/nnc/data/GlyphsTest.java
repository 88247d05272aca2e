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

/** Digits that are drawn. */
final class GlyphsTest {
  private static final Field IMAGE = Fixture.real("image", 28, 28);
  private static final Field LABEL = Fixture.classes("label", 10);

  private static Columns draw(Map<String, String> arguments, Field... fields) {
    Source source = new Source("glyphs", arguments);
    Dataset dataset =
        DataSource.open(source, List.of(fields), List.of(), Path.of("."), Precision.FLOAT);
    return ((Dataset.InMemory) dataset).columns();
  }

  @Test
  void sameSeedSameImages() {
    Columns first = draw(Map.of("count", "50", "seed", "3"), IMAGE, LABEL);
    Columns again = draw(Map.of("count", "60", "seed", "3"), IMAGE, LABEL);
    Columns other = draw(Map.of("count", "50", "seed", "4"), IMAGE, LABEL);
    assertEquals(50, first.count());
    int different = 0;
    for (int i = 0; i < 50 * 784; i++) {
      double here = first.values("image").get(i);
      assertEquals(here, again.values("image").get(i), "more examples begin with the same ones");
      assertTrue(here >= 0 && here <= 255 && here == Math.rint(here));
      different += here == other.values("image").get(i) ? 0 : 1;
    }
    assertTrue(different > 50 * 784 / 4);
  }

  /** The image of the mean of a digit is nearer to most images of that digit than any other. */
  @Test
  void imagesShowTheirDigits() {
    Columns examples = draw(Map.of("count", "1000"), IMAGE, LABEL);
    Values images = examples.values("image");
    double[][] mean = new double[10][784];
    int[] count = new int[10];
    for (int i = 0; i < 1000; i++) {
      int digit = (int) examples.values("label").get(i);
      count[digit]++;
      for (int k = 0; k < 784; k++) {
        mean[digit][k] += images.get(784 * i + k);
      }
    }
    int right = 0;
    for (int i = 0; i < 1000; i++) {
      int nearest = -1;
      double least = Double.MAX_VALUE;
      for (int digit = 0; digit < 10; digit++) {
        double distance = 0;
        for (int k = 0; k < 784; k++) {
          double gap = images.get(784 * i + k) - mean[digit][k] / count[digit];
          distance += gap * gap;
        }
        nearest = distance < least ? digit : nearest;
        least = Math.min(least, distance);
      }
      right += nearest == (int) examples.values("label").get(i) ? 1 : 0;
    }
    int hits = right;
    assertTrue(hits > 650, () -> hits + " of 1000");
    for (int digit = 0; digit < 10; digit++) {
      assertTrue(count[digit] > 60, "of " + digit);
    }
  }

  @Test
  void anySizeAndChannels() {
    Columns small = draw(Map.of("count", "5"), Fixture.real("x", 1, 12, 10), LABEL);
    assertEquals(5 * 120, small.values("x").length());
  }

  @Test
  void wrongUsesAreTold() {
    Fixture.fails(
        DataCode.SHAPE_MISMATCH, () -> draw(Map.of(), Fixture.real("x", 3)), "image[28, 28]");
    Fixture.fails(
        DataCode.SHAPE_MISMATCH, () -> draw(Map.of(), IMAGE, Fixture.classes("k", 9)), "int<10>");
    Fixture.fails(DataCode.UNKNOWN_ARGUMENT, () -> draw(Map.of("cuont", "3"), IMAGE), "count");
    Fixture.fails(DataCode.BAD_ARGUMENT, () -> draw(Map.of("count", "many"), IMAGE), "count");
  }
}
