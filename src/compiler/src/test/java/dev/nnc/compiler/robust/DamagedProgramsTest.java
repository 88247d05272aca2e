package dev.nnc.compiler.robust;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Damaged programs go through the whole compiler: what comes out is code or a message, never
 * another exception. {@code -Dnnc.damages=20000} damages more of them.
 */
class DamagedProgramsTest {
  private static final int ROUNDS = Integer.getInteger("nnc.damages", 600);
  private static final Pattern WORD =
      Pattern.compile(
          "//[^\\n]*\\n|\"[^\"\\n]*\"|[\\p{L}_][\\p{L}\\p{Nd}_]*'*|[0-9.]+|\\s+|\\|>|[=<>!]=|.",
          Pattern.DOTALL);
  private static final List<String> TEXTS = Attempt.texts();
  private static final List<String> NAMES =
      List.of(
          ("batch training pi inf grad sum max mean argmax reshape flatten scalar stack concat range"
                  + " pad transpose uniform_like rank size zero_outside stop_gradient dense"
                  + " layer_norm dropout softmax relu residual conv2d one_hot cross_entropy mse"
                  + " uniform fan_in ones step adam clip_norm cosine int bool x i j")
              .split(" "));
  private static final List<String> NUMBERS =
      List.of(
          "0",
          "1",
          "2",
          "5",
          "0.5",
          "-1",
          "(1/0)",
          "(0/0)",
          "1e9",
          "1e300",
          "x",
          "true",
          "\"t\"",
          "[1, 2]",
          "[[1], [2]]",
          "relu",
          "dense(2)",
          "-inf");
  private static final List<String> OPERATORS =
      List.of("+", "-", "*", "/", "^", "%", "<", "==", "and", "or", "|>", "..", ",", ":", "=");

  @Test
  void everyTruncation() {
    int refused = 0;
    for (String text : TEXTS) {
      for (int length = 0; length < text.length(); length += 97) {
        refused += Attempt.compile(text.substring(0, length)).isEmpty() ? 0 : 1;
      }
    }
    assertTrue(refused > 100, "only " + refused + " pieces were refused");
  }

  @Test
  void removedWords() {
    Random random = new Random(7);
    for (int round = 0; round < ROUNDS; round++) {
      List<String> words = words(random);
      for (int i = random.nextInt(3); i >= 0 && !words.isEmpty(); i--) {
        words.remove(random.nextInt(words.size()));
      }
      Attempt.compile(String.join("", words));
    }
  }

  @Test
  void exchangedWords() {
    Random random = new Random(8);
    int compiled = 0;
    for (int round = 0; round < ROUNDS; round++) {
      List<String> words = words(random);
      for (int i = random.nextInt(2); i >= 0; i--) {
        exchange(words, random);
      }
      compiled += Attempt.compile(String.join("", words)).isEmpty() ? 1 : 0;
    }
    assertTrue(compiled > ROUNDS / 20, "only " + compiled + " programs mean something");
  }

  private static List<String> words(Random random) {
    String text = TEXTS.get(random.nextInt(TEXTS.size())).replaceAll("(?m)^//.*\n", "");
    return new ArrayList<>(WORD.matcher(text).results().map(m -> m.group()).toList());
  }

  /** Puts a word of the same kind in another's place. */
  private static void exchange(List<String> words, Random random) {
    for (int tries = 0; tries < 20; tries++) {
      int at = random.nextInt(words.size());
      String word = words.get(at);
      if (Character.isLetter(word.charAt(0))) {
        String other = words.get(random.nextInt(words.size()));
        boolean name = Character.isLetter(other.charAt(0));
        words.set(at, name ? other : NAMES.get(random.nextInt(NAMES.size())));
        return;
      } else if (Character.isDigit(word.charAt(0))) {
        words.set(at, NUMBERS.get(random.nextInt(NUMBERS.size())));
        return;
      } else if (OPERATORS.contains(word)) {
        words.set(at, OPERATORS.get(random.nextInt(OPERATORS.size())));
        return;
      }
    }
  }
}
