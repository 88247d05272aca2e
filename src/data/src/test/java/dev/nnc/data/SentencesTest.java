package dev.nnc.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SentencesTest {
  private static final Pattern NOUN = Pattern.compile("(the|a)( \\w+)? (\\w+)");

  @Test
  void isAFunctionOfCountAndSeed() {
    assertEquals(Sentences.of(50, 3), Sentences.of(50, 3));
    assertNotEquals(Sentences.of(50, 3), Sentences.of(50, 4));
    assertTrue(Sentences.of(60, 3).startsWith(Sentences.of(50, 3)), "more sentences go on");
  }

  @Test
  void verbsAgreeWithTheirNouns() {
    int plural = 0;
    String[] lines = Sentences.of(400, 1).split("\n");
    assertEquals(400, lines.length);
    for (String line : lines) {
      assertTrue(line.endsWith("."), line);
      assertTrue(NOUN.matcher(line).lookingAt(), line);
      boolean many = line.matches(".* (see|find|like|follow|hear) .*");
      boolean they = line.matches(".* and they (sleep|wait|sing|run)\\.");
      boolean single = line.matches(".* and (it|he|she) (sleeps|waits|sings|runs)\\.");
      assertTrue(many || line.matches(".* (sees|finds|likes|follows|hears) .*"), line);
      assertTrue(!they || many, line);
      assertTrue(!single || !many, line);
      plural += many ? 1 : 0;
    }
    assertTrue(plural > 150 && plural < 250, plural + " of 400 are plural");
  }
}
