package dev.nnc.compiler.ir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnc.compiler.Compiler;
import dev.nnc.compiler.Options;
import dev.nnc.compiler.source.Source;
import dev.nnc.runtime.Precision;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a checkpoint goes by to tell formulas apart. */
class FingerprintTest {
  private static final String MODEL =
      """
      import "bend.nn"

      model Some(hidden = 4) {
        input  x[3] standardized
        target t
        h = x |> dense(hidden) |> bend
        table[i] = [1.5, 2.5, 3.5][i] * x[i]
        p = (h |> dense(1) |> scalar) + sum(table)
        output p
        loss   mse(p, t)
        metric mae(p, t)
      }

      train Some {
        optimizer = adam(lr: 0.02)
        schedule  = exponential(decay: 0.9)
        batch     = 8
        epochs    = 6
      }
      """;
  private static final String IMPORTED = "fn bend(x) = tanh(x) + 0.1 * x";

  private static String of(String text, String imported, Options options) {
    String found =
        Compiler.elaborate(
                new Source("some.nn", text),
                options,
                (from, path) -> Optional.of(new Source(path, imported)))
            .info()
            .fingerprint();
    assertTrue(found.matches("[0-9a-f]{16}"), found);
    return found;
  }

  private static String of(String text) {
    return of(text, IMPORTED, Options.standard());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          epochs    = 6 | epochs = 60
          epochs    = 6 | patience = 3 epochs = 7
          batch     = 8 | batch = all
          p = (h        | p = ( /* the first */ h
          h = x         | // more to read
          """)
  void staysWhereTheFormulasDo(String part, String by) {
    String with = by.startsWith("//") ? by + "\n" + part : by;
    assertEquals(of(MODEL), of(replaced(part, with)));
  }

  @Test
  void namesOfValuesDoNotCount() {
    String renamed = replaced("  h = x", "  deep = x").replace("(h |>", "(deep |>");
    assertEquals(of(MODEL), of(renamed));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          hidden = 4    | hidden = 5
          mse(p, t)     | mse(t, p)
          mse(p, t)     | huber(p, t)
          mae(p, t)     | mse(p, t)
          lr: 0.02      | lr: 0.020000000000000004
          adam(         | sgd(
          decay: 0.9    | decay: 0.8
          2.5           | 2.25
          + sum(table)  | - sum(table)
          standardized  | ''
          """)
  void changesWithTheFormulas(String part, String by) {
    assertNotEquals(of(MODEL), of(replaced(part, by)));
  }

  @Test
  void changesWithWhatIsImportedAndChosen() {
    Options standard = Options.standard();
    String before = of(MODEL);
    assertEquals(before, of(MODEL, "// the same\n" + IMPORTED, standard));
    assertNotEquals(before, of(MODEL, "fn bend(x) = tanh(x) + 0.2 * x", standard));
    assertEquals(before, of(MODEL, IMPORTED, standard.with(Map.of("train.epochs", "9"))));
    assertEquals(before, of(MODEL, IMPORTED, standard.with(Map.of("patience", "9"))));
    assertNotEquals(before, of(MODEL, IMPORTED, standard.with(Map.of("hidden", "9"))));
    Options plain = new Options(Precision.FLOAT, Map.of(), null, null, false);
    assertNotEquals(before, of(MODEL, IMPORTED, plain));
  }

  private static String replaced(String part, String by) {
    assertTrue(MODEL.contains(part), part);
    return MODEL.replace(part, by);
  }
}
