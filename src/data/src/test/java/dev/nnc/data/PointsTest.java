package dev.nnc.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnc.runtime.ModelInfo.Field;
import dev.nnc.runtime.Precision;
import dev.nnc.runtime.Settings.Source;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Points that are drawn. */
final class PointsTest {
  private static final Field PLACE = Fixture.real("place", 2);
  private static final Field KIND = Fixture.classes("kind", 4);

  private static Columns draw(Map<String, String> arguments, List<Field> targets) {
    Source source = new Source("points", arguments);
    Dataset dataset =
        DataSource.open(source, List.of(PLACE, KIND), targets, Path.of("."), Precision.FLOAT);
    return ((Dataset.InMemory) dataset).columns();
  }

  @Test
  void theyFillTheirRangeEvenly() {
    Columns points = draw(Map.of("count", "2000"), List.of());
    int[] quarters = new int[4];
    int[] kinds = new int[4];
    for (int i = 0; i < 2000; i++) {
      double x = points.values("place").get(2 * i);
      double y = points.values("place").get(2 * i + 1);
      quarters[(x < 0.5 ? 0 : 1) + (y < 0.5 ? 0 : 2)]++;
      kinds[(int) points.values("kind").get(i)]++;
    }
    for (int k = 0; k < 4; k++) {
      assertEquals(500, quarters[k], 80);
      assertEquals(500, kinds[k], 80);
    }
  }

  @Test
  void sameSeedSamePoints() {
    Columns first = draw(Map.of("count", "50", "seed", "3"), List.of());
    Columns more = draw(Map.of("count", "60", "seed", "3"), List.of());
    Columns other = draw(Map.of("count", "50", "seed", "4"), List.of());
    int different = 0;
    for (int i = 0; i < 100; i++) {
      double here = first.values("place").get(i);
      assertEquals(here, more.values("place").get(i), "more points begin with the same ones");
      different += here == other.values("place").get(i) ? 0 : 1;
    }
    assertTrue(different > 90);
  }

  @Test
  void wrongUsesAreTold() {
    Fixture.fails(
        DataCode.UNREADABLE_FIELD,
        () -> draw(Map.of(), List.of(Fixture.real("height"))),
        "target height");
    Fixture.fails(DataCode.UNKNOWN_ARGUMENT, () -> draw(Map.of("cuont", "3"), List.of()), "count");
  }
}
