package dev.nnc.benchmarks.scaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnc.benchmarks.peers.Task;
import dev.nnc.compiler.CompiledModel;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AxisTest {
  @ParameterizedTest
  @EnumSource(Axis.class)
  void everyTableGrowsFromRowToRow(Axis axis) {
    for (List<Point> rows : axis.tables(2)) {
      assertTrue(rows.size() >= 2, rows.toString());
      for (int i = 1; i < rows.size(); i++) {
        assertTrue(rows.get(i - 1).size() < rows.get(i).size(), rows.toString());
      }
    }
  }

  @Test
  void theHyperparameterIsThatOfTheNetwork() {
    Point narrow = Axis.WIDTH.tables(1).get(0).get(0);
    CompiledModel compiled = Task.compile(narrow.network(), narrow.set());
    assertEquals(narrow.size() * 64, compiled.info().parameters().get(0).size());
  }
}
