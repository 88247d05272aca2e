package dev.nnc.data;

import static dev.nnc.data.Fixture.evidence;
import static dev.nnc.data.Fixture.fails;
import static dev.nnc.data.Fixture.model;
import static dev.nnc.data.Fixture.oneOf;
import static dev.nnc.data.Fixture.real;
import static dev.nnc.data.Fixture.source;
import static dev.nnc.data.Fixture.tokens;
import static dev.nnc.data.Fixture.write;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnc.runtime.ModelInfo;
import dev.nnc.runtime.Precision;
import dev.nnc.runtime.Settings.Share;
import dev.nnc.runtime.Vocabulary;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Texts in rows: the lines of files and the cells of tables. */
final class LineSourceTest {
  private static final ModelInfo PAIR =
      model(List.of(tokens("source", 9, 4), tokens("n", 5)), List.of(tokens("target", 9, 4)));

  @TempDir Path folder;

  private Dataset.Parts open(String format, ModelInfo info, String... arguments) {
    return DataSource.open(source(format, arguments), info, folder, Precision.DOUBLE)
        .split(List.of(), 0);
  }

  private static double[] row(Dataset.Parts parts, String field, int size, int row) {
    return Drawn.rows(parts.examples().get("train"), field, size).get(row);
  }

  @Test
  void linesThatBelongTogether() {
    write(folder, "a.txt", "cab\nb\r\n");
    write(folder, "b.txt", "abc\nbb\n");
    Dataset.Parts parts = open("lines", PAIR, "source", "a.txt", "target", "b.txt", "length", "n");
    assertArrayEquals(new double[] {3, 1, 2, 0}, row(parts, "source", 4, 0));
    assertArrayEquals(new double[] {2, 2, 0, 0}, row(parts, "target", 4, 1));
    assertArrayEquals(new double[] {1}, row(parts, "n", 1, 1));
    assertEquals(parts.vocabularies().get("source"), parts.vocabularies().get("target"));
    write(folder, "c.txt", "abc\n");
    fails(
        DataCode.COUNT_MISMATCH,
        () -> open("lines", PAIR, "source", "a.txt", "target", "c.txt", "length", "n"),
        "c.txt: it has 1 lines");
    fails(
        DataCode.MISSING_ARGUMENT,
        () -> open("lines", PAIR, "source", "a.txt", "length", "n"),
        "no file for target");
    fails(
        DataCode.UNREADABLE_FIELD,
        () -> open("lines", PAIR, "source", "a.txt", "target", "b.txt", "length", "m"),
        "no number \"m\"");
  }

  @Test
  void partsBetweenTabs() {
    write(folder, "p.tsv", "ab\tba\nabc\tc\n");
    Dataset.Parts parts = open("lines", PAIR, "0", "p.tsv", "length", "n");
    assertArrayEquals(new double[] {1, 2, 3, 0}, row(parts, "source", 4, 1));
    assertArrayEquals(new double[] {2, 1, 0, 0}, row(parts, "target", 4, 0));
    write(folder, "q.tsv", "ab\tba\nabc\n");
    fails(
        DataCode.RAGGED_ROW,
        () -> open("lines", PAIR, "0", "q.tsv", "length", "n"),
        "line 2: the line has 1 parts");
    ModelInfo kinds = model(List.of(tokens("text", 9, 4)), List.of(oneOf("kind", "x", "y")));
    write(folder, "k.tsv", "ab\ty\nabc\tx\n");
    assertArrayEquals(new double[] {1}, row(open("lines", kinds, "0", "k.tsv"), "kind", 1, 0));
    write(folder, "l.tsv", "ab\ty\nabc\tz\n");
    fails(DataCode.UNKNOWN_CATEGORY, () -> open("lines", kinds, "0", "l.tsv"), "row 2");
  }

  /** A language model of lines: the pad stands before and behind each. */
  @Test
  void aSingleFileGivesWhatFollows() {
    ModelInfo names = model(List.of(tokens("seen", 4, 4)), List.of(tokens("next", 4, 4)));
    write(folder, "n.txt", "ab\ncab\n");
    Dataset.Parts parts = open("lines", names, "0", "n.txt", "pad", ".");
    assertEquals(".abc", readable(parts.vocabularies().get("seen"), new double[] {0, 1, 2, 3}));
    assertArrayEquals(new double[] {0, 1, 2, 0}, row(parts, "seen", 4, 0));
    assertArrayEquals(new double[] {1, 2, 0, 0}, row(parts, "next", 4, 0));
    assertArrayEquals(new double[] {0, 3, 1, 2}, row(parts, "seen", 4, 1));
    assertArrayEquals(new double[] {3, 1, 2, 0}, row(parts, "next", 4, 1));
  }

