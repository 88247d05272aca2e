package dev.nnc.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MadeLinesTest {
  @ParameterizedTest
  @EnumSource
  void linesAreAFunctionOfTheSeed(MadeLines made) {
    List<String> lines = made.lines(300, 3);
    assertEquals(lines.subList(0, 50), made.lines(50, 3));
    assertNotEquals(lines, made.lines(300, 4));
    assertTrue(new HashSet<>(lines).size() > 100, "most are different");
    int tabs = made == MadeLines.STATEMENTS ? 0 : 1;
    for (String line : lines) {
      assertEquals(tabs, line.chars().filter(sign -> sign == '\t').count(), line);
      assertTrue(line.matches("[a-z ,.?\t]+"), line);
    }
  }

  /** Told from the words: each denial turns its opinion, and the last opinion counts. */
  @Test
  void theLastOpinionOfAReviewIsItsMood() {
    int good = 0;
    int turned = 0;
    for (String line : MadeLines.REVIEWS.lines(500, 1)) {
      String[] parts = line.split("\t");
      String review = parts[0].replace("the hall was full", "");
      String opinion = review.substring(review.lastIndexOf("was "));
      boolean positive = opinion.matches(".*(good|great|moving|funny|clever|warm|lovely|exc).*");
      boolean denied = opinion.matches(".*(not|never|hardly).*");
      assertEquals(positive != denied ? "good" : "bad", parts[1], line);
      good += parts[1].equals("good") ? 1 : 0;
      turned += denied ? 1 : 0;
    }
    assertTrue(good > 200 && good < 300, good + " of 500 are good");
    assertTrue(turned > 100, turned + " of 500 end with a denial");
  }

  @Test
  void aSentenceHasOneTranslationAndAnother() {
    Map<String, String> known = new HashMap<>();
    Set<String> words = new HashSet<>();
    for (String line : MadeLines.TRANSLATIONS.lines(3000, 1)) {
      String[] parts = line.split("\t");
      assertEquals(parts[1], known.getOrDefault(parts[0], parts[1]), line);
      known.put(parts[0], parts[1]);
      words.addAll(List.of(parts[1].split(" ")));
      boolean many = parts[0].matches(".* (see|find|like|follow|hear) .*");
      assertEquals(many, parts[1].endsWith("en"), line);
    }
    assertEquals(30 + 16 + 10 + 4, words.size(), words::toString);
  }

  @Test
  void answersAgreeWithTheirQuestions() {
    for (String line : MadeLines.QUESTIONS.lines(500, 1)) {
      String[] parts = line.split("\t");
      if (parts[0].matches("(do|what do|where are) the .*")) {
        assertTrue(parts[1].matches("((yes|no), )?they (are )?\\w+[^s].*"), line);
      } else if (parts[0].matches("(does|what does|where is) the .*")) {
        assertTrue(parts[1].matches("((yes|no), )?(it|he|she) (is|\\w+s)\\b.*"), line);
      }
    }
  }
}
