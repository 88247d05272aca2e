package dev.nnc.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Finds what is not finite wherever it stands, and nothing where all is. */
final class FiniteTest {
  private static final double[] FINITE = {
    0, -0.0, 1.5, -Float.MAX_VALUE, Float.MAX_VALUE, Float.MIN_VALUE
  };
  private static final double[] OTHERS = {
    Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY
  };

  @ParameterizedTest
  @EnumSource(Precision.class)
  void anyPlace(Precision precision) {
    for (int length : new int[] {0, 1, 7, 8, 9, 353, 4095, 4096, 5000, 9216}) {
      for (int from : new int[] {0, 3}) {
        Values values = Values.allocate(precision, from + length);
        for (int i = 0; i < values.length(); i++) {
          values.set(i, i < from ? Double.NaN : FINITE[i % FINITE.length]);
        }
        Finite finite = new Finite(precision, length);
        assertEquals(true, finite.check(values, from), length + " from " + from);
        int step = Math.max(1, length / 97);
        for (int place = from; place < from + length; place += step) {
          double before = values.get(place);
          values.set(place, OTHERS[place % OTHERS.length]);
          assertEquals(false, finite.check(values, from), place + " of " + length);
          values.set(place, before);
        }
        assertEquals(true, finite.check(values, from), length + " from " + from + ", again");
      }
    }
  }
}
