package dev.nnc.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures and recordings from the train block to a jar that tells them apart. */
class MediaTrainTest {
  @TempDir Path folder;

  private Session train(String model, Object... more) throws IOException {
    Path file = Files.writeString(folder.resolve("model.nn"), model);
    Object[] all =
        Arrays.copyOf(new Object[] {"train", file, "-o", jar(), "--quiet"}, 5 + more.length);
    System.arraycopy(more, 0, all, 5, more.length);
    return Session.run(all);
  }

  private Path jar() {
    return folder.resolve("model.jar");
  }

  private void picture(String name, SplittableRandom random, boolean upright) throws IOException {
    BufferedImage image = new BufferedImage(12, 12, BufferedImage.TYPE_BYTE_GRAY);
    int bar = random.nextInt(12);
    for (int i = 0; i < 12; i++) {
      image
          .getRaster()
          .setSample(upright ? bar : i, upright ? i : bar, 0, 200 + random.nextInt(56));
    }
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    ImageIO.write(image, "png", file.toFile());
  }

  private static final String BARS =
      """
      model Bars {
        input  image[12, 12]
        target bar: one_of("flat", "upright")
        rows[i] = sum[j] image[i, j] * image[i, j]
        columns[j] = sum[i] image[i, j] * image[i, j]
        logits = concat(rows, columns) |> dense(8) |> relu |> dense(2)
        output probability = softmax(logits)
        loss   cross_entropy(logits, bar)
        metric accuracy(logits, bar)
      }

      train Bars {
        data      = images("bars", white: 1, flip: true, shift: 2)
        split     = [train: 75%, test: 25%]
        optimizer = adam(lr: 0.02)
        batch     = 8
        epochs    = 25
      }
      """;

