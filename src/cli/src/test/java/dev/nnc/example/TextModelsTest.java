package dev.nnc.example;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.nnc.compiler.Compiler;
import dev.nnc.compiler.Options;
import dev.nnc.compiler.source.Source;
import dev.nnc.runtime.Model;
import dev.nnc.runtime.Predictor;
import dev.nnc.runtime.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What the examples that read texts promise, whatever their weights are. */
class TextModelsTest {
  private static Model compiled(String example, Map<String, String> set) throws IOException {
    Path root = Path.of(System.getProperty("nnc.root", "../.."));
    Path file = root.resolve("examples").resolve(example).resolve(example + ".nn");
    return Compiler.compile(
            new Source(file.toString(), Files.readString(file)),
            Options.standard().with(set),
            (from, path) -> Optional.empty())
        .load();
  }

  private static int[] tokens(int seed, int count, int classes) {
    return new SplittableRandom(seed).ints(count, 0, classes).toArray();
  }

  @Test
  void aSignAtATimeGivesWhatTheWholeWindowGives() throws IOException {
    Model model = compiled("tiny-gpt", Map.of("T", "24", "layers", "3"));
    Predictor whole = new Predictor(model, model.weights(), 1);
    int[] text = tokens(1, 24, 27);
    whole.set(0, text);
    whole.run();
    Session session = new Session(model, model.weights(), "write", 1);
    for (int t = 0; t < text.length; t++) {
      session.set(0, text[t]);
      session.set(1, t);
      session.run();
      double[] logits = session.getDoubles(0);
      double total = Arrays.stream(logits).map(Math::exp).sum();
      for (int c = 0; c < logits.length; c++) {
        assertEquals(whole.get(0, t * 27 + c), Math.exp(logits[c]) / total, 1e-6);
      }
    }
  }

  @Test
  void whatStandsBehindAReviewDoesNotCount() throws IOException {
    double[] expected = mood(32, 9, 0);
    for (int length : new int[] {32, 40}) {
      for (int pad = 0; pad < 3; pad++) {
        assertArrayEquals(expected, mood(length, 9, pad));
      }
    }
    assertNotEquals(expected[0], mood(32, 10, 0)[0]);
    double[] empty = mood(32, 0, 0);
    assertArrayEquals(empty, mood(32, 0, 5));
  }

  /** The answer to a review of so many words, with other words behind it. */
  private static double[] mood(int length, int words, int pad) throws IOException {
    Model model = compiled("sentiment", Map.of("T", String.valueOf(length)));
    Predictor predictor = new Predictor(model, model.weights(), 1);
    int[] review = tokens(2, length, 70);
    for (int t = words; t < length; t++) {
      review[t] = pad;
    }
    predictor.set(0, review);
    predictor.set(1, words);
    predictor.run();
    return predictor.getDoubles(0);
  }
}
