package dev.nnc.data;

import static dev.nnc.data.Fixture.fails;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnc.runtime.Precision;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CsvOutputTest {
  @TempDir Path folder;

  @Test
  void cellsAreQuotedWhereTheyMustBe() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (CsvOutput out = new CsvOutput(bytes)) {
      out.text("name").text("a,b").text("a\"b").end();
      out.text("σ").number(1.5, Precision.DOUBLE).number(0.1f, Precision.FLOAT).end();
    }
    assertEquals("name,\"a,b\",\"a\"\"b\"\nσ,1.5,0.1\n", bytes.toString(StandardCharsets.UTF_8));
  }

  @Test
  void filesAppearWhole() throws IOException {
    Path file = folder.resolve("p.csv");
    CsvOutput.write(file, out -> out.text("y").end());
    assertEquals("y\n", Files.readString(file));
    fails(
        DataCode.NOT_WRITABLE,
        () -> CsvOutput.write(folder.resolve("no/p.csv"), out -> out.text("y").end()));
  }

  @Test
  void numbersAreShort() {
    assertEquals("0.1", Numbers.shortest(0.1f, Precision.FLOAT));
    assertEquals("0.1", Numbers.shortest(0.1));
    assertEquals("348900", Numbers.shortest(348900));
    assertEquals("-0.002", Numbers.shortest(-2e-3));
    assertEquals("1E-7", Numbers.shortest(1e-7));
    assertEquals("2E23", Numbers.shortest(Double.parseDouble("2e23")));
    assertEquals("8.41E21", Numbers.shortest(Double.parseDouble("8.41e21")));
    assertEquals("1.5E300", Numbers.shortest(1.5e300));
    assertEquals("16777216", Numbers.shortest(16777216f));
    assertEquals("0", Numbers.shortest(0));
    assertEquals("-0", Numbers.shortest(-0.0));
    assertEquals("NaN", Numbers.shortest(Double.NaN));
    assertEquals("-Infinity", Numbers.shortest(Float.NEGATIVE_INFINITY));
    assertEquals("5E-324", Numbers.shortest(Double.MIN_VALUE));
    assertEquals("1E-45", Numbers.shortest(Float.MIN_VALUE));
  }

  @Test
  void numbersReadBackEqual() {
    Random random = new Random(3);
    for (int i = 0; i < 20_000; i++) {
      double value = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(value)) {
        String text = Numbers.shortest(value);
        assertEquals(value, Double.parseDouble(text));
        assertTrue(Cell.isNumber(text), text);
      }
      float single = Float.intBitsToFloat(random.nextInt());
      if (Float.isFinite(single)) {
        String text = Numbers.shortest(single, Precision.FLOAT);
        assertEquals(single, Float.parseFloat(text));
        assertTrue(text.length() <= Float.toString(single).length() + 12, text);
      }
    }
  }
}