  /** Pictures that vary in training are learned, and equally so whenever they are. */
  @Test
  void foldersOfPictures() throws IOException {
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 40; i++) {
      picture("bars/flat/" + i + ".png", random, false);
      picture("bars/upright/" + i + ".png", random, true);
    }
    Session session = train(BARS);
    assertEquals(0, session.code, session.toString());
    byte[] first = Files.readAllBytes(jar());
    Session eval = Session.run("eval", jar(), "--data", folder.resolve("bars"));
    assertTrue(eval.out.contains("examples 80\n"), eval.toString());
    double accuracy = Double.parseDouble(eval.out.replaceAll("(?s).*accuracy ([0-9.]+).*", "$1"));
    assertTrue(accuracy > 0.95, eval.toString());
    assertEquals(0, train(BARS).code);
    assertArrayEquals(first, Files.readAllBytes(jar()));
    assertEquals(0, train(BARS.replace("flip: true, ", "")).code);
    assertFalse(Arrays.equals(first, Files.readAllBytes(jar())));
  }

  @Test
  void picturesAndTheirMasks() throws IOException {
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 6; i++) {
      picture("p/image_" + i + ".png", random, i % 2 == 0);
      Files.copy(folder.resolve("p/image_" + i + ".png"), folder.resolve("p/mask_" + i + ".png"));
    }
    Session session =
        train(
            """
            model Bright {
              input  image[4, 4]
              target mask[4, 4]: int<2>
              brightness = image |> flatten |> dense(16) |> reshape(4, 4)
              output brightness
              loss   mean[i, j] bce_logits(brightness[i, j], if mask[i, j] == 1 then 1 else 0)
            }

            train Bright {
              data  = images("p/image_*.png", mask: "p/mask_*.png", patch: 4, white: 1)
              split = [valid: 20%]
              optimizer = adam(lr: 0.05)
              epochs = 30
            }
            """);
    assertEquals(0, session.code, session.toString());
    Session eval =
        Session.run(
            "eval",
            jar(),
            "--data",
            folder.resolve("p/image_*.png"),
            "--data",
            "mask=" + folder.resolve("p/mask_*.png"));
    assertTrue(eval.out.startsWith("examples 54\n"), eval.toString());
    assertTrue(
        Double.parseDouble(eval.out.replaceAll("(?s).*loss ([0-9.]+).*", "$1")) < 0.2,
        eval.toString());
  }

  private void tones() throws IOException {
    SplittableRandom random = new SplittableRandom(8);
    Files.createDirectories(folder.resolve("tones"));
    for (int i = 0; i < 30; i++) {
      double pitch = i % 2 == 0 ? 300 + random.nextInt(200) : 1500 + random.nextInt(500);
      byte[] bytes = new byte[2 * (1000 + random.nextInt(1000))];
      for (int n = 0; n < bytes.length / 2; n++) {
        int sample = (int) (9000 * Math.sin(2 * Math.PI * pitch * n / 8000));
        bytes[2 * n] = (byte) sample;
        bytes[2 * n + 1] = (byte) (sample >> 8);
      }
      AudioFormat format = new AudioFormat(8000, 16, 1, true, false);
      AudioSystem.write(
          new AudioInputStream(new ByteArrayInputStream(bytes), format, bytes.length / 2),
          AudioFileFormat.Type.WAVE,
          folder.resolve("tones/" + (i % 2 == 0 ? "low" : "high") + "_" + i + ".wav").toFile());
    }
  }

  /** Low and high tones, told apart by the mean of their features over the frames there are. */
  @Test
  void recordings() throws IOException {
    tones();
    Session session =
        train(
            """
            model Tone(T = 30, bands = 16) {
              input  sound[T, bands]
              input  frames: int<T + 1>
              target pitch: one_of("low", "high")
              heard[t, m] = if t < frames then sound[t, m] / 10 else 0
              average[m] = (sum[t] heard[t, m]) / frames
              logits = average |> dense(2)
              output probability = softmax(logits)
              loss   cross_entropy(logits, pitch)
              metric accuracy(logits, pitch)
            }

            train Tone {
              data  = audio("tones", names: "{pitch}_*.wav", length: "frames")
              split = [test: 30%]
              optimizer = adam(lr: 0.05)
              batch = 4
              epochs = 40
            }
            """);
    assertEquals(0, session.code, session.toString());
    assertTrue(session.out.contains("accuracy 1"), session.toString());
    Session slow = Session.run("train", folder.resolve("model.nn"), "--set", "T=5", "-q");
    assertEquals(3, slow.code);
    assertTrue(
        slow.err.contains("[ND027]") && slow.err.contains("frames, but sound takes 5"), slow.err);
  }

  /**
   * The file says made-up data; a folder of recordings takes their place, and one is written down.
   */
  @Test
  void recordingsAreWrittenDown() throws IOException {
    tones();
    Session session =
        train(
            """
            model Tone(T = 30, bands = 16, V = 14) {
              input  sound[T, bands], frames: int<T + 1>
              target letters[5]: int<V>
              listen = dense(16)
              write  = dense(V)
              cell   = gru_cell(16)
              token  = embedding(V, 8)
              heard[t, m] = if t < frames then sound[t, m] / 10 else 0
              average[m]  = (sum[t] heard[t, m]) / frames
              sounds = listen(average)
              before[i] = over(letters[i], zero_outside(letters)[i - 1])
              logits = scan i in 0..5 with h[16] = 0 {
                h' = cell(concat(token(before[i]), sounds), h)
                yield write(h')
              }
              loss mean[i] cross_entropy(logits[i], letters[i])
              output sounds

              entry encode(sound[T, bands], frames: int<T + 1>) {
                heard[t, m] = if t < frames then sound[t, m] / 10 else 0
                average[m]  = (sum[t] heard[t, m]) / frames
                return [sounds: listen(average)]
              }
              entry decode(letter: int<V>, sounds[16]) with h[16] = 0 {
                h' = cell(concat(token(letter), sounds), h)
                return write(h')
              }
            }

            train Tone {
              data = speech(count: 20, seed: 1)
              test = speech(count: 20, seed: 2)
              optimizer = adam(lr: 0.05)
              batch = 4
              epochs = 40
            }
            """,
            "--data",
            folder.resolve("tones"),
            "--set",
            "V=auto");
    assertEquals(0, session.code, session.toString());
    assertFalse(session.out.contains("test "), "made-up words are no test of tones: " + session);
    for (String name : new String[] {"low_0", "high_1"}) {
      Object file = folder.resolve("tones/" + name + ".wav");
      Session written = Session.run("generate", jar(), "--source", file, "--temperature", "0");
      assertEquals(name.replaceAll("_.*", ""), written.out.strip(), written.toString());
    }
    Session none = Session.run("generate", jar(), "--source", folder.resolve("no.wav"));
    assertEquals(3, none.code, none.toString());
    assertTrue(none.err.contains("[ND001]"), none.err);
  }
}
