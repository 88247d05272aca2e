package dev.nnc.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnc.cli.jar.ModelJar;
import dev.nnc.runtime.Predictor;
import dev.nnc.runtime.Vocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Text from the train block to the vocabulary in the jar. */
class TextTrainTest {
  private static final String MODEL =
      """
      /// The next token by the one before.
      model Bigram(T = 8, V = 5) {
        input  tokens[T]: int<V>
        target next[T]:   int<V>
        logits = tokens |> embedding(V, V)
        output probability = softmax(logits)
        loss   mean[t] cross_entropy(logits[t], next[t])
      }

      train Bigram {
        data      = text("abc.txt")
        split     = [train: 80%, valid: 10%, test: 10%]
        optimizer = adam(lr: 0.1)
        batch     = 8
        epochs    = 20
      }
      """;

  @TempDir Path folder;

  @BeforeEach
  void write() throws IOException {
    Files.writeString(folder.resolve("bigram.nn"), MODEL);
    Files.writeString(folder.resolve("abc.txt"), "abcd.".repeat(300));
  }

  private Path jar() {
    return folder.resolve("bigram.jar");
  }

  private Session train(String... more) {
    Object[] args = {"train", folder.resolve("bigram.nn"), "-o", jar(), "--quiet"};
    Object[] all = Arrays.copyOf(args, args.length + more.length);
    System.arraycopy(more, 0, all, args.length, more.length);
    return Session.run(all);
  }

  private static double score(Session session, String name) {
    assertEquals(0, session.code, session.toString());
    return session
        .out
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow();
  }

  /** A learned alphabet is said on from any of its letters. */
  @Test
  void aModelOfCharactersGoesOnWithItsText() throws IOException {
    Session session = train();
    assertEquals(0, session.code, session.toString());
    assertTrue(session.out.contains("test loss"), session.out);
    try (ModelJar opened = ModelJar.open(jar())) {
      Vocabulary vocabulary = opened.model().vocabulary("tokens");
      assertEquals(vocabulary, opened.model().vocabulary("next"));
      assertEquals(".abcd", vocabulary.decode(0, 1, 2, 3, 4));
      Predictor predictor = new Predictor(opened.model(), opened.model().weights(), 1);
      predictor.set(0, vocabulary.encode("abcd.abc"));
      predictor.run();
      int[] likely = new int[8];
      for (int t = 0; t < 8; t++) {
        for (int c = 0; c < 5; c++) {
          likely[t] =
              predictor.get(0, t * 5 + c) > predictor.get(0, t * 5 + likely[t]) ? c : likely[t];
        }
      }
      assertEquals("bcd.abcd", vocabulary.decode(likely));
    }
  }

  /** The numbers of tokens are those of training, though this text has other letters first. */
  @Test
  void evalReadsByTheVocabularyOfTheJar() throws IOException {
    train();
    Path other = Files.writeString(folder.resolve("other.txt"), "bcd.a".repeat(100));
    assertTrue(score(Session.run("eval", jar(), "--data", other), "loss") < 0.3);
    Files.writeString(other, "bcd".repeat(100));
    assertTrue(score(Session.run("eval", jar(), "--data", other), "loss") > 0.5);
    Files.writeString(other, "abcd!".repeat(100));
    Session session = Session.run("eval", jar(), "--data", other);
    assertEquals(3, session.code, session.toString());
    assertTrue(session.err.contains("[ND024]") && session.err.contains("\"!\""), session.err);
  }

  @Test
  void theVocabularyMustFitOrDecides() throws IOException {
    Session small = train("--set", "V=3");
    assertEquals(3, small.code, small.toString());
    assertTrue(small.err.contains("there are 5 characters, but tokens is int<3>"), small.err);
    assertTrue(small.err.contains("--set V=5"), small.err);
    Session fitting = train("--set", "V=5");
    assertEquals(0, fitting.code, fitting.toString());
    byte[] expected = Files.readAllBytes(jar());
    Session automatic = train("--set", "V=auto");
    assertEquals(0, automatic.code, automatic.toString());
    assertArrayEquals(expected, Files.readAllBytes(jar()));
    Session other = train("--set", "T=auto");
    assertEquals(2, other.code, other.toString());
    assertTrue(other.err.contains("no text decides T"), other.err);
  }

