package org.example;

/** Uses a model. */
public final class Forecast {
  private final Weather weather = new Weather();

  /** How much it will rain. */
  public double rain(double humidity, boolean cloudy) {
    return weather.guess(humidity, cloudy ? "cloudy" : "clear", new float[] {3, 2}, 4);
  }
}
