package dev.nnc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnc.cli.terminal.Interrupt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepTest {
  @TempDir Path folder;

  private static List<List<String>> cells(List<String> lines, String separator) {
    return lines.stream().map(line -> List.of(line.strip().split(separator, -1))).toList();
  }

  private static List<String> column(List<List<String>> table, String name) {
    int at = table.get(0).indexOf(name);
    assertTrue(at >= 0, () -> name + " in " + table.get(0));
    return table.stream().skip(1).map(row -> row.get(at)).toList();
  }

  @Test
  void everyCombinationIsARowThatTrainWouldReach() throws IOException {
    Path file = Sample.write(folder);
    Path csv = folder.resolve("table.csv");
    Session session =
        Session.run("sweep", file, "--vary", "hidden=2,4", "--vary", "epochs=2..4", "-o", csv);
    assertEquals(0, session.code, session.toString());
    List<List<String>> table = cells(Files.readAllLines(csv), ",");
    assertEquals(List.of("2", "2", "2", "4", "4", "4"), column(table, "hidden"));
    assertEquals(List.of("2", "3", "4", "2", "3", "4"), column(table, "epochs"));
    assertEquals(List.of("9", "9", "9", "17", "17", "17"), column(table, "parameters"));
    assertEquals(List.of("ok", "ok", "ok", "ok", "ok", "ok"), column(table, "outcome"));
    assertEquals(7, session.out.lines().count(), session.out);
    assertEquals(
        1,
        session.out.lines().map(line -> line.lastIndexOf(' ')).distinct().count(),
        "aligned:\n" + session.out);

    Session alone =
        Session.run(
            "train", file, "--set", "hidden=2", "--epochs", "4", "-o", folder.resolve("a.jar"));
    List<String> printed =
        cells(session.out.lines().toList(), " {2,}").get(3); // columns are two blanks apart
    String expected =
        "test loss " + printed.get(7) + "  mae " + printed.get(8) + System.lineSeparator();
    assertTrue(alone.out.startsWith(expected), alone.out + session.out);
  }

  @Test
  void aRunThatFailsOrDivergesIsARow() throws IOException {
    Path file = Sample.write(folder);
    Path page = folder.resolve("table.md");
    String optimizers = "train.optimizer=adam(lr: 0.01, beta1: 0.8),sgd(lr: 1e30)";
    Session session =
        Session.run(
            "sweep", file, "--vary", "hidden=0,3", "--vary", optimizers, "-o", page, "--epochs", 2);
    assertEquals(0, session.code, session.toString());
    List<List<String>> table = cells(Files.readAllLines(page), " *\\| *");
    List<String> outcomes = new ArrayList<>(column(table, "outcome"));
    assertEquals("---", outcomes.remove(0));
    assertTrue(outcomes.get(0).startsWith("NN022: "), outcomes::toString);
    assertTrue(outcomes.get(1).startsWith("NN022: "), outcomes::toString);
    assertEquals("ok", outcomes.get(2));
    assertTrue(outcomes.get(3).startsWith("training diverged: "), outcomes::toString);
    assertEquals("sgd(lr: 1e30)", column(table, "train.optimizer").get(4));
    int first = session.err.indexOf("error[NN022]");
    assertTrue(first >= 0 && session.err.indexOf("error[NN022]", first + 1) < 0, session.err);
  }

  @Test
  void whereNoRunGoesWellTheFirstOneGivesTheExitCode() throws IOException {
    Path file = Sample.write(folder);
    assertEquals(4, Session.run("sweep", file, "--vary", "optimizer=sgd(lr: 1e30)").code);
    assertEquals(1, Session.run("sweep", file, "--vary", "hidden=0").code);
    Files.delete(folder.resolve("plane.csv"));
    assertEquals(3, Session.run("sweep", file, "--vary", "hidden=3").code);
  }

  @Test
  void mistakesAreToldBeforeTheFirstRun() throws IOException {
    Path file = Sample.write(folder);
    wrong(2, "is no name with values", file, "--vary", "hidden");
    wrong(2, "has an empty value", file, "--vary", "hidden=2,,3");
    wrong(2, "has a range that is empty", file, "--vary", "hidden=4..2");
    wrong(2, "is varied twice", file, "--vary", "epochs=1,2", "--vary", "train.epochs=3");
    wrong(2, "is varied and set", file, "--vary", "hidden=1,2", "--set", "hidden=3");
    wrong(2, "is varied and set", file, "--vary", "seed=1,2", "--seed", "3");
    wrong(2, "neither in .csv nor in .md", file, "--vary", "hidden=2", "-o", "table.txt");
    wrong(3, "there is no folder", file, "--vary", "hidden=2", "-o", folder.resolve("no/t.csv"));
    wrong(1, "did you mean `hidden`?", file, "--vary", "hiden=2,3");
    wrong(2, "Missing required option", file);
  }

  private static void wrong(int code, String words, Object... args) {
    List<Object> all = new ArrayList<>(List.of("sweep"));
    all.addAll(List.of(args));
    Session session = Session.run(all.toArray());
    assertEquals(code, session.code, session.toString());
    assertTrue(session.err.contains(words), session.err);
    assertEquals("", session.out);
    assertFalse(session.err.lines().anyMatch(line -> line.startsWith("1/")), session.err);
  }

  @Test
  void anInterruptLeavesTheRowsThatAreDone() throws IOException {
    Interrupt interrupt = new Interrupt();
    interrupt.request();
    Path csv = folder.resolve("table.csv");
    Session session =
        Session.run(
            "", interrupt, "sweep", Sample.write(folder), "--vary", "hidden=2,3", "-o", csv);
    assertEquals(130, session.code, session.toString());
    assertEquals(List.of("hidden,outcome"), Files.readAllLines(csv));
    assertTrue(session.err.contains("interrupted after 0 of 2 runs"), session.err);
  }
}
