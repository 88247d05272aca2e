package dev.nnc.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The option --memory of the commands that compile: less memory, the same weights. */
class MemoryTest {
  private static final Pattern VALUES =
      Pattern.compile("arrays for values in between +([0-9,]+) bytes");

  private static final String MODEL =
      """
      model Net(blocks = 6) {
        input  image[28, 28]
        target label: int<10>
        logits = stack(image / 255) |> conv2d(4, 3, stride: 2, padding: 1)
          |> repeat blocks { conv2d(4, 3, padding: 1, bias: false) |> batch_norm |> gelu }
          |> flatten |> dropout(0.2) |> dense(10)
        output probability = softmax(logits)
        loss cross_entropy(logits, label)
      }
      train Net {
        data      = glyphs(count: 48, seed: 1)
        optimizer = adam(lr: 0.005)
        batch     = 16
        epochs    = 2
      }
      """;

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = Files.writeString(folder.resolve("net.nn"), MODEL);
  }

  private static long values(Object... words) {
    Session session = Session.run(words);
    assertEquals(0, session.code, session.toString());
    Matcher found = VALUES.matcher(session.out);
    assertTrue(found.find(), session.out);
    return Long.parseLong(found.group(1).replace(",", ""));
  }

  private byte[] trained(String memory) throws IOException {
    Path weights = folder.resolve("net.npz");
    Path jar = folder.resolve("net.jar");
    Session session =
        Session.run("train", file, "--memory", memory, "--save", weights, "-o", jar, "-q");
    assertEquals(0, session.code, session.toString());
    return Files.readAllBytes(weights);
  }

  @Test
  void showTellsWhatIsSaved() {
    long fast = values("show", file, "--plan");
    assertEquals(fast, values("show", file, "--plan", "--memory", "fast"));
    long least = values("show", file, "--plan", "--memory", "least");
    assertTrue(least < fast * 2 / 3, least + " of " + fast);
    long middle = (fast + least) / 2;
    assertTrue(values("show", file, "--plan", "--memory", middle + "B") <= middle);
    long twice = values("show", file, "--plan", "--memory", middle + "B", "--batch", "32");
    assertTrue(twice <= middle && twice > least, "the batch of the option counts: " + twice);
  }

  @Test
  void trainingGivesTheSameWeights() throws IOException {
    byte[] fast = trained("fast");
    long most = values("show", file, "--plan");
    assertArrayEquals(fast, trained("least"));
    assertArrayEquals(fast, trained(most * 3 / 4 + "B"));
  }

  @Test
  void tooLittleIsAnErrorOfEveryCommandThatCompiles() {
    Path jar = folder.resolve("none.jar");
    for (Object[] words :
        new Object[][] {
          {"compile", file, "--memory", "5kB", "-o", jar},
          {"train", file, "--memory", "5kB", "-o", jar},
          {"show", file, "--plan", "--memory", "5kB"},
          {"bench", file, "--memory", "5kB"}
        }) {
      Session session = Session.run(words);
      assertEquals(1, session.code, session.toString());
      assertTrue(session.err.contains("NN037"), session.err);
      assertTrue(session.err.contains("of 16 examples takes at least "), session.err);
      assertTrue(session.err.contains("but memory is 5kB"), session.err);
    }
    assertTrue(Files.notExists(jar));
    Session wrong = Session.run("train", file, "--memory", "small");
    assertEquals(2, wrong.code, wrong.toString());
    assertTrue(wrong.err.contains("fast, least, or a size such as 200MB"), wrong.err);
  }
}