  private static String readable(Vocabulary vocabulary, double[] tokens) {
    StringBuilder text = new StringBuilder();
    Arrays.stream(tokens).forEach(token -> text.append(vocabulary.token((int) token)));
    return text.toString();
  }

  @Test
  void longAndStrangeLinesAreRefusedOrMended() {
    write(folder, "n.txt", "ab\nabcab\n");
    ModelInfo one = model(List.of(tokens("text", 4, 4)), List.of());
    fails(
        DataCode.TOO_LONG,
        () -> open("lines", one, "0", "n.txt"),
        "n.txt, row 2: the text has 5 tokens, but text takes 4",
        "truncate: true");
    assertArrayEquals(
        new double[] {1, 2, 3, 1},
        row(open("lines", one, "0", "n.txt", "truncate", "true"), "text", 4, 1));
    List<Share> shares = List.of(new Share("test", 0, 2));
    write(folder, "w.txt", "a b\nc\n");
    ModelInfo words = model(List.of(tokens("text", 9, 4)), List.of());
    Dataset.Parts parts =
        DataSource.open(
                source("lines", "0", "w.txt", "by", "words"), words, folder, Precision.DOUBLE)
            .split(shares, 0);
    assertArrayEquals(
        new double[] {1, 0, 0, 0}, Drawn.rows(parts.examples().get("test"), "text", 4).get(0));
    fails(
        DataCode.UNKNOWN_TOKEN,
        () ->
            DataSource.open(
                    source("lines", "0", "w.txt", "by", "words", "unknown", "error"),
                    words,
                    folder,
                    Precision.DOUBLE)
                .split(shares, 0),
        "row 2: found \"c\" (U+0063)");
    fails(
        DataCode.UNREADABLE_FIELD,
        () -> open("lines", model(List.of(real("x", 2)), List.of()), "0", "n.txt"),
        "nothing for x[2]");
    fails(
        DataCode.UNREADABLE_FIELD,
        () -> open("lines", model(List.of(real("x")), List.of()), "0", "n.txt"),
        "tokens of a line");
  }

  @Test
  void columnsOfATableMayBeTexts() {
    write(folder, "r.csv", "score,review,mood\n1,\"good, good\",up\n,bad,down\n3,so so,up\n");
    ModelInfo info =
        model(
            List.of(real("score"), tokens("review", 6, 3), tokens("n", 4)),
            List.of(oneOf("mood", "down", "up")));
    Dataset.Parts parts =
        open("csv", info, "0", "r.csv", "text", "words", "length", "n", "missing", "mean");
    Vocabulary vocabulary = parts.vocabularies().get("review");
    assertEquals("good", vocabulary.token(2));
    assertEquals(6, vocabulary.size());
    assertArrayEquals(new double[] {3}, row(parts, "n", 1, 0));
    assertArrayEquals(new double[] {2}, row(parts, "score", 1, 1));
    assertArrayEquals(new double[] {0}, row(parts, "mood", 1, 1));
    assertEquals("good , good", vocabulary.decode(2, vocabulary.encode(",")[0], 2));
    ModelInfo letters = model(List.of(tokens("review", 60, 3)), List.of());
    fails(
        DataCode.TOO_LONG,
        () -> open("csv", letters, "0", "r.csv", "text", "characters"),
        "r.csv, row 1, column \"review\"");
    ModelInfo none = model(List.of(real("score")), List.of());
    fails(DataCode.UNREADABLE_FIELD, () -> open("csv", none, "0", "r.csv", "text", "words"));
    fails(DataCode.UNKNOWN_ARGUMENT, () -> open("csv", none, "0", "r.csv", "truncate", "true"));
  }

  @Test
  void lettersAndTheSameSorted() {
    Path source = evidence("data/char_sort_seq2seq/letters_source.txt");
    ModelInfo info = model(List.of(tokens("mixed", 27, 8)), List.of(tokens("sorted", 27, 8)));
    Dataset.Parts parts =
        open(
            "lines",
            info,
            "mixed",
            source.toString(),
            "sorted",
            source.resolveSibling("letters_target.txt").toString());
    List<double[]> mixed = Drawn.rows(parts.examples().get("train"), "mixed", 8);
    List<double[]> sorted = Drawn.rows(parts.examples().get("train"), "sorted", 8);
    assertEquals(10_000, mixed.size());
    assertEquals(27, parts.vocabularies().get("mixed").size());
    for (int row = 0; row < mixed.size(); row++) {
      double[] own = Arrays.stream(mixed.get(row)).filter(token -> token > 0).sorted().toArray();
      assertArrayEquals(Arrays.copyOf(own, 8), sorted.get(row));
    }
    assertTrue(mixed.stream().anyMatch(row -> row[6] > 0));
  }
}
