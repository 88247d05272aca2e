package dev.nnc.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Tunes that are made up. */
final class TunesTest {
  private static final Pattern NOTE = Pattern.compile("([A-Ga-g])([2348]?)");
  private static final Map<String, String> CHORDS =
      Map.of("C", "CEG", "Dm", "DFA", "Em", "EGB", "F", "FAC", "G", "GBD", "Am", "ACE");

  @Test
  void isAFunctionOfCountAndSeed() {
    assertEquals(Tunes.of(50, 3), Tunes.of(50, 3));
    assertNotEquals(Tunes.of(50, 3), Tunes.of(50, 4));
    assertTrue(Tunes.of(60, 3).startsWith(Tunes.of(50, 3)), "more tunes go on");
  }

  @Test
  void tunesKeepTheirRules() {
    String[] tunes = Tunes.of(300, 1).split("\n");
    assertEquals(300, tunes.length);
    for (String tune : tunes) {
      assertTrue(tune.length() < 128, tune);
      String[] bars = tune.split("\\|");
      assertEquals(8, bars.length, tune);
      assertEquals(bars[0] + bars[1], bars[4] + bars[5], tune);
      assertEquals("\"C\"c8", bars[7]);
      assertTrue(bars[6].startsWith("\"G\""), tune);
      for (String bar : bars) {
        checkBar(bar);
      }
    }
  }

  /** Eight eighths; on the first and the fifth a note of the chord. */
  private static void checkBar(String bar) {
    String[] parts = bar.split("\"");
    String chord = CHORDS.get(parts[1]);
    Matcher notes = NOTE.matcher(parts[2]);
    int eighths = 0;
    int read = 0;
    while (notes.find()) {
      if (eighths == 0 || eighths == 4) {
        assertTrue(chord.contains(notes.group(1).toUpperCase(java.util.Locale.ROOT)), bar);
      }
      eighths += notes.group(2).isEmpty() ? 1 : Integer.parseInt(notes.group(2));
      read += notes.group().length();
    }
    assertEquals(8, eighths, bar);
    assertEquals(parts[2].length(), read, bar);
  }
}