  @Test
  void pairsAreLearned() throws IOException {
    Session session =
        train(
            "--set",
            "V=270",
            "--set",
            "train.data=text(\"abc.txt\", by: \"pairs\")",
            "--epochs",
            "1");
    assertEquals(0, session.code, session.toString());
    try (ModelJar opened = ModelJar.open(jar())) {
      Vocabulary vocabulary = opened.model().vocabulary("tokens");
      assertTrue(vocabulary.size() > 256 && vocabulary.size() <= 270, vocabulary.toString());
      assertTrue(vocabulary.encode("abcd.abcd.").length < 10);
      assertEquals("abcd.", vocabulary.decode(vocabulary.encode("abcd.")));
    }
  }

  private static final String MOOD =
      """
      /// The mood of a review by its words alone.
      model Mood(T = 4, V = 9) {
        input  review[T]: int<V>
        input  words: int<T + 1>
        target mood: one_of("bad", "good")
        weight = embedding(V, 2)
        each = weight(review)
        logits[c] = sum[t] (if t < words then each[t, c] else 0)
        probability = softmax(logits)
        output probability as mood
        loss   cross_entropy(logits, mood)
        metric accuracy(logits, mood)
      }

      train Mood {
        data = csv("moods.csv", text: "words", length: "words", truncate: true)
        optimizer = adam(lr: 0.1)
        epochs = 30
      }
      """;

  /** A column of texts is trained on and predicted from, also by the program in the jar. */
  @Test
  void aColumnOfTextsIsPredictedFrom() throws Exception {
    Files.writeString(folder.resolve("bigram.nn"), MOOD);
    String[] rows = {"so nice,good", "so bad,bad", "nice nice day today maybe,good", "bad day,bad"};
    Files.writeString(folder.resolve("moods.csv"), "review,mood\n" + String.join("\n", rows));
    Session session = train();
    assertEquals(0, session.code, session.toString());
    assertEquals(
        1, score(Session.run("eval", jar(), "--data", folder.resolve("moods.csv")), "accuracy"));
    Path texts = Files.writeString(folder.resolve("new.csv"), "review\nso nice\nbad bad\nodd\n");
    Session predicted = Session.run("predict", jar(), "--data", texts);
    assertEquals(0, predicted.code, predicted.toString());
    try (ModelJar opened = ModelJar.open(jar())) {
      Vocabulary words = opened.model().vocabulary("review");
      StringBuilder numbers = new StringBuilder("review0,review1,review2,review3,words\n");
      for (String text : new String[] {"so nice", "bad bad", "odd"}) {
        int[] tokens = words.encode(text);
        for (int i = 0; i < 4; i++) {
          numbers.append(i < tokens.length ? tokens[i] : words.pad()).append(',');
        }
        numbers.append(tokens.length).append('\n');
      }
      Path other = Files.writeString(folder.resolve("numbers.csv"), numbers.toString());
      assertEquals(Session.run("predict", jar(), "--data", other).out, predicted.out);
    }
    String[] lines = predicted.out.split("\n");
    assertEquals("probability[bad],probability[good]", lines[0]);
    assertTrue(Double.parseDouble(lines[1].split(",")[1]) > 0.9, lines[1]);
    assertTrue(Double.parseDouble(lines[2].split(",")[0]) > 0.9, lines[2]);
    assertEquals(predicted.out, Alone.run(jar(), "predict", texts.toString()));
  }

  @Test
  void linesOfTwoFilesAreTrainedOn() throws IOException {
    Files.writeString(
        folder.resolve("bigram.nn"),
        """
        model Upper(T = 3, V = 9) {
          input  small[T]: int<V>
          target large[T]: int<V>
          logits = small |> embedding(V, V)
          output probability = softmax(logits)
          loss   mean[t] cross_entropy(logits[t], large[t])
        }
        train Upper {
          data = lines(small: "a.txt", large: "b.txt")
          optimizer = adam(lr: 0.1)
          epochs = 30
        }
        """);
    Files.writeString(folder.resolve("a.txt"), "abc\nca\nb\n".repeat(8));
    Files.writeString(folder.resolve("b.txt"), "ABC\nCA\nB\n".repeat(8));
    Session session = train();
    assertEquals(0, session.code, session.toString());
    Path b = folder.resolve("b.txt");
    Session eval =
        Session.run(
            "eval", jar(), "--data", "small=" + folder.resolve("a.txt"), "--data", "large=" + b);
    assertTrue(score(eval, "loss") < 0.3, eval.toString());
  }
}
