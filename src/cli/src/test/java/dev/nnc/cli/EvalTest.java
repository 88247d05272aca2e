package dev.nnc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvalTest {
  @TempDir Path folder;

  @Test
  void aMetricWithRowsAndColumnsIsATable() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("sign.nn"),
            """
            model Sign {
              input x
              target k: int<3>
              fixed = stack(-x, 0.5 + 0 * x, x) + 0 * (stack(x) |> dense(3))
              output best = argmax(fixed)
              loss cross_entropy(fixed, k)
              metric accuracy(fixed, k), confusion(fixed, k)
            }
            train Sign {
              data = csv("sign.csv")
              epochs = 1
            }
            """);
    StringBuilder rows = new StringBuilder("x,k\n");
    for (int i = 0; i < 12; i++) {
      rows.append("-2,0\n");
    }
    rows.append("0,1\n0,2\n2,2\n2,2\n2,0\n");
    Path data = Files.writeString(folder.resolve("sign.csv"), rows.toString());
    Path jar = folder.resolve("sign.jar");
    Session trained = Session.run("train", file, "-o", jar);
    assertEquals(0, trained.code, trained.toString());
    assertFalse((trained.out + trained.err).contains("confusion"), trained.toString());
    Session session = Session.run("eval", jar, "--data", data);
    assertEquals(0, session.code, session.toString());
    List<String> lines = session.out.lines().toList();
    assertTrue(lines.get(2).startsWith("accuracy 0.88"), session.out);
    assertEquals(
        List.of(
            "confusion",
            "      0   1   2",
            "  0  12   0   1",
            "  1   0   1   0",
            "  2   0   1   2"),
        lines.subList(3, lines.size()));
  }
}
