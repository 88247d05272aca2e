package dev.nnc.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnc.cli.terminal.Interrupt;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainTest {
  @TempDir Path folder;

  @Test
  void trainsAndTellsWhatItGot() throws IOException {
    Session session = Session.run("train", Sample.write(folder), "-o", jar("plane.jar"));
    assertEquals(0, session.code, session.toString());
    assertEquals(6, session.err.lines().filter(line -> line.startsWith("epoch ")).count());
    assertTrue(session.err.contains("epoch 6/6  loss "), session.err);
    assertTrue(session.out.startsWith("test loss "), session.out);
    assertTrue(session.out.contains("plane.jar, "), session.out);
    assertFalse(session.err.contains("\u001b"), session.err);
  }

  @Test
  void sameRunGivesTheSameBytes() throws IOException {
    Path file = Sample.write(folder);
    for (String precision : List.of("float", "double")) {
      train(file, "one.jar", "--precision", precision);
      train(file, "two.jar", "--precision", precision);
      assertArrayEquals(
          Files.readAllBytes(jar("one.jar")), Files.readAllBytes(jar("two.jar")), precision);
    }
  }

  @Test
  void quietShowsNoProgress() throws IOException {
    assertEquals("", train(Sample.write(folder), "plane.jar", "--quiet").err);
  }

  @Test
  void jarPredictsAloneAsTheCommandDoes() throws Exception {
    train(Sample.write(folder), "plane.jar");
    Path data = folder.resolve("plane.csv");
    Session session = Session.run("predict", jar("plane.jar"), "--data", data);
    assertEquals(0, session.code, session.toString());
    assertEquals(91, session.out.lines().count());
    Session piped =
        Session.run(
            Files.readString(data), new Interrupt(), "predict", jar("plane.jar"), "--data", "-");
    assertEquals(session.out, piped.out);
    Path file = folder.resolve("predictions.csv");
    Session written = Session.run("predict", jar("plane.jar"), "--data", data, "-o", file);
    assertEquals("", written.out);
    assertEquals(session.out, Files.readString(file));

    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    ProcessBuilder builder =
        new ProcessBuilder(
            java.toString(), "-jar", jar("plane.jar").toString(), "predict", data.toString());
    Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String alone = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    assertEquals(session.out, alone);
  }

  @Test
  void jarIsAPlainClassInALoaderOfItsOwn() throws Exception {
    train(Sample.write(folder), "plane.jar", "--package", "org.example");
    URL[] urls = {jar("plane.jar").toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
      Class<?> type = Class.forName("org.example.Plane", true, loader);
      Object model = type.getConstructor().newInstance();
      Object estimate = type.getMethod("estimate", double.class, double.class).invoke(model, 1, -1);
      assertEquals(4, ((Number) estimate).doubleValue(), 1.5);
    }
  }

  @Test
  void evalMeasuresLossAndMetrics() throws IOException {
    train(Sample.write(folder), "plane.jar");
    Session session = Session.run("eval", jar("plane.jar"), "--data", folder.resolve("plane.csv"));
    assertEquals(0, session.code, session.toString());
    assertEquals(
        List.of("examples", "loss", "mae"),
        session.out.lines().map(line -> line.split(" ")[0]).toList());
  }

  @Test
  void interruptedRunLeavesACheckpointAndGoesOnToTheSameBytes() throws IOException {
    Path file = Sample.write(folder);
    train(file, "whole.jar");
    Interrupt now = new Interrupt();
    now.request();
    Session stopped = Session.run("", now, "train", file, "-o", jar("part.jar"));
    assertEquals(130, stopped.code, stopped.toString());
    assertTrue(stopped.err.contains("part.checkpoint"), stopped.err);
    assertEquals(List.of("part.checkpoint"), names("part"));
    train(file, "part.jar", "--resume");
    assertArrayEquals(Files.readAllBytes(jar("whole.jar")), Files.readAllBytes(jar("part.jar")));
    assertEquals(List.of("part.jar"), names("part"));
  }

  @Test
  void finishedRunIsMadeLongerButNotWithOtherFormulas() throws IOException {
    Path file = Sample.write(folder);
    Path checkpoint = folder.resolve("state");
    train(file, "whole.jar");
    train(file, "part.jar", "--checkpoint", checkpoint, "--epochs", 4);
    byte[] state = Files.readAllBytes(checkpoint);
    train(file, "part.jar", "--checkpoint", checkpoint, "--resume");
    assertArrayEquals(Files.readAllBytes(jar("whole.jar")), Files.readAllBytes(jar("part.jar")));

    Files.write(checkpoint, state);
    String text = Files.readString(file);
    Files.writeString(file, "// read me\n" + text.replace("epochs   ", "patience = 9 epochs"));
    train(file, "part.jar", "--checkpoint", checkpoint, "--resume");
    Files.write(checkpoint, state);
    Files.writeString(file, text.replace("tanh", "relu"));
    Session other =
        Session.run(
            "train", file, "-o", jar("no.jar"), "--checkpoint", checkpoint, "--resume", "-q");
    assertEquals(3, other.code, other.toString());
    assertTrue(other.err.contains("another run: it has \"formulas of fingerprint "), other.err);
    assertArrayEquals(state, Files.readAllBytes(checkpoint));
  }

  @Test
  void divergenceNamesTheFirstValueThatIsNotFinite() throws IOException {
    Path file = Sample.write(folder, "loss   mse(estimate, t)", "loss   log(estimate) + t");
    Session session = Session.run("train", file, "-o", jar("no.jar"));
    assertEquals(4, session.code, session.toString());
    assertTrue(session.err.contains("other.nn:7:10"), session.err);
    assertTrue(session.err.contains("^^^^^^^^^^^^^"), session.err);
    assertTrue(session.err.contains("for example"), session.err);
    assertEquals(List.of(), names("no"));
  }

  @Test
  void resultsThatWouldHaveNoPlaceAreRefusedBeforeTraining() throws IOException {
    Path file = Sample.write(folder);
    Path nowhere = folder.resolve("missing/out.jar");
    Session session = Session.run("train", file, "-o", nowhere);
    assertEquals(3, session.code, session.toString());
    assertFalse(session.err.contains("epoch"), session.err);
  }

  @Test
  void stepsAreLoggedWithAllDigits() throws IOException {
    Path log = folder.resolve("steps.csv");
    Path file = Sample.write(folder);
    train(file, "plane.jar", "--log", log, "--epochs", 2, "--precision", "double");
    List<String> lines = Files.readAllLines(log);
    assertEquals("epoch,step,loss", lines.get(0));
    assertEquals(1 + 2 * 8, lines.size());
    assertTrue(lines.get(1).startsWith("1,1,"), lines.get(1));
    assertTrue(lines.get(16).matches("2,16,\\d+\\.\\d{15,}(E-\\d+)?"), lines.get(16));
  }

  @Test
  void weightsAreSavedAndLoaded() throws IOException {
    Path file = Sample.write(folder);
    for (String name : List.of("w.npz", "w.safetensors")) {
      Path weights = folder.resolve(name);
      train(file, "first.jar", "--save", weights, "--precision", "double");
      Path log = folder.resolve("again.csv");
      train(file, "again.jar", "--init", weights, "--precision", "double", "--log", log);
      double loss = Double.parseDouble(Files.readAllLines(log).get(1).split(",")[2]);
      assertTrue(loss < 0.2, "loss of the first step with trained weights: " + loss);
    }
    Session missing = Session.run("train", file, "--init", folder.resolve("none.npz"));
    assertEquals(3, missing.code, missing.toString());
  }

  @Test
  void settingsAndHyperparametersAreOverridden() throws IOException {
    Path file = Sample.write(folder);
    Session session =
        train(
            file,
            "plane.jar",
            "--set",
            "hidden=7",
            "--set",
            "train.epochs=2",
            "--order",
            "java-shuffle",
            "--batch",
            "all",
            "--seed",
            9);
    assertTrue(session.err.contains("epoch 2/2"), session.err);
    Session wrong = Session.run("train", file, "--set", "hiden=7");
    assertEquals(1, wrong.code, wrong.toString());
    assertTrue(wrong.err.contains("hidden"), wrong.err);
  }

  @Test
  void dataMayComeFromOtherFiles() throws IOException {
    Path file = Sample.write(folder);
    Path moved = Files.move(folder.resolve("plane.csv"), folder.resolve("elsewhere.csv"));
    Session missing = Session.run("train", file, "-o", jar("no.jar"));
    assertEquals(3, missing.code, missing.toString());
    train(file, "plane.jar", "--data", moved, "--test", moved);
    Path wrong = Files.writeString(folder.resolve("wrong.csv"), "a,b,t\n1,2,3\n1,x,3\n");
    Session cell = Session.run("train", file, "--data", wrong);
    assertEquals(3, cell.code, cell.toString());
    assertTrue(cell.err.contains("wrong.csv, row 2 (line 3), column \"b\""), cell.err);
  }

  @Test
  void splitThatLeavesNothingToTrainOnIsRefused() throws IOException {
    Path file = Sample.write(folder);
    Session session = Session.run("train", file, "--set", "train.split=[train: 0.1%, test: 50%]");
    assertEquals(3, session.code, session.toString());
    assertTrue(session.err.contains("no example to train on"), session.err);
  }

  @Test
  void compiledJarPredictsWithoutTraining() throws IOException {
    Path file = Sample.write(folder);
    Session session = Session.run("compile", file, "-o", jar("raw.jar"));
    assertEquals(0, session.code, session.toString());
    Path data = folder.resolve("plane.csv");
    assertEquals(0, Session.run("predict", jar("raw.jar"), "--data", data).code);
    Session bare = Session.run("compile", file, "-o", jar("bare.jar"), "--no-runtime");
    assertEquals(0, bare.code, bare.toString());
    assertTrue(Files.size(jar("bare.jar")) < Files.size(jar("raw.jar")) / 2);
    assertEquals(0, Session.run("predict", jar("bare.jar"), "--data", data).code);
  }

  private Session train(Path file, String jar, Object... options) {
    Object[] args = new Object[options.length + 4];
    args[0] = "train";
    args[1] = file;
    args[2] = "-o";
    args[3] = jar(jar);
    System.arraycopy(options, 0, args, 4, options.length);
    Session session = Session.run(args);
    assertEquals(0, session.code, session.toString());
    return session;
  }

  private Path jar(String name) {
    return folder.resolve(name);
  }

  private List<String> names(String prefix) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith(prefix) || name.endsWith(".tmp"))
          .sorted()
          .toList();
    }
  }
}
