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

/** Views of a scene. */
final class ViewsTest {
  private static final Field ORIGIN = Fixture.real("origin", 3);
  private static final Field DIRECTION = Fixture.real("direction", 3);
  private static final Field COLOUR = Fixture.real("colour", 3);
  private static final Field TIME = Fixture.real("time");

  private static Columns take(Map<String, String> arguments, Field... inputs) {
    Source source = new Source("views", arguments);
    Dataset dataset =
        DataSource.open(source, List.of(inputs), List.of(COLOUR), Path.of("."), Precision.FLOAT);
    return ((Dataset.InMemory) dataset).columns();
  }

  @Test
  void everyPixelIsARayOfLengthOneAndAColour() {
    Columns rays = take(Map.of("count", "3", "size", "16"), ORIGIN, DIRECTION);
    assertEquals(3 * 256, rays.count());
    int white = 0;
    for (int i = 0; i < 3 * 256; i++) {
      assertEquals(2.6, length(rays.values("origin"), i), 1e-5);
      assertEquals(1, length(rays.values("direction"), i), 1e-5);
      boolean nothing = true;
      for (int c = 0; c < 3; c++) {
        double part = rays.values("colour").get(3 * i + c);
        assertTrue(part >= 0 && part <= 1);
        nothing &= part == 1;
      }
      white += nothing ? 1 : 0;
    }
    assertTrue(white > 3 * 256 / 4 && white < 3 * 256 * 3 / 4, white + " of 768 see nothing");
  }

  private static double length(Values values, int i) {
    double sum = 0;
    for (int k = 0; k < 3; k++) {
      sum += values.get(3 * i + k) * values.get(3 * i + k);
    }
    return Math.sqrt(sum);
  }

  @Test
  void sameSeedSameViews() {
    Columns first = take(Map.of("count", "2", "size", "8", "seed", "3"), ORIGIN, TIME);
    Columns more = take(Map.of("count", "3", "size", "8", "seed", "3"), ORIGIN, TIME);
    Columns other = take(Map.of("count", "2", "size", "8", "seed", "4"), ORIGIN, TIME);
    for (int i = 0; i < 2 * 64; i++) {
      assertEquals(first.values("time").get(i), more.values("time").get(i));
      assertEquals(first.values("colour").get(3 * i), more.values("colour").get(3 * i));
    }
    assertTrue(first.values("time").get(0) != other.values("time").get(0));
    assertTrue(first.values("time").get(0) != first.values("time").get(64), "a time for each view");
  }

  /** The same place at two times shows two pictures, and the red ball higher up in the middle. */
  @Test
  void theSceneMoves() {
    double[] height = new double[2];
    for (int k = 0; k < 2; k++) {
      View view = new View(5, 0, 40, k * 0.5);
      double count = 0;
      for (int pixel = 0; pixel < 1600; pixel++) {
        double[] colour = view.colour(pixel);
        if (colour[0] > 3 * colour[2] && colour[0] > 3 * colour[1]) {
          int row = pixel / 40;
          height[k] -= row;
          count++;
        }
      }
      assertTrue(count > 20, "the red ball is seen");
      height[k] /= count;
    }
    assertTrue(height[1] > height[0] + 2, height[0] + ", " + height[1]);
  }

  @Test
  void wrongUsesAreTold() {
    Fixture.fails(
        DataCode.UNREADABLE_FIELD, () -> take(Map.of(), Fixture.real("origin", 2)), "origin[2]");
    Fixture.fails(DataCode.BAD_ARGUMENT, () -> take(Map.of("size", "0"), ORIGIN), "size");
  }
}
