package dev.nnc.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures that models give, pixel by pixel. */
class DrawTest {
  private static final String MODEL =
      """
      model Painter {
        input  image[6, 6], shade
        target label: int<10>
        logits = image / 255 |> flatten |> dense(10)
        dark[i, j] = image[i, j] / 255 * shade
        output dark
        output probability = softmax(logits)
        loss   cross_entropy(logits, label)
        entry points(z[9]) = sum(z)
        %s
      }

      train Painter {
        data = glyphs(count: 20, seed: 1)
      }
      """;

  private static final String ENTRIES =
      """
        entry colours(level) {
          y[c, i, j] = over(range(5)[j], over(range(4)[i], over(range(3)[c], level * (c + 1) / 3)))
          return y
        }
        entry square(z[16], k: int<2>) = if k == 1 then z else 0 * z
        entry grow(step: int<8>, level) with x[4, 4] = 0, n[4, 4] = normal {
          x' = x + level * step
          n' = n
          return [grown: x', noise: n]
        }
      """;

  @TempDir Path folder;
  private Path jar;

  @BeforeEach
  void compile() throws IOException {
    jar = compile("painter", ENTRIES);
  }

  private Path compile(String name, String entries) throws IOException {
    Path file = Files.writeString(folder.resolve(name + ".nn"), MODEL.formatted(entries));
    Path target = folder.resolve(name + ".jar");
    Session session = Session.run("compile", file, "-o", target);
    assertEquals(0, session.code, session.toString());
    return target;
  }

  private Session draw(Path model, Object... more) {
    Object[] words = Arrays.copyOf(new Object[] {"draw", model, "-o", png()}, 4 + more.length);
    System.arraycopy(more, 0, words, 4, more.length);
    return Session.run(words);
  }

  private Path png() {
    return folder.resolve("drawn.png");
  }

  private BufferedImage drawn(Object... more) throws IOException {
    Session session = draw(jar, more);
    assertEquals(0, session.code, session.toString());
    return ImageIO.read(png().toFile());
  }

  private static int gray(BufferedImage image, int x, int y) {
    return image.getRaster().getSample(x, y, 0);
  }

  @Test
  void coloursOfNumbersThatWereSet() throws IOException {
    BufferedImage image =
        drawn("--entry", "colours", "--set", "level=1,0.5", "--count", 3, "--columns", 2);
    assertEquals(2 * (2 * 6 + 1), image.getWidth());
    assertEquals(2 * (2 * 5 + 1), image.getHeight());
    assertEquals(0xff55aaff, image.getRGB(2, 2));
    assertEquals(0xff55aaff, image.getRGB(11, 9));
    assertEquals(0xff606060, image.getRGB(12, 2));
    assertEquals(0xff2b5580, image.getRGB(14, 2));
    assertEquals(0xff55aaff, image.getRGB(2, 12), "the third takes the first again");
    assertEquals(0xff606060, image.getRGB(14, 12), "there is no fourth");
  }

  @Test
  void rangeOfColours() throws IOException {
    BufferedImage image =
        drawn("--entry", "colours", "--set", "level=0", "--count", 1, "--range", "-1,1");
    assertEquals(0xff808080, image.getRGB(5, 5));
  }

  @Test
  void randomInputsAreAFunctionOfTheSeed() throws IOException {
    Object[] words = {"--entry", "square", "--set", "k=1", "--scale", 1, "--seed", 3};
    drawn(words);
    byte[] first = Files.readAllBytes(png());
    drawn(words);
    assertArrayEquals(first, Files.readAllBytes(png()));
    words[words.length - 1] = 4;
    BufferedImage other = drawn(words);
    assertFalse(Arrays.equals(first, Files.readAllBytes(png())));
    assertEquals(4 * 5 + 1, other.getWidth());
    int black = 0;
    for (int y = 0; y < 21; y++) {
      for (int x = 0; x < 21; x++) {
        black += x % 5 > 0 && y % 5 > 0 && gray(other, x, y) == 0 ? 1 : 0;
      }
    }
    assertTrue(black > 96 && black < 160, black + " of 256 normal numbers are negative");
  }

  @Test
  void examplesAreShownWithWhatBecomesOfThem() throws IOException {
    jar = compile("plain", "");
    Object[] words = {
      "--examples",
      "--show",
      "image,dark",
      "--set",
      "shade=0.5",
      "--count",
      30,
      "--columns",
      4,
      "--scale",
      1
    };
    BufferedImage image = drawn(words);
    assertEquals(8 * 7 + 1, image.getWidth());
    assertEquals(5 * 7 + 1, image.getHeight(), "20 examples, of 30 that were asked for");
    int brightest = 0;
    for (int i = 0; i < 36; i++) {
      int bright = gray(image, 1 + i % 6, 1 + i / 6);
      brightest = Math.max(brightest, bright);
      assertEquals(bright / 2.0, gray(image, 8 + i % 6, 1 + i / 6), 0.1 * bright + 1);
    }
    assertTrue(brightest > 128, "brightest " + brightest);
  }

