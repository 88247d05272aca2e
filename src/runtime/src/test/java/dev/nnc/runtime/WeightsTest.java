package dev.nnc.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WeightsTest {
  private static Weights sample(Precision precision, int parameters, int fitted) {
    Weights weights =
        new Weights(Values.allocate(precision, parameters), Values.allocate(precision, fitted));
    for (int i = 0; i < parameters; i++) {
      weights.parameters().set(i, Random.uniform(3, 0, i, 0, 0) / 3 - 0.1);
    }
    if (parameters > 4) {
      double[] odd = {-0.0, Double.NaN, Double.NEGATIVE_INFINITY, Double.MIN_VALUE};
      for (int i = 0; i < odd.length; i++) {
        weights.parameters().set(i, odd[i]);
      }
    }
    weights.fitted().fill(0.3);
    return weights;
  }

  private static byte[] bytes(Weights weights) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    weights.write(out);
    return out.toByteArray();
  }

  private static Weights read(byte[] bytes) throws IOException {
    return Weights.read(new ByteArrayInputStream(bytes));
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void roundTripIsExact(Precision precision) throws IOException {
    for (int count : new int[] {0, 1, 5, 65_536, 65_537, 300_000}) {
      Weights weights = sample(precision, count, 3);
      Weights again = read(bytes(weights));
      assertEquals(precision, again.parameters().precision());
      assertArrayEquals(
          TrainerTest.array(weights.parameters()), TrainerTest.array(again.parameters()));
      assertArrayEquals(TrainerTest.array(weights.fitted()), TrainerTest.array(again.fitted()));
      assertArrayEquals(bytes(weights), bytes(again));
    }
  }

  @Test
  void damageIsNoticed() throws IOException {
    byte[] good = bytes(sample(Precision.FLOAT, 20, 2));
    for (int i = 0; i < good.length; i++) {
      byte[] flipped = good.clone();
      flipped[i] ^= 0x10;
      assertThrows(IOException.class, () -> read(flipped), "byte " + i);
      byte[] cut = Arrays.copyOf(good, i);
      assertThrows(IOException.class, () -> read(cut), "length " + i);
    }
    assertThrows(IOException.class, () -> read(Arrays.copyOf(good, good.length + 1)));
  }

  @Test
  void otherModelsAreRefused() {
    Linear model = new Linear(Precision.FLOAT, Settings.standard());
    assertEquals(
        1, sample(Precision.FLOAT, 3, 4).fit(model.info()).copy().parameters().length() - 2);
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> sample(Precision.DOUBLE, 4, 4).fit(model.info()));
    assertTrue(
        e.getMessage()
            .endsWith(
                "3 parameters and 4 statistics in FLOAT,"
                    + " there are 4 parameters and 4 statistics in DOUBLE"),
        e.getMessage());
  }
}
