package dev.nnc.examples;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import texttospeech.TextToSpeech;

/**
 * Says a word. The model gives the power in bands, frame by frame; a vocoder makes sound of it:
 * overtones of a voice, each as loud as its band, whose phases wander where the sound is noise.
 */
public final class Speak {
  private static final String LETTERS = "aeioulmnrsftk";
  private static final int RATE = 8000;
  private static final int HOP = RATE / 100;
  private static final int WINDOW = RATE / 40;
  private static final double PITCH = 115;

  /** The power of a sine of amplitude 1 over a window of Hann. */
  private static final double SINE = 1.5 * WINDOW * WINDOW / 16;

  private Speak() {}

  /**
   * Runs the program.
   *
   * @param args the WAV file to write, and the word
   * @throws IOException if it cannot be written
   */
  public static void main(String[] args) throws IOException {
    String word = args.length > 1 ? args[1] : "salutin";
    int[] letters = new int[7];
    if (word.isEmpty() || word.length() > letters.length || !word.matches("[" + LETTERS + "]*")) {
      System.err.println("It says up to 7 of the letters " + LETTERS);
      return;
    }
    for (int i = 0; i < word.length(); i++) {
      letters[i] = 1 + LETTERS.indexOf(word.charAt(i));
    }
    TextToSpeech model = new TextToSpeech();
    float[] spectrum = model.spectrum(letters, word.length());
    int frames = Math.max(1, (int) Math.round(model.count(letters, word.length())));
    int bands = spectrum.length / 80;
    write(Path.of(args[0]), vocoder(spectrum, Math.min(frames, 80), bands));
  }

  /** Sound whose power in bands is the given one, as far as a voice has it. */
  static double[] vocoder(float[] spectrum, int frames, int bands) {
    double[] sound = new double[frames * HOP + WINDOW - HOP];
    Random random = new Random(1);
    double top = mel(RATE / 2.0);
    for (int k = 1; k * PITCH < RATE / 2.0 - PITCH; k++) {
      double band = mel(k * PITCH) / top * (bands + 1) - 1;
      double width = hertz((band + 2) * top / (bands + 1)) - hertz((band + 1) * top / (bands + 1));
      double share = SINE * Math.max(1, width / PITCH);
      double phase = 0;
      for (int i = 0; i < sound.length; i++) {
        double t = (i - WINDOW / 2.0) / HOP;
        double wander = isNoise(spectrum, clamp(Math.rint(t), frames), bands) ? 0.7 : 0;
        phase += 2 * Math.PI * k * PITCH / RATE + wander * random.nextGaussian();
        sound[i] +=
            Math.sqrt(Math.exp(level(spectrum, t, band, frames, bands)) / share) * Math.sin(phase);
      }
    }
    return sound;
  }

  /** The logarithm of the power at a time in frames and a place in bands, between their middles. */
  private static double level(float[] spectrum, double t, double band, int frames, int bands) {
    int frame = clamp(Math.floor(t), frames);
    int next = clamp(Math.floor(t) + 1, frames);
    int low = clamp(Math.floor(band), bands);
    int high = clamp(Math.floor(band) + 1, bands);
    double later = t - Math.floor(t);
    double higher = band - Math.floor(band);
    double now =
        (1 - higher) * spectrum[frame * bands + low] + higher * spectrum[frame * bands + high];
    double soon =
        (1 - higher) * spectrum[next * bands + low] + higher * spectrum[next * bands + high];
    return (1 - later) * now + later * soon;
  }

  private static int clamp(double place, int count) {
    return (int) Math.max(0, Math.min(count - 1, place));
  }

  /** Whether the upper half of the bands has more power than the lower one. */
  private static boolean isNoise(float[] spectrum, int frame, int bands) {
    double low = 0;
    double high = 0;
    for (int m = 0; m < bands / 2; m++) {
      low += Math.exp(spectrum[frame * bands + m]);
      high += Math.exp(spectrum[frame * bands + bands - 1 - m]);
    }
    return high > low;
  }

  private static double mel(double hertz) {
    return 2595 * Math.log10(1 + hertz / 700);
  }

  private static double hertz(double mel) {
    return 700 * (Math.pow(10, mel / 2595) - 1);
  }

  /** Writes samples as 16 bits, the loudest as loud as can be. */
  private static void write(Path file, double[] sound) throws IOException {
    double peak = 1e-9;
    for (double sample : sound) {
      peak = Math.max(peak, Math.abs(sample));
    }
    byte[] bytes = new byte[2 * sound.length];
    for (int i = 0; i < sound.length; i++) {
      int sample = (int) Math.round(32000 * sound[i] / peak);
      bytes[2 * i] = (byte) sample;
      bytes[2 * i + 1] = (byte) (sample >> 8);
    }
    AudioFormat format = new AudioFormat(RATE, 16, 1, true, false);
    try (AudioInputStream stream =
        new AudioInputStream(new ByteArrayInputStream(bytes), format, sound.length)) {
      AudioSystem.write(stream, AudioFileFormat.Type.WAVE, file.toFile());
    }
  }
}
