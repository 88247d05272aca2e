package dev.nnc.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnc.runtime.Vocabulary.Merge;
import dev.nnc.runtime.Vocabulary.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class VocabularyTest {
  private static final String SIGNS = "ab \n.'é𝄞\u0301\t12 ";

  private static String random(SplittableRandom random) {
    int[] signs = SIGNS.codePoints().toArray();
    StringBuilder text = new StringBuilder();
    for (int n = random.nextInt(200); n > 0; n--) {
      text.appendCodePoint(signs[random.nextInt(signs.length)]);
    }
    return text.toString();
  }

  private static Vocabulary characters(String signs, String pad, String unknown) {
    List<String> tokens = signs.codePoints().distinct().mapToObj(Character::toString).toList();
    return Vocabulary.of(Unit.CHARACTERS, pad, unknown, tokens);
  }

  @Test
  void charactersBytesAndPairsGiveTheTextAgain() {
    Vocabulary characters = characters(SIGNS, null, null);
    Vocabulary bytes = Vocabulary.ofBytes("<pad>", List.of());
    // a b, then ab ab, with the pad before the bytes
    Vocabulary pairs = Vocabulary.ofBytes("<pad>", List.of(new Merge(98, 99), new Merge(257, 257)));
    SplittableRandom random = new SplittableRandom(4);
    for (int i = 0; i < 200; i++) {
      String text = random(random);
      for (Vocabulary vocabulary : List.of(characters, bytes, pairs)) {
        assertEquals(text, vocabulary.decode(vocabulary.encode(text)));
      }
      assertTrue(pairs.encode(text).length <= bytes.encode(text).length);
    }
    assertArrayEquals(new int[] {258, 258, 98, 33, 257}, pairs.encode("ababababa ab"));
  }

  @Test
  void chunksAreTheTextAndWordsAreWords() {
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 200; i++) {
      String text = random(random);
      StringBuilder joined = new StringBuilder();
      Segments.chunks(text, (from, to) -> joined.append(text, from, to));
      assertEquals(text, joined.toString());
    }
    List<String> chunks = new ArrayList<>();
    String line = "It's  2 o'clock,\n\n now";
    Segments.chunks(line, (from, to) -> chunks.add(line.substring(from, to)));
    assertEquals(
        List.of("It", "'", "s", " ", " 2", " o", "'", "clock", ",", "\n\n", " now"), chunks);
    List<String> words = new ArrayList<>();
    Segments.words(line, (from, to) -> words.add(line.substring(from, to)));
    assertEquals(List.of("It's", "2", "o'clock", ",", "\n", "\n", "now"), words);
    String endless = "a".repeat(1000);
    Segments.chunks(endless, (from, to) -> assertTrue(to - from <= 64));
  }

  @Test
  void wordsAreJoinedBySpaces() {
    Vocabulary words = Vocabulary.of(Unit.WORDS, "<pad>", "?", List.of("\n", "To", "be", ","));
    assertEquals(6, words.size());
    assertArrayEquals(new int[] {3, 4, 5, 1, 2, 4}, words.encode("To be, or\nbe"));
    assertEquals("To be , \uFFFD\nbe", words.decode(3, 4, 5, 1, 2, 4, 0));
    assertEquals(0, words.pad());
    assertEquals(1, words.unknown());
    assertEquals("<pad>", words.token(0));
  }

  /** A pad that looks like a character is that character. */
  @Test
  void thePadMayBeACharacter() {
    Vocabulary names = characters(".abc", ".", null);
    assertEquals(4, names.size());
    assertArrayEquals(new int[] {0, 1, 2, 0}, names.encode(".ab."));
    assertEquals("ab", names.decode(0, 1, 2, 0));
  }

  @Test
  void whatIsUnknownIsNamed() {
    Vocabulary vocabulary = characters("ab", null, null);
    UnknownTokenException e =
        assertThrows(UnknownTokenException.class, () -> vocabulary.encode("ab𝄞"));
    assertEquals(2, e.place());
    assertEquals("\"𝄞\" (U+1D11E)", e.token());
    assertTrue(e.getMessage().contains("none of the 2 tokens"), e.getMessage());
    assertArrayEquals(new int[] {1, 0, 2}, characters("ab", null, "?").encode("axb"));
    assertThrows(IndexOutOfBoundsException.class, () -> vocabulary.decode(2));
    assertThrows(
        IndexOutOfBoundsException.class, () -> Vocabulary.ofBytes(null, List.of()).decode(256));
    List<Merge> early = List.of(new Merge(256, 1));
    assertThrows(IllegalArgumentException.class, () -> Vocabulary.ofBytes(null, early));
    List<String> twice = List.of("a", "a");
    assertThrows(
        IllegalArgumentException.class, () -> Vocabulary.of(Unit.WORDS, null, null, twice));
  }

  @Test
  void theTextOfVocabulariesIsReadAgain() {
    Vocabulary signs = characters(SIGNS + "\"\\\u2028", null, "?");
    Vocabulary pairs = Vocabulary.ofBytes("<pad>", List.of(new Merge(98, 99), new Merge(257, 11)));
    Map<String, Vocabulary> all = Map.of("b", signs, "a", signs, "c", pairs);
    String text = VocabularyText.write(all);
    assertEquals(all, VocabularyText.read(text));
    assertEquals(text, VocabularyText.write(VocabularyText.read(text)));
    assertTrue(text.contains("fields [\"a\" \"b\"]\nunit characters\n"), text);
    assertTrue(text.contains("pair 98 99 \"ab\"\n"), text);
    assertThrows(IllegalArgumentException.class, () -> VocabularyText.read("nnvocabulary 2\n"));
    assertThrows(IllegalArgumentException.class, () -> VocabularyText.read(text + "more\n"));
  }
}
