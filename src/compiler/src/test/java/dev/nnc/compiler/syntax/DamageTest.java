package dev.nnc.compiler.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnc.compiler.source.Diagnostic;
import dev.nnc.compiler.source.Diagnostics;
import dev.nnc.compiler.source.Renderer;
import dev.nnc.compiler.source.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged files are reported, never thrown at; what still can be read has one reading. */
class DamageTest {
  private static final int ROUNDS = 2_000;
  private static final Pattern WORD = Pattern.compile("\\w+'*|\\s+|\\|>|\\.+|.", Pattern.DOTALL);
  private static final String SIGNS = "(){}[]\"'+-*/^%=<>|~.,:;_&\\\n\0\uD835é0e ";

  private static Diagnostics read(String text) {
    Diagnostics diagnostics = new Diagnostics();
    assertNotNull(Parser.parse(new Source("damaged", text), diagnostics).definitions(), text);
    for (Diagnostic diagnostic : diagnostics.all()) {
      assertFalse(new Renderer(true).render(diagnostic).isEmpty());
    }
    return diagnostics;
  }

  @Test
  void randomWords() {
    List<Source> samples = Samples.under("/samples");
    Random random = new Random(17);
    int refused = 0;
    for (int round = 0; round < ROUNDS; round++) {
      String text = samples.get(random.nextInt(samples.size())).text();
      List<String> words =
          new ArrayList<>(WORD.matcher(text).results().map(m -> m.group()).toList());
      for (int change = random.nextInt(3); change >= 0; change--) {
        int at = random.nextInt(words.size());
        switch (random.nextInt(4)) {
          case 0 -> words.remove(at);
          case 1 -> words.add(at, words.get(random.nextInt(words.size())));
          case 2 -> words.set(at, words.get(random.nextInt(words.size())));
          default -> words.add(at, words.get(at));
        }
      }
      String damaged = String.join("", words);
      if (read(damaged).hasErrors()) {
        refused++;
      } else if (!damaged.isBlank()) {
        assertEquals(List.of(), ExactParse.complaints(new Source("damaged", damaged)), damaged);
      }
    }
    assertTrue(refused > ROUNDS / 4, "only " + refused + " texts were refused");
  }

  @Test
  void randomCharacters() {
    List<Source> samples = Samples.under("/samples");
    Random random = new Random(18);
    for (int round = 0; round < ROUNDS; round++) {
      String text = samples.get(random.nextInt(samples.size())).text();
      StringBuilder damaged = new StringBuilder(text);
      for (int change = random.nextInt(4); change >= 0; change--) {
        int at = random.nextInt(damaged.length());
        switch (random.nextInt(3)) {
          case 0 -> damaged.deleteCharAt(at);
          case 1 -> damaged.insert(at, SIGNS.charAt(random.nextInt(SIGNS.length())));
          default ->
              damaged.setCharAt(at, (char) random.nextInt(random.nextInt(8) == 0 ? 65536 : 128));
        }
      }
      read(damaged.toString());
    }
  }

  @Test
  void everyTruncation() {
    String text = Samples.under("/samples").get(0).text();
    for (int length = 0; length < text.length(); length++) {
      read(text.substring(0, length));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u0000\u0001PK\u0003\u0004",
        "\u007FELF\u0002",
        "%PDF-1.4 %\u00E2\u00E3",
        "<html><body>",
        "{\"cells\": []}",
        "import torch\n",
        "}{",
        "\uD800",
        "\"",
        "/*",
        "'",
        "1e",
        "@#$",
        "..."
      })
  void otherFiles(String text) {
    assertTrue(read(text).hasErrors());
  }
}
