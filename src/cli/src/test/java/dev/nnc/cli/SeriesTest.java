package dev.nnc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A series from a CSV file to the forecast of what comes behind its end. */
class SeriesTest {
  private static final String MODEL =
      """
      model Next(T = 4) {
        input  past[T] from 1
        target next[2] from 1
        level = mean(past)
        y = (past - level) / 10 |> dense(2, bias: false)
        output forecast = level + 10 * y
        loss   quantile(y, (next - level) / 10)
        metric mae(forecast, next)
      }

      train Next {
        data  = series(count: 200, seed: 1)
        split = [train: 70%, test: 30%]
        optimizer = adam(lr: 0.01)
        batch = 16
        epochs = 60
      }
      """;

  @TempDir Path folder;
  private Path model;
  private Path jar;

  @BeforeEach
  void write() throws IOException {
    model = Files.writeString(folder.resolve("next.nn"), MODEL);
    jar = folder.resolve("next.jar");
  }

  /** Rises by 1 from row to row; texts stand beside the numbers. */
  private Path steps(int from, int to) throws IOException {
    StringBuilder text = new StringBuilder("day,height\n");
    for (int i = from; i < to; i++) {
      text.append("day ").append(i).append(',').append(i).append('\n');
    }
    return Files.writeString(folder.resolve("steps" + from + ".csv"), text);
  }

  @Test
  void aFileTakesThePlaceOfTheSeriesThatIsMadeUp() throws IOException {
    Session own = Session.run("train", model, "-o", jar, "--set", "epochs=2");
    assertEquals(0, own.code, own.err);
    Session run = Session.run("train", model, "--data", steps(0, 300), "-o", jar);
    assertEquals(0, run.code, run.err);
    double mae = Double.parseDouble(run.out.replaceFirst("(?s).* mae (\\S+).*", "$1"));
    assertTrue(mae < 0.5, run.out);

    Session predict = Session.run("predict", jar, "--data", steps(1000, 1006));
    List<String> lines = predict.out.lines().toList();
    assertEquals("forecast[0],forecast[1]", lines.get(0));
    assertEquals(1 + 3, lines.size(), "the moments behind the rows 4, 5 and 6");
    String[] last = lines.get(3).split(",", -1);
    assertEquals(1006, Double.parseDouble(last[0]), 0.5);
    assertEquals(1007, Double.parseDouble(last[1]), 0.5);

    Session eval = Session.run("eval", jar, "--data", steps(500, 530));
    assertEquals(0, eval.code, eval.err);
    assertTrue(eval.out.contains("mae"), eval.out);
  }

  @Test
  void messagesNameFileLineColumnAndValue() throws IOException {
    Path file = Files.writeString(folder.resolve("bad.csv"), "day,height\na,1\nb,2\nc,tall\n");
    Session run = Session.run("train", model, "--data", file, "-o", jar);
    assertEquals(3, run.code);
    assertTrue(
        run.err.contains("bad.csv, row 3 (line 4), column \"height\": found \"tall\""), run.err);
    Session few = Session.run("train", model, "--data", steps(0, 5), "-o", jar);
    assertEquals(3, few.code);
    assertTrue(few.err.contains("rows, but an example takes 4 and the next 2"), few.err);
  }
}