  /** Where examples are divided, those for the test are shown, not those that were learned. */
  @Test
  void examplesForTheTestAreShown() throws IOException {
    Path file = folder.resolve("split.nn");
    String split = "seed: 1)\n  split = [train: 80%, test: 20%]";
    Files.writeString(file, MODEL.formatted("").replace("seed: 1)", split));
    jar = folder.resolve("split.jar");
    assertEquals(0, Session.run("compile", file, "-o", jar).code);
    Session session = draw(jar, "--examples", "--show", "image", "--set", "shade=1");
    assertTrue(session.out.endsWith(", 4 examples\n"), session.toString());
  }

  @Test
  void examplesOfAFile() throws IOException {
    jar = compile("plain", "");
    Path file = folder.resolve("rows.csv");
    String header = "shade";
    StringBuilder bright = new StringBuilder("1");
    StringBuilder dark = new StringBuilder("0");
    for (int i = 0; i < 36; i++) {
      header += ",image" + i;
      bright.append(",255");
      dark.append(",255");
    }
    Files.write(file, java.util.List.of(header, bright, dark));
    BufferedImage image = drawn("--data", file, "--columns", 2, "--scale", 1);
    assertEquals(15, image.getWidth());
    assertEquals(8, image.getHeight());
    assertEquals(255, gray(image, 3, 3));
    assertEquals(0, gray(image, 10, 3));
  }

  @Test
  void stepsOfAnEntryThatCarriesValues() throws IOException {
    Object[] words = {
      "--entry",
      "grow",
      "--show",
      "grown",
      "--set",
      "level=0.05",
      "--stages",
      2,
      "--count",
      40,
      "--columns",
      1,
      "--scale",
      1
    };
    BufferedImage image = drawn(words);
    assertEquals(11, image.getWidth());
    assertEquals(40 * 5 + 1, image.getHeight());
    assertEquals(Math.round(255 * 0.05 * (1 + 2 + 3)), gray(image, 2, 2));
    assertEquals(255, gray(image, 7, 197), "1.4 is as white as can be");
    BufferedImage few = drawn("--entry", "grow", "--set", "level=0.05", "--steps", 3, "--count", 2);
    assertEquals(Math.round(255 * 0.05 * (1 + 2)), gray(few, 3, 3));
    boolean same = true;
    for (int x = 0; x < 8; x++) {
      same &= gray(few, 12 + x, 3) == gray(few, 12 + x, 13);
    }
    assertFalse(same, "each example begins with noise of its own");
  }

  private void fails(int code, String part, Object... words) {
    Session session = draw(jar, words);
    assertEquals(code, session.code, session.toString());
    assertTrue(session.err.contains(part), session.err);
    assertFalse(session.err.contains("\tat "), session.err);
  }

  @Test
  void saysWhatIsWrong() throws IOException {
    fails(2, "--entry colours or --entry square or --entry grow");
    fails(2, "it has points, colours, square, grow", "--entry", "no");
    fails(2, "points gives no picture", "--entry", "points");
    fails(2, "label is no picture", "--entry", "colours", "--show", "image,label");
    fails(2, "there are colours, image, shade, label", "--entry", "colours", "--show", "x");
    fails(2, "there are no examples to show image of", "--entry", "colours", "--show", "image");
    fails(2, "the inputs are level", "--entry", "colours", "--set", "levle=1");
    fails(2, "\"dark\" is no number", "--entry", "colours", "--set", "level=dark");
    fails(2, "k must be a whole number from 0 to 1", "--entry", "square", "--set", "k=2");
    fails(2, "leave out --steps", "--entry", "colours", "--steps", 3);
    fails(2, "step counts no more than 8 steps", "--entry", "grow", "--steps", 9);
    fails(2, "3 steps, but 4 stages", "--entry", "grow", "--steps", 3, "--stages", 4);
    fails(2, "say how often", "--entry", "grow", "--set", "step=1");
    fails(2, "two different numbers", "--entry", "colours", "--range", "1,1");
    fails(2, "--count must be 1 or more", "--entry", "colours", "--count", 0);
    fails(2, "too large", "--entry", "colours", "--scale", 40000);
    fails(3, "no.csv", "--entry", "colours", "--data", folder.resolve("no.csv"), "--show", "image");
    Path none = folder.resolve("none.nn");
    Files.writeString(none, MODEL.formatted("").replace("output dark\n", ""));
    jar = folder.resolve("none.jar");
    assertEquals(0, Session.run("compile", none, "-o", jar).code);
    fails(2, "the model gives no picture");
    Files.writeString(none, MODEL.formatted("").replaceFirst("data = .*", ""));
    assertEquals(0, Session.run("compile", none, "-o", jar).code);
    fails(2, "the model makes no examples up itself", "--examples");
  }
}
