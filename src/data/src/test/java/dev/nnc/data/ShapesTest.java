package dev.nnc.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnc.runtime.ModelInfo.Field;
import dev.nnc.runtime.Precision;
import dev.nnc.runtime.Settings.Source;
import dev.nnc.runtime.Values;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Shapes that are drawn, with their boxes and kinds. */
final class ShapesTest {
  private static final int SIDE = 48;
  private static final Field IMAGE = Fixture.real("image", SIDE, SIDE);
  private static final Field BOXES = Fixture.real("boxes", 3, 4);
  private static final Field KINDS =
      new Field("kinds", List.of(3), 4, List.of(), List.of(), -1, "");

  private static Columns draw(Map<String, String> arguments, Field... fields) {
    Source source = new Source("shapes", arguments);
    Dataset dataset =
        DataSource.open(source, List.of(fields), List.of(), Path.of("."), Precision.FLOAT);
    return ((Dataset.InMemory) dataset).columns();
  }

  /** Boxes lie in the image, are empty where there is nothing, and tell what differs from it. */
  @Test
  void boxesAreAroundShapes() {
    Columns columns = draw(Map.of("count", "200"), IMAGE, BOXES, KINDS);
    int[] kinds = new int[4];
    int differ = 0;
    for (int i = 0; i < 200; i++) {
      int outside = 0;
      double ground = 0;
      for (int k = 0; k < SIDE * SIDE; k++) {
        if (!covered(columns.values("boxes"), i, k)) {
          ground += columns.values("image").get(i * SIDE * SIDE + k);
          outside++;
        }
      }
      for (int k = 0; k < 3; k++) {
        int kind = (int) columns.values("kinds").get(3 * i + k);
        kinds[kind]++;
        double[] box = new double[4];
        for (int side = 0; side < 4; side++) {
          box[side] = columns.values("boxes").get(4 * (3 * i + k) + side);
          assertTrue(box[side] >= -1e-6 && box[side] <= 1 + 1e-6 && (kind > 0 || box[side] == 0));
        }
        double wide = box[2] - box[0];
        assertTrue(kind == 0 || (wide > 0.14 && wide <= 0.4 + 1e-6), () -> "width " + wide);
        int middle = (int) (SIDE * (box[0] + box[2]) / 2);
        int row = (int) (SIDE * (box[1] + box[3]) / 2);
        double centre = columns.values("image").get((i * SIDE + row) * SIDE + middle);
        differ += kind > 0 && Math.abs(centre - ground / outside) > 0.1 ? 1 : 0;
      }
      assertNotEquals(0.0, columns.values("kinds").get(3 * i), "there is at least one");
    }
    int things = kinds[1] + kinds[2] + kinds[3];
    assertTrue(things > 300 && kinds[0] > 60, () -> things + " things");
    for (int kind = 1; kind < 4; kind++) {
      assertEquals(things / 3.0, kinds[kind], 40, "of kind " + kind);
    }
    assertTrue(differ > 0.95 * things, differ + " of " + things + " differ from the ground");
  }

  private static boolean covered(Values boxes, int example, int pixel) {
    int row = pixel / SIDE;
    double y = (row + 0.5) / SIDE;
    double x = (pixel % SIDE + 0.5) / SIDE;
    for (int k = 0; k < 3; k++) {
      int from = 4 * (3 * example + k);
      if (x > boxes.get(from)
          && x < boxes.get(from + 2)
          && y > boxes.get(from + 1)
          && y < boxes.get(from + 3)) {
        return true;
      }
    }
    return false;
  }

  @Test
  void sameSeedSameShapes() {
    Columns first = draw(Map.of("count", "5", "seed", "3"), IMAGE, KINDS, BOXES);
    Columns more = draw(Map.of("count", "7", "seed", "3"), BOXES, IMAGE);
    Columns other = draw(Map.of("count", "5", "seed", "4"), BOXES, IMAGE);
    for (int i = 0; i < 5 * SIDE * SIDE; i++) {
      assertEquals(first.values("image").get(i), more.values("image").get(i));
    }
    for (int i = 0; i < 5 * 12; i++) {
      assertEquals(first.values("boxes").get(i), more.values("boxes").get(i));
    }
    assertNotEquals(first.values("boxes").get(0), other.values("boxes").get(0));
  }

  @Test
  void wrongUsesAreTold() {
    Fixture.fails(
        DataCode.SHAPE_MISMATCH, () -> draw(Map.of(), Fixture.real("x", 3)), "image[48, 48]");
    Fixture.fails(
        DataCode.SHAPE_MISMATCH, () -> draw(Map.of(), Fixture.real("x", 2, 4), KINDS), "of one");
    Fixture.fails(DataCode.UNKNOWN_ARGUMENT, () -> draw(Map.of("size", "3"), IMAGE), "seed");
  }
}
