package dev.nnc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that look at a model: check, show, gradcheck, init. */
class InspectionTest {
  @TempDir Path folder;

  @Test
  void checkCountsErrorsOfAllFiles() throws IOException {
    Path good = Sample.write(folder);
    Path bad = Sample.write(folder, "tanh", "tanhh");
    Session session = Session.run("check", good, bad);
    assertEquals(1, session.code, session.toString());
    assertTrue(session.out.contains("plane.nn: no errors"), session.out);
    assertTrue(session.out.contains("other.nn: 1 error"), session.out);
    assertTrue(session.err.contains("other.nn:5:46"), session.err);
    assertTrue(session.err.contains("did you mean `tanh`?"), session.err);
    for (String command : new String[] {"train", "compile", "show", "gradcheck"}) {
      assertEquals(1, Session.run(command, bad).code);
    }
  }

  @Test
  void showDerivesGradients() throws IOException {
    Session session = Session.run("show", Sample.write(folder));
    assertEquals(0, session.code, session.toString());
    String text = session.out;
    assertTrue(text.startsWith("model plane.Plane: a, b -> estimate, 17 parameters"), text);
    assertTrue(text.contains("] = sum[j] x[j] *") || text.contains("sum[j] stack("), text);
    assertTrue(text.contains("gradients, as the chain rule gives them"), text);
    assertTrue(text.contains("after simplification"), text);
    assertTrue(text.contains("∂loss/∂dense2.b[0] = "), text);
    assertTrue(text.matches("(?s).*nodes; without sharing it would be .*"), text);
    assertEquals(text, Session.run("show", Sample.write(folder)).out);
  }

  @Test
  void showDumpsPassesPlanAndGraph() throws IOException {
    Path file = Sample.write(folder);
    Session all = Session.run("show", file, "--dump=all", "--time");
    assertEquals(0, all.code, all.toString());
    for (String pass : new String[] {"differentiate", "simplify", "prune", "plan"}) {
      assertTrue(all.out.contains("== " + pass + "\n"), pass);
    }
    assertTrue(all.err.matches("(?s)simplify +\\d+\\.\\d ms.*"), all.err);
    assertTrue(Session.run("show", file, "--plan").out.startsWith("== plan\n"));
    String memory = Session.run("show", file, "--plan", "--batch", "10").out;
    assertTrue(memory.contains("== memory, batch 10\n"), memory);
    assertTrue(memory.matches("(?s).*\nparameters +68 bytes\n.*"), "17 floats: " + memory);
    assertTrue(memory.matches("(?s).*\ninputs and targets +120 bytes\n.*"), "30 floats: " + memory);
    assertTrue(memory.matches("(?s).*\nvalues alive at once +[0-9,]+ bytes, at step .*"), memory);
    assertTrue(Session.run("show", file, "--plan").out.contains("== memory, batch 8\n"));
    Session dot = Session.run("show", file, "--dot");
    assertTrue(dot.out.startsWith("digraph "), dot.out);
    Session wrong = Session.run("show", file, "--dump=fly");
    assertEquals(2, wrong.code, wrong.toString());
    assertTrue(wrong.err.contains("simplify"), wrong.err);
  }

  @Test
  void gradcheckComparesEveryParameter() throws IOException {
    Path file = Sample.write(folder);
    for (String[] options : new String[][] {{}, {"--random"}, {"--batch", "3", "--seed", "8"}}) {
      Object[] args = new Object[options.length + 2];
      args[0] = "gradcheck";
      args[1] = file;
      System.arraycopy(options, 0, args, 2, options.length);
      Session session = Session.run(args);
      assertEquals(0, session.code, session.toString());
      assertTrue(session.out.contains("4 of 4 gradients agree"), session.out);
    }
    Session strict = Session.run("gradcheck", file, "--tolerance", "1e-30");
    assertEquals(5, strict.code, strict.toString());
    assertTrue(strict.out.contains("DIFFERS"), strict.out);
  }

  @Test
  void projectOfInitTrainsAndRefusesToOverwrite() throws IOException {
    Path place = folder.resolve("new");
    Session session = Session.run("init", place);
    assertEquals(0, session.code, session.toString());
    assertEquals(4, session.out.lines().count());
    assertTrue(Files.exists(place.resolve("pom.xml")));
    Session train =
        Session.run("train", place.resolve("ice-cream.nn"), "-o", place.resolve("ice-cream.jar"));
    assertEquals(0, train.code, train.toString());
    double r2 = Double.parseDouble(train.out.lines().findFirst().orElseThrow().split("r2 ")[1]);
    assertTrue(r2 > 0.95, "r2 of the sample: " + r2);
    assertEquals(3, Session.run("init", place).code);
  }
}
