package org.example;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class ForecastTest {
  @Test
  void javaCodeOfTheSameModuleCallsTheModel() {
    assertEquals(2, new Forecast().rain(0.5, false));
    assertEquals(3, new Forecast().rain(0.5, true));
  }

  @Test
  void outputsWithAShapeAreArraysAndWrongArgumentsAreRefused() {
    Weather weather = new Weather();
    assertArrayEquals(
        new float[] {6, 4}, weather.class_(0, "clear", new float[] {3, 2}, 0));
    assertThrows(
        IllegalArgumentException.class, () -> weather.guess(0, "red", new float[] {3, 2}, 0));
  }

  @Test
  void testsHaveModelsOfTheirOwn() {
    assertEquals(8, new Twice().result(4));
  }
}
