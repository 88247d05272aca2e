package dev.nnc.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModelTextTest {
  private static final String ODD =
      "a \"b\" \\ [c]\r\n\t\u0000 x\\n ß 漢 😀 \ud800 \u2028\uFEFF 'd' ]";

  private static ModelInfo info() {
    return new ModelInfo(
        "demo.House$Price",
        ODD,
        Precision.DOUBLE,
        List.of(
            new ModelInfo.Field("σ'", List.of(3, 4), 0, List.of(), List.of("{3}", ODD), 8, ODD),
            new ModelInfo.Field("", List.of(), 7, List.of(), List.of(), -1, ""),
            new ModelInfo.Field("v", List.of(2), 0, List.of(), List.of(), -1, ODD)
                .withFills(List.of(0.1, -0.0))),
        List.of(new ModelInfo.Field("t", List.of(), 0, List.of(ODD, "", "b"), List.of(), -1, "")),
        List.of(new ModelInfo.Output("p", List.of(3), "t", ODD)),
        List.of(new ModelInfo.Parameter("dense1.W", List.of(3, 64), 17)),
        192,
        24,
        List.of("mae", ODD),
        5,
        List.of(
            new ModelInfo.Loss(
                ODD, 0, 100, 1, List.of(0.0, -0.0, 0.1, Double.POSITIVE_INFINITY), true),
            new ModelInfo.Loss("second", 100, 92, 5, List.of(), false)),
        List.of(Double.NaN, Double.MIN_VALUE),
        new Settings(
            new Settings.Source("csv", Map.of("0", ODD, "header", "", "", "z")),
            new Settings.Source("idx", Map.of()),
            List.of(new Settings.Share("train", 0.1 + 0.2, 0), new Settings.Share("test", 0, 5)),
            0,
            200,
            Long.MIN_VALUE,
            Settings.Order.JAVA_SHUFFLE,
            3,
            ODD,
            true),
        "0123456789abcdef",
        List.of(
            new ModelInfo.Entry(
                "next'",
                List.of(new ModelInfo.Field("x", List.of(2), 5, List.of(), List.of(), -1, ODD)),
                List.of(
                    new ModelInfo.Carried("h", List.of(2, 3)),
                    new ModelInfo.Carried("c", List.of()),
                    new ModelInfo.Carried("k", List.of(), 7)),
                List.of(new ModelInfo.Output("y", List.of(), "", "")),
                ODD),
            new ModelInfo.Entry("plain", List.of(), List.of(), List.of(), "")),
        List.of(new ModelInfo.Parameter("norm1.center", List.of(), 1)));
  }

  @Test
  void roundTrip() {
    String text = ModelText.write(info());
    assertEquals(info(), ModelText.read(text));
    assertEquals(text, ModelText.write(ModelText.read(text)));
    assertTrue(text.chars().allMatch(c -> c == '\n' || c >= ' '), text);
  }

  @Test
  void roundTripWithoutSettingsAndLists() {
    ModelInfo empty =
        new ModelInfo(
            "A",
            "",
            Precision.FLOAT,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            0,
            0,
            List.of(),
            0,
            List.of(),
            List.of(),
            Settings.standard());
    assertEquals(empty, ModelText.read(ModelText.write(empty)));
  }

  @Test
  void fillsAreAsManyAsNumbers() {
    ModelInfo.Field field = info().inputs().get(2);
    assertEquals(List.of(1.0, 2.0), field.withFills(List.of(1.0, 2.0)).fills());
    assertEquals(List.of(), field.withFills(List.of()).fills());
    assertThrows(IllegalArgumentException.class, () -> field.withFills(List.of(1.0)));
  }

  @Test
  void fillsGoToInputsAlone() {
    ModelInfo filled = info().withFills(Map.of("v", List.of(3.0, 4.0), "t", List.of(5.0)));
    assertEquals(List.of(3.0, 4.0), filled.field("v").fills());
    assertEquals(List.of(), filled.field("t").fills());
    assertEquals(info(), filled.withFills(Map.of("v", List.of(0.1, -0.0))));
    assertEquals(List.of(), filled.withFills(Map.of()).field("v").fills());
  }

  @Test
  void namesTheLineOfWhatIsWrong() {
    String text = ModelText.write(info());
    assertWrong("", "line 1: \"\" instead of \"nninfo\"");
    assertWrong("PK zip", "line 1: \"PK\" instead of \"nninfo\"");
    assertWrong(
        text.replace("nninfo 3", "nninfo 2"),
        "line 1: format version 2 instead of 3; compile the model anew");
    assertWrong(text.replace("double", "half"), "line 5: \"half\" instead of one of");
    assertWrong(text.replace("numbers 192", "numbers x"), "line 6: \"x\" instead of a whole");
    assertWrong(text + "more", "\"more\" instead of the end");
    for (int length = 0; length < text.length() - 1; length++) {
      String cut = text.substring(0, length);
      assertThrows(IllegalArgumentException.class, () -> ModelText.read(cut), cut);
    }
  }

  private static void assertWrong(String text, String message) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> ModelText.read(text));
    assertTrue(
        e.getMessage().startsWith(message) || e.getMessage().contains(message), e.getMessage());
  }
}
