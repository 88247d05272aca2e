package dev.nnc.data;

/**
 * Says a word by formants: a source, the pulses of a voice or noise, goes through resonators whose
 * frequencies are those of the letter that is said, and glide from one letter to the next (Klatt,
 * "Software for a cascade/parallel formant synthesizer", 1980). Letters are numbered from 1.
 */
final class Speaker {
  /** Samples a second. */
  static final int RATE = 8000;

  /** The letters; vowels come first. */
  static final String LETTERS = "aeioulmnrsftk";

  static final int VOWELS = 5;

  /** What glides: voice, noise, three formants, the middle of the noise, all in Hertz but two. */
  private static final double[][] SOUNDS = {
    {1, 0, 800, 1250, 2500, 2000}, // a
    {1, 0, 480, 1900, 2550, 2000}, // e
    {1, 0, 280, 2250, 2900, 2000}, // i
    {1, 0, 480, 850, 2450, 2000}, // o
    {1, 0, 310, 700, 2250, 2000}, // u
    {0.5, 0, 350, 1100, 2800, 2000}, // l
    {0.4, 0, 230, 950, 2100, 2000}, // m
    {0.4, 0, 230, 1500, 2500, 2000}, // n
    {0.5, 0, 420, 1200, 1600, 2000}, // r
    {0, 0.025, 300, 1600, 2600, 3300}, // s
    {0, 0.035, 300, 1000, 2300, 2000}, // f
    {0, 0, 300, 1700, 2600, 2900}, // t
    {0, 0, 300, 1600, 2200, 1500}, // k
  };

  /** How long each letter is said, in milliseconds. */
  private static final int[] LENGTHS = {110, 105, 100, 110, 105, 70, 75, 70, 65, 95, 85, 70, 75};

  /** A stop is silent, and then bursts for this long. */
  private static final int BURST = 22;

  /** How fast everything glides: the time in which most of a change is done, in milliseconds. */
  private static final double GLIDE = 12;

  private static final double[] WIDTHS = {80, 100, 140};
  private static final double LAST_VOWEL = 1.5;

  private final double pitch;
  private final double size;
  private final double pace;
  private final double floor;

  /**
   * Someone who speaks.
   *
   * @param draw chooses pitch, size of the mouth, pace and how noisy the place is; null for one who
   *     always speaks alike
   */
  Speaker(Draw draw) {
    pitch = draw == null ? 120 : draw.between(95, 210);
    size = draw == null ? 1 : draw.between(0.9, 1.15);
    pace = draw == null ? 1 : draw.between(0.8, 1.25);
    floor = draw == null ? 0.0005 : draw.between(0.0002, 0.002);
  }

  /**
   * Says a word.
   *
   * @param word its letters
   * @param draw of the noise
   * @return samples from -1 to 1
   */
  float[] say(int[] word, Draw draw) {
    int[] ends = ends(word);
    float[] samples = new float[ends[word.length - 1]];
    double[] now = SOUNDS[word[0] - 1].clone();
    now[0] = 0;
    Resonator[] mouth = {new Resonator(), new Resonator(), new Resonator()};
    Resonator hiss = new Resonator();
    double phase = 0;
    double glide = 1 - StrictMath.exp(-1000 / (GLIDE * RATE));
    int letter = 0;
    for (int i = 0; i < samples.length; i++) {
      letter += i >= ends[letter] ? 1 : 0;
      double[] target = SOUNDS[word[letter] - 1];
      boolean bursts = isStop(word[letter]) && ends[letter] - i < BURST * RATE / 1000;
      for (int k = 0; k < now.length; k++) {
        double wanted = k == 1 && bursts ? 0.08 : target[k];
        now[k] += (k == 5 ? 1 : glide) * (wanted - now[k]);
      }
      phase += pitch * (1.1 - 0.3 * i / samples.length) / RATE;
      double pulse = phase >= 1 ? 1 : 0;
      phase -= pulse;
      double voice = now[0] * pulse;
      for (int f = 0; f < 3; f++) {
        voice = mouth[f].next(voice, now[2 + f] * size, WIDTHS[f]);
      }
      double noise = 2 * draw.uniform() - 1;
      double sound = 0.4 * voice + now[1] * hiss.next(noise, now[5] * size, 500) + floor * noise;
      samples[i] = (float) Math.max(-1, Math.min(1, sound));
    }
    return samples;
  }

  /** Behind which sample each letter ends. The last vowel of a word is longer. */
  private int[] ends(int[] word) {
    int last = word.length - 1;
    while (last > 0 && word[last] > VOWELS) {
      last--;
    }
    int[] ends = new int[word.length];
    double time = 0;
    for (int i = 0; i < word.length; i++) {
      time += LENGTHS[word[i] - 1] * pace * (i == last ? LAST_VOWEL : 1);
      ends[i] = (int) (time * RATE / 1000);
    }
    return ends;
  }

  private static boolean isStop(int letter) {
    return letter > LETTERS.length() - 2;
  }

  /** A filter that lets frequencies near its own pass: y = a x + b y₁ + c y₂. */
  private static final class Resonator {
    private double before;
    private double earlier;

    double next(double x, double frequency, double width) {
      double c = -StrictMath.exp(-2 * Math.PI * width / RATE);
      double b =
          2
              * StrictMath.exp(-Math.PI * width / RATE)
              * StrictMath.cos(2 * Math.PI * frequency / RATE);
      double y = (1 - b - c) * x + b * before + c * earlier;
      earlier = before;
      before = y;
      return y;
    }
  }
}
