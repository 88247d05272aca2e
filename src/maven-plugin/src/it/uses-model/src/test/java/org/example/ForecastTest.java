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
    assertArrayEquals(new float[] {6, 4}, weather.class_(0, "clear", new float[] {3, 2}, 0));
    assertThrows(
        IllegalArgumentException.class, () -> weather.guess(0, "red", new float[] {3, 2}, 0));
  }

  @Test
  void entriesAreMethodsAndSessions() {
    Weather weather = new Weather();
    assertArrayEquals(new float[] {9, 6}, weather.gust(new float[] {3, 2}));
    Weather.Gathered gathered = weather.gathered();
    gathered.step(2, "clear");
    Weather.Gathered copy = gathered.copy();
    Weather.GatheredResult result = gathered.step(3, "cloudy");
    assertEquals(6, result.total());
    assertArrayEquals(new float[] {3, 1}, result.both());
    assertEquals(4, copy.step(1, "clear").total());
    assertThrows(IllegalArgumentException.class, () -> gathered.step(1, "red"));
  }

  @Test
  void testsHaveModelsOfTheirOwn() {
    assertEquals(8, new Twice().result(4));
  }
}
