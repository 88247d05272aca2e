package dev.nnc.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import timeseries.Forecast;

class DrawForecastTest {
  @TempDir Path folder;

  @Test
  void drawsTheLastStretchesOfItsOwnSeries() throws Exception {
    Path svg = folder.resolve("own.svg");
    DrawForecast.draw(new Forecast(), Map.of(), svg);
    String text = Files.readString(svg);
    assertEquals(10 * 14, text.split("<circle", -1).length - 1);
    assertTrue(text.contains("<polygon") && text.endsWith("</svg>\n"));
  }

  /** A model that knows nothing still keeps to the units of what it sees. */
  @Test
  void drawsASeriesOfAFile() throws Exception {
    StringBuilder csv = new StringBuilder("day,value\n");
    for (int day = 0; day < 56 + 2 * 14; day++) {
      csv.append(day).append(',').append(1_000_000 + day % 7).append('\n');
    }
    Path file = Files.writeString(folder.resolve("days.csv"), csv);
    Path svg = folder.resolve("file.svg");
    DrawForecast.draw(new Forecast(), Map.of("0", file.toString()), svg);
    String text = Files.readString(svg);
    assertEquals(2 * 14, text.split("<circle", -1).length - 1);
    assertTrue(text.contains("cy=\"20.0\""), text);
  }
}
