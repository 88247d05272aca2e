package dev.nnc.data;

import dev.nnc.runtime.Random;
import java.util.List;

/**
 * Tunes that are made up, not read: {@code tunes(count: 2000, seed: 1)}, one a line in abc
 * notation. A tune has eight bars of eight eighths in C major, each with a chord: {@code
 * "Am"c2A2e2c2|}. It keeps rules: chords follow one another as they usually do, and the last two
 * are G and C; on the first and fifth eighth of a bar stands a note of its chord, and between them
 * the tune goes by steps; the fifth and sixth bar repeat the first two; the last note is C. A model
 * has to count eighths, know the chord, and look back four bars.
 */
final class Tunes {
  private static final String NOTES = "CDEFGABcdefgab";
  private static final int TONIC = 7;
  private static final List<String> CHORDS = List.of("C", "Dm", "Em", "F", "G", "Am");

  /** What may follow each chord, by its place in the list. */
  private static final int[][] NEXT = {
    {3, 4, 5, 3}, {4, 4, 3}, {5, 3}, {4, 0, 1, 4}, {0, 5, 0}, {3, 1, 4, 2}
  };

  /** Lengths in eighths of the first and the second half of a bar. */
  private static final int[][] RHYTHMS = {{2, 2}, {4}, {3, 1}, {2, 1, 1}, {1, 1, 2}, {2, 2}};

  private final long seed;
  private final StringBuilder text = new StringBuilder();
  private long tune;
  private int draws;

  private Tunes(long seed) {
    this.seed = seed;
  }

  /**
   * Makes tunes up.
   *
   * @param count how many
   * @param seed a text for each
   * @return the tunes, one a line
   */
  static String of(int count, long seed) {
    Tunes made = new Tunes(seed);
    for (int i = 0; i < count; i++) {
      made.tune = i;
      made.draws = 0;
      made.tune();
    }
    return made.text.toString();
  }

  private int draw(int choices) {
    return (int) (Random.uniform(seed, 0, tune, 0, draws++) * choices);
  }

  private void tune() {
    int chord = draw(2) == 0 ? 0 : 5;
    int place = TONIC + draw(3) - 1;
    String[] bars = new String[8];
    for (int bar = 0; bar < 6; bar++) {
      if (bar == 4 || bar == 5) {
        bars[bar] = bars[bar - 4];
        continue;
      }
      StringBuilder notes = new StringBuilder();
      place = half(chord, place, notes);
      place = half(chord, place, notes);
      bars[bar] = '"' + CHORDS.get(chord) + '"' + notes + '|';
      chord = NEXT[chord][draw(NEXT[chord].length)];
    }
    StringBuilder last = new StringBuilder("\"G\"");
    place = half(4, place, last);
    half(4, place, last);
    bars[6] = last.append('|').toString();
    bars[7] = "\"C\"c8|";
    text.append(String.join("", bars)).append('\n');
  }

  /** Half a bar: a note of the chord, then steps up or down. Gives the place of the last note. */
  private int half(int chord, int near, StringBuilder notes) {
    int place = nearest(chord, near + draw(5) - 2);
    int step = draw(2) * 2 - 1;
    for (int length : RHYTHMS[draw(RHYTHMS.length)]) {
      notes.append(NOTES.charAt(place));
      if (length > 1) {
        notes.append(length);
      }
      step = place + step < 0 || place + step >= NOTES.length() ? -step : step;
      place += step;
    }
    return place - step;
  }

  /** The place of a note of the chord, which are every other one from its root. */
  private static int nearest(int chord, int place) {
    int best = -NOTES.length();
    for (int i = 0; i < NOTES.length(); i++) {
      int above = Math.floorMod(i - chord, 7);
      boolean fits = above == 0 || above == 2 || above == 4;
      best = fits && Math.abs(i - place) < Math.abs(best - place) ? i : best;
    }
    return best;
  }
}
