package dev.nnc.data;

import static dev.nnc.data.Fixture.evidence;
import static dev.nnc.data.Fixture.fails;
import static dev.nnc.data.Fixture.model;
import static dev.nnc.data.Fixture.real;
import static dev.nnc.data.Fixture.source;
import static dev.nnc.data.Fixture.tokens;
import static dev.nnc.data.Fixture.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnc.runtime.ModelInfo;
import dev.nnc.runtime.ModelInfo.Field;
import dev.nnc.runtime.Precision;
import dev.nnc.runtime.Settings.Share;
import dev.nnc.runtime.Vocabulary;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TextSourceTest {
  @TempDir Path folder;

  private static ModelInfo reading(int length, int size) {
    return model(List.of(tokens("a", size, length)), List.of(tokens("b", size, length)));
  }

  private Dataset open(ModelInfo info, String... arguments) {
    return DataSource.open(source("text", arguments), info, folder, Precision.DOUBLE);
  }

  private static List<String> decoded(Dataset.Parts parts, String part, String field, int length) {
    Vocabulary vocabulary = parts.vocabularies().get(field);
    return Drawn.rows(parts.examples().get(part), field, length).stream()
        .map(row -> vocabulary.decode(Arrays.stream(row).mapToInt(x -> (int) x).toArray()))
        .toList();
  }

  @Test
  void windowsAndWhatFollowsByOne() {
    write(folder, "t.txt", "abcdefghij");
    Dataset.Parts parts = open(reading(3, 10), "0", "t.txt").split(List.of(), 0);
    assertEquals(List.of("abc", "def", "ghi"), decoded(parts, "train", "a", 3));
    assertEquals(List.of("bcd", "efg", "hij"), decoded(parts, "train", "b", 3));
    Dataset.Parts dense = open(reading(3, 10), "0", "t.txt", "stride", "1").split(List.of(), 0);
    assertEquals(7, dense.examples().get("train").size());
    ModelInfo last = model(List.of(tokens("a", 10, 3)), List.of(tokens("b", 10)));
    assertEquals(
        List.of("d", "g", "j"),
        decoded(open(last, "0", "t.txt").split(List.of(), 0), "train", "b", 1));
    ModelInfo alone = model(List.of(tokens("a", 10, 5)), List.of());
    assertEquals(
        List.of("abcde", "fghij"),
        decoded(open(alone, "0", "t.txt").split(List.of(), 0), "train", "a", 5));
  }

  /** Each part is a stretch of the text, and no window reaches over a cut. */
  @Test
  void partsAreStretches() {
    write(folder, "t.txt", "abcdefghijklmnopqrst");
    List<Share> shares = List.of(new Share("test", .2, 0), new Share("valid", .2, 0));
    Dataset.Parts parts = open(reading(2, 20), "0", "t.txt", "stride", "1").split(shares, 9);
    assertEquals("[ab, bc, cd, de, ef, fg, gh, hi, ij, jk]", decoded(parts, "train", "a", 2) + "");
    assertEquals("[bc, cd, de, ef, fg, gh, hi, ij, jk, kl]", decoded(parts, "train", "b", 2) + "");
    assertEquals(List.of("mn", "no"), decoded(parts, "valid", "a", 2));
    assertEquals(List.of("rs", "st"), decoded(parts, "test", "b", 2));
    fails(
        DataCode.BAD_ARGUMENT,
        () -> open(reading(2, 20), "0", "t.txt").split(List.of(new Share("test", 0, 5)), 0),
        "every(5)");
    fails(
        DataCode.NO_ROWS,
        () -> open(reading(4, 20), "0", "t.txt").split(shares, 0),
        "valid has 4 tokens, but an example takes 5");
  }

  @Test
  void wordsKeepTheFrequentOnesOfTheTrainingPart() {
    write(folder, "t.txt", "to be or not to be, to do\nor to be seen elsewhere elsewhere");
    ModelInfo info = reading(2, 5);
    Dataset dataset = open(info, "0", "t.txt", "by", "words");
    Dataset.Parts parts = dataset.split(List.of(new Share("valid", .5, 0)), 0);
    Vocabulary vocabulary = parts.vocabularies().get("a");
    assertEquals("<unknown>", vocabulary.token(0));
    assertEquals("to be or", vocabulary.decode(1, 2, 3));
    assertEquals(5, vocabulary.size());
    assertTrue(decoded(parts, "valid", "a", 2).stream().anyMatch(t -> t.contains("\uFFFD")));
    fails(
        DataCode.VOCABULARY_SIZE,
        () -> open(info, "0", "t.txt", "by", "words", "unknown", "error").split(List.of(), 0),
        "there are 9 words, but a is int<5>",
        "--set V=9");
  }

  @Test
  void bytesAreThoseOfTheFile() {
    write(folder, "t.bin", new byte[] {0, (byte) 255, 7, 9, 8});
    Dataset.Parts parts = open(reading(2, 256), "0", "t.bin", "by", "bytes").split(List.of(), 0);
    assertEquals(
        "[0.0, 255.0]", Arrays.toString(Drawn.rows(parts.examples().get("train"), "a", 2).get(0)));
    fails(DataCode.NOT_TEXT, () -> open(reading(2, 256), "0", "t.bin"), "by: \"bytes\"");
  }

  @Test
  void anotherTextIsReadByTheSameVocabulary() {
    write(folder, "t.txt", "cab cab");
    write(folder, "u.txt", "bac\nbad");
    ModelInfo info = reading(2, 4);
    Map<String, Vocabulary> known = open(info, "0", "t.txt").split(List.of(), 0).vocabularies();
    assertEquals(
        "[3.0, 1.0]",
        Arrays.toString(
            Drawn.rows(
                    DataSource.open(source("text", "0", "t.txt"), info, known, folder)
                        .all(Imputation.NONE),
                    "a",
                    2)
                .get(0)));
    fails(
        DataCode.UNKNOWN_TOKEN,
        () ->
            DataSource.open(source("text", "0", "u.txt"), info, known, folder).all(Imputation.NONE),
        "u.txt, line 1: found U+000A",
        "4 characters");
  }

  @Test
  void theFieldsMustFit() {
    write(folder, "t.txt", "abc");
    Field number = real("x");
    fails(
        DataCode.UNREADABLE_FIELD,
        () -> open(model(List.of(number), List.of()), "0", "t.txt"),
        "0 inputs",
        "input tokens[T]: int<V>");
    fails(
        DataCode.UNREADABLE_FIELD,
        () -> open(model(List.of(tokens("a", 3, 2), number), List.of()), "0", "t.txt"),
        "nothing for x");
    List<Field> two = List.of(tokens("a", 3, 2), tokens("b", 3, 2));
    fails(
        DataCode.UNREADABLE_FIELD,
        () -> open(model(two, List.of()), "0", "t.txt"),
        "2 inputs",
        "window: \"a\"");
    fails(
        DataCode.UNREADABLE_FIELD,
        () -> open(model(List.of(tokens("a", 3, 2)), List.of(tokens("b", 3, 3))), "0", "t.txt"),
        "more than a");
    fails(DataCode.BAD_ARGUMENT, () -> open(reading(1, 3), "0", "t.txt", "by", "letters"));
    fails(DataCode.EMPTY_FILE, () -> open(reading(1, 3), "0", write(folder, "e", "") + ""));
  }

  @Test
  void shakespeareHas65Characters() {
    Path file = evidence("data/tinyshakespeare/input.txt");
    Dataset dataset = open(reading(64, 65), "0", file.toString());
    Dataset.Parts parts = dataset.split(List.of(new Share("valid", .1, 0)), 0);
    assertEquals(65, parts.vocabularies().get("a").size());
    assertEquals(15685, parts.examples().get("train").size());
    List<String> rows = decoded(parts, "train", "a", 64);
    assertTrue(rows.get(0).startsWith("First Citizen:\nBefore we proceed"), rows.get(0));
    assertEquals(1742, parts.examples().get("valid").size());
  }
}
