package dev.nnc.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpeakTest {
  private static final int BANDS = 32;

  @Test
  void writesAWaveFile(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("word.wav");
    Speak.main(new String[] {file.toString(), "mali"});
    try (AudioInputStream sound = AudioSystem.getAudioInputStream(file.toFile())) {
      assertEquals(8000, sound.getFormat().getSampleRate());
      assertTrue(sound.getFrameLength() > 200 && sound.getFrameLength() < 6600);
    }
  }

  /** Where a single band has power, the sound has it at the frequencies of that band. */
  @Test
  void theVocoderKeepsTheSpectrum() {
    for (int band : new int[] {6, 14, 20}) {
      float[] spectrum = new float[10 * BANDS];
      Arrays.fill(spectrum, -23);
      for (int t = 0; t < 10; t++) {
        spectrum[t * BANDS + band] = 0;
      }
      double[] sound = Speak.vocoder(spectrum, 10, BANDS);
      double best = 0;
      double loudest = 0;
      for (double hertz = 100; hertz < 3900; hertz += 10) {
        double re = 0;
        double im = 0;
        for (int i = 0; i < sound.length; i++) {
          re += sound[i] * Math.cos(2 * Math.PI * hertz * i / 8000);
          im += sound[i] * Math.sin(2 * Math.PI * hertz * i / 8000);
        }
        loudest = re * re + im * im > best ? hertz : loudest;
        best = Math.max(best, re * re + im * im);
      }
      double top = 2595 * Math.log10(1 + 4000 / 700.0);
      double middle = 700 * (Math.pow(10, top * (band + 1) / (BANDS + 1) / 2595) - 1);
      assertEquals(middle, loudest, 90, "band " + band);
    }
  }
}
