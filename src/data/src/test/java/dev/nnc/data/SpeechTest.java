package dev.nnc.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnc.runtime.ModelInfo.Field;
import dev.nnc.runtime.Precision;
import dev.nnc.runtime.Settings.Source;
import dev.nnc.runtime.Values;
import dev.nnc.runtime.Vocabulary;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Words that are made up and said. */
final class SpeechTest {
  private static final int BANDS = 32;
  private static final Field LETTERS = Fixture.classes("letters", 14, 7);
  private static final Field LENGTH = Fixture.classes("length", 8);
  private static final Field SOUND = Fixture.real("sound", 96, BANDS);
  private static final Field FRAMES = Fixture.classes("frames", 97);

  private static Columns say(Map<String, String> arguments, Field... fields) {
    Source source = new Source("speech", arguments);
    Dataset dataset =
        DataSource.open(source, List.of(fields), List.of(), Path.of("."), Precision.FLOAT);
    return ((Dataset.InMemory) dataset).columns();
  }

  @Test
  void wordsAreSyllables() {
    Columns words = say(Map.of("count", "400"), LETTERS, LENGTH, SOUND, FRAMES);
    Set<String> different = new HashSet<>();
    for (int i = 0; i < 400; i++) {
      int length = (int) words.values("length").get(i);
      assertTrue(length >= 4 && length <= 7);
      StringBuilder word = new StringBuilder();
      for (int k = 0; k < 7; k++) {
        int letter = (int) words.values("letters").get(7 * i + k);
        assertTrue(k < length ? (k % 2 == 1) == (letter >= 1 && letter <= 5) : letter == 0);
        word.append(letter).append(' ');
      }
      different.add(word.toString());
      int frames = (int) words.values("frames").get(i);
      assertTrue(frames >= 20 && frames <= 96);
      for (int k = frames * BANDS; k < 96 * BANDS; k++) {
        assertEquals(MelSpectrum.SILENCE, words.values("sound").get(i * 96 * BANDS + k), 1e-5);
      }
    }
    assertTrue(different.size() > 380, different.size() + " different words");
  }

  /** The numbers of letters are those of the vocabulary that the model gets. */
  @Test
  void lettersHaveAVocabulary() {
    Source source = new Source("speech", Map.of("count", "3"));
    Dataset dataset =
        DataSource.open(source, List.of(LETTERS), List.of(), Path.of("."), Precision.FLOAT);
    Vocabulary letters = dataset.split(List.of(), 1).vocabularies().get("letters");
    assertEquals(0, letters.pad());
    assertEquals(Speaker.LETTERS.indexOf('m') + 1, letters.encode("m")[0]);
  }

  @Test
  void sameSeedSameSound() {
    Columns first = say(Map.of("count", "5", "seed", "3"), SOUND);
    Columns more = say(Map.of("count", "6", "seed", "3"), SOUND);
    Columns other = say(Map.of("count", "5", "seed", "4"), SOUND);
    int different = 0;
    for (int i = 0; i < 5 * 20 * BANDS; i++) {
      double here = first.values("sound").get(i);
      assertEquals(here, more.values("sound").get(i));
      different += here == other.values("sound").get(i) ? 0 : 1;
    }
    assertTrue(different > 1000);
  }

  /** The middle of a vowel has its formants: a has power at 800 Hz, i at 300 and above 2 kHz. */
  @Test
  void vowelsHaveTheirFormants() {
    double[] a = middle(1);
    double[] i = middle(3);
    int low = band(300);
    int open = band(800);
    int high = band(2300);
    assertTrue(a[open] > i[open] + 2, a[open] + " > " + i[open]);
    assertTrue(i[high] > a[high] + 1, i[high] + " > " + a[high]);
    assertTrue(i[low] > i[open] + 2, i[low] + " > " + i[open]);
  }

  private static double[] middle(int vowel) {
    float[] sound = new Speaker(null).say(new int[] {7, vowel}, new Draw(1));
    assertTrue(sound.length > 1600 && sound.length < 2400);
    float[] features = new MelSpectrum(Speaker.RATE, 200, 80, BANDS).of(sound);
    double[] frame = new double[BANDS];
    for (int m = 0; m < BANDS; m++) {
      frame[m] = features[15 * BANDS + m];
    }
    return frame;
  }

  private static int band(double hertz) {
    double mel = 2595 * Math.log10(1 + hertz / 700);
    return (int) Math.round(mel / (2595 * Math.log10(1 + 4000 / 700.0)) * (BANDS + 1)) - 1;
  }

  @Test
  void samplesHaveNoHoles() {
    Values samples = say(Map.of("count", "20"), Fixture.real("sound", 8000)).values("sound");
    double peak = 0;
    int clipped = 0;
    for (int i = 0; i < samples.length(); i++) {
      peak = Math.max(peak, Math.abs(samples.get(i)));
      clipped += Math.abs(samples.get(i)) >= 1 ? 1 : 0;
    }
    assertTrue(peak > 0.1 && clipped < 100, peak + ", " + clipped);
  }

  @Test
  void wrongUsesAreTold() {
    Field few = Fixture.classes("letters", 13, 7);
    Fixture.fails(DataCode.UNREADABLE_FIELD, () -> say(Map.of(), few), "letters[L]: int<14>");
    Fixture.fails(
        DataCode.TOO_LONG, () -> say(Map.of(), Fixture.real("sound", 20, BANDS)), "sound");
    Fixture.fails(DataCode.BAD_ARGUMENT, () -> say(Map.of("voices", "2"), SOUND), "many");
  }
}
