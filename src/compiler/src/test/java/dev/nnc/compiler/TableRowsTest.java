package dev.nnc.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.nnc.compiler.source.Source;
import dev.nnc.runtime.Model;
import dev.nnc.runtime.Predictor;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many rows of a table are predicted at once: fewer where each takes much memory. */
class TableRowsTest {
  private static Model model(int width) {
    String text =
        """
        model Wide {
          input  x[%1$d]
          target t[%1$d]
          y = x |> batch_norm
          output y
          loss mse(y, t)
        }
        train Wide { optimizer = sgd(lr: 0.1) }
        """
            .formatted(width);
    Source source = new Source("wide.nn", text);
    return Compiler.compile(source, Options.standard(), (from, path) -> Optional.empty()).load();
  }

  @ParameterizedTest
  @CsvSource({"16, 128", "1000000, 2", "8000000, 1"})
  void rowsFitIntoSomeMegabytes(int width, int most) {
    int rows = Predictor.forRows(model(width), null).capacity();
    assertEquals(most, rows);
  }

  @Test
  void anUnknownEntryIsStillSaid() {
    assertThrows(IllegalArgumentException.class, () -> Predictor.forRows(model(4), "walk"));
  }
}
