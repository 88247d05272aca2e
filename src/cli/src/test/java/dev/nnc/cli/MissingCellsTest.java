package dev.nnc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data with empty cells, from training to the jar that predicts alone. */
class MissingCellsTest {
  private static final String SOURCE = "csv(\"plane.csv\")";

  @TempDir Path folder;

  /**
   * A model that sees all rows in training, and every tenth a empty.
   *
   * @return the median of what is there
   */
  private double train(String missing) throws IOException {
    Path file =
        Sample.write(
            folder,
            SOURCE + "\n  split     = [train: 70%, valid: 15%, test: 15%]",
            "csv(\"plane.csv\", missing: \"" + missing + "\")");
    List<String> lines = new ArrayList<>(Files.readAllLines(folder.resolve("plane.csv")));
    List<Double> known = new ArrayList<>();
    for (int i = 1; i < lines.size(); i++) {
      String[] cells = lines.get(i).split(",");
      if (i % 10 == 0) {
        lines.set(i, " ," + cells[1] + "," + cells[2]);
      } else {
        known.add((double) Float.parseFloat(cells[0]));
      }
    }
    Files.write(folder.resolve("plane.csv"), lines);
    Session session = Session.run("train", file, "-o", jar(), "--quiet");
    assertEquals(0, session.code, session.toString());
    double[] sorted = known.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }

  private Path jar() {
    return folder.resolve("plane.jar");
  }

  private Path data(String name, String... lines) throws IOException {
    return Files.write(folder.resolve(name), Arrays.asList(lines));
  }

  private String alone(Path data) throws IOException, InterruptedException {
    return Alone.run(jar(), "predict", data.toString());
  }

  @Test
  void theMedianIsFilledInAsIfItWereTyped() throws Exception {
    double median = train("median");
    Path empty = data("empty.csv", "a,b", ",0.5", "1,0.5");
    Path typed = data("typed.csv", "a,b", median + ",0.5", "1,0.5");
    String expected = alone(typed);
    assertEquals(expected, alone(empty));
    assertEquals(3, expected.lines().count());
    assertNotEquals(expected.lines().toList().get(1), expected.lines().toList().get(2));
    assertEquals(expected, Session.run("predict", jar(), "--data", empty).out);
  }

  @Test
  void aNumberIsFilledInAsIfItWereTyped() throws Exception {
    train("-1.25");
    String expected = alone(data("typed.csv", "b,a", "0.5,-1.25"));
    assertEquals(expected, alone(data("empty.csv", "b,a", "0.5,\"\"")));
  }

  /** Another median than that of the data measured on. */
  @Test
  void evalFillsInWhatTrainingFound() throws IOException {
    double median = train("median");
    Path empty = data("empty.csv", "a,b,t", ",0.5,1", "100,0.5,1", "101,0.5,1");
    Path typed = data("typed.csv", "a,b,t", median + ",0.5,1", "100,0.5,1", "101,0.5,1");
    Session session = Session.run("eval", jar(), "--data", empty);
    assertEquals(0, session.code, session.toString());
    assertEquals(Session.run("eval", jar(), "--data", typed).out, session.out);
  }

  @Test
  void withoutARuleTheCellIsNamed() throws IOException {
    Path file = Sample.write(folder);
    assertEquals(0, Session.run("train", file, "-o", jar(), "--quiet").code);
    Session session = Session.run("predict", jar(), "--data", data("empty.csv", "a,b", ",0.5"));
    assertEquals(3, session.code, session.toString());
    assertTrue(session.err.contains("row 1 (line 2), column \"a\""), session.err);
    assertTrue(session.err.contains("trained without missing: \"median\""), session.err);
  }
}
