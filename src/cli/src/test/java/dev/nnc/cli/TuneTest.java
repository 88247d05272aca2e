package dev.nnc.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nnc.cli.tune.Machine;
import dev.nnc.compiler.Tuning;
import dev.nnc.compiler.plan.Choices;
import dev.nnc.compiler.plan.Way;
import dev.nnc.compiler.source.Source;
import dev.nnc.runtime.Engine;
import dev.nnc.runtime.Threads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tuning files: how they come about, and that they change how a model is computed, never what. */
class TuneTest {
  private static final String MODEL =
      """
      model Small(hidden = 48) {
        input  x[40]
        target t[2]
        y = x |> dense(hidden) |> relu |> dense(32) |> tanh |> dense(2)
        output y
        loss   sum[i] (y[i] - t[i])^2
      }
      train Small {
        data      = csv("small.csv")
        optimizer = sgd(lr: 0.01)
        batch     = 16
        epochs    = 2
      }
      """;

  /** The first layer: 40 inputs, 48 outputs. */
  private static final String KEY = "a:batch b:48 sum:40 | a[40 0 1] b[0 1 48]";

  private static final String WAY = "rows:a axis:0 tile:8x1 packed:b columns:48 summands:40";

  @TempDir Path folder;

  private final Map<String, String> properties = new TreeMap<>();
  private Path file;

  @BeforeEach
  void write() throws IOException {
    for (String property : new String[] {Engine.PROPERTY, Threads.PROPERTY}) {
      properties.put(property, System.getProperty(property, ""));
    }
    file = Files.writeString(folder.resolve("small.nn"), MODEL);
    SplittableRandom random = new SplittableRandom(5);
    StringBuilder text = new StringBuilder();
    for (int column = 0; column < 42; column++) {
      text.append(column == 0 ? "" : ",").append(column < 40 ? "x" + column : "t" + (column - 40));
    }
    for (int row = 0; row < 60; row++) {
      for (int column = 0; column < 42; column++) {
        text.append(column == 0 ? '\n' : ',').append(random.nextInt(-100, 100) / 100.0);
      }
    }
    Files.writeString(folder.resolve("small.csv"), text + "\n");
  }

  @AfterEach
  void forgetEngineAndThreads() {
    properties.forEach(
        (name, value) -> {
          if (value.isEmpty()) {
            System.clearProperty(name);
          } else {
            System.setProperty(name, value);
          }
        });
  }

  private static Session done(Object... args) {
    Session session = Session.run(args);
    assertEquals(0, session.code, session.toString());
    return session;
  }

  private Path choose(String machine, String key, String way) throws IOException {
    Path beside = Tuning.beside(file);
    new Tuning(machine, new Choices(Map.of(key, Way.parse(way))), Map.of()).write(beside);
    return beside;
  }

  private static void needsVectors() {
    assumeTrue(Engine.vectors(), "this Java has no module of vectors");
  }

  @Test
  void tuningMeasuresAndWritesWhatItFound() throws IOException {
    needsVectors();
    Session session = done("tune", file, "--seconds=1", "--threads=1", "--batch=32");
    assertTrue(session.out.startsWith("small.Small, batch 32, "), session.out);
    assertTrue(session.out.contains(Machine.line()), session.out);
    assertTrue(session.out.contains(KEY), session.out);
    assertTrue(session.out.matches("(?s).*a step: .* before, .* now, .* less\n.*"), session.out);
    assertEquals(
        Files.exists(Tuning.beside(file)), session.out.contains("wrote " + Tuning.beside(file)));
    Path other = folder.resolve("other.tune");
    session = done("tune", file, "--json", "--seconds=1", "--threads=1", "--no-tune", "-o", other);
    JsonNode report = new ObjectMapper().readTree(session.out);
    Map<String, Way> expected = new TreeMap<>();
    int tried = 0;
    for (JsonNode line : report.get("contractions")) {
      Way chosen = Way.parse(line.get("chosen").asText());
      tried += line.get("tried").asInt();
      if (!line.get("present").asText().equals(chosen.toString())) {
        expected.put(line.get("contraction").asText(), chosen);
      }
    }
    assertTrue(tried > 0, session.out);
    assertEquals(16, report.get("batch").asInt());
    assertEquals(expected.isEmpty(), report.get("file").isNull());
    assertEquals(!expected.isEmpty(), Files.exists(other));
    if (!expected.isEmpty()) {
      Tuning found = Tuning.read(new Source("other.tune", Files.readString(other)));
      assertEquals(expected, found.choices().ways());
      assertEquals(Machine.line(), found.machine());
    }
  }

  @Test
  void choicesFromBeforeStayAndStrangersAreNoted() throws IOException {
    needsVectors();
    String stranger = KEY.replace("48", "4800");
    Path beside = choose(Machine.line(), stranger, WAY.replace("48", "480"));
    for (String command : new String[] {"bench", "tune"}) {
      Session session = done(command, file, "--seconds=0.1", "--threads=1");
      String note = "note: 1 of 1 choices of " + beside + " match no contraction of this model";
      assertTrue(session.err.contains(note), session.toString());
      assertFalse(session.err.contains("another machine"), session.err);
    }
    Set<String> keys =
        new HashSet<>(
            Tuning.read(new Source("t", Files.readString(beside))).choices().ways().keySet());
    assertTrue(keys.contains(stranger), keys::toString);
    choose("another one", KEY, WAY);
    Session session = done("bench", file, "--seconds=0.1", "--threads=1");
    assertTrue(session.err.contains("measured on another machine: another one"), session.err);
    assertFalse(session.err.contains("match no contraction"), session.err);
    assertEquals("", done("bench", file, "--seconds=0.1", "--no-tune", "--threads=1").err);
  }

  @Test
  void planFollowsTheTuningFile() throws IOException {
    needsVectors();
    String plain = done("show", file, "--plan", "--engine=vector").out;
    Path beside = choose("any", KEY, WAY);
    String tuned = done("show", file, "--plan", "--engine=vector").out;
    assertNotEquals(plain, tuned);
    assertEquals(plain, done("show", file, "--plan", "--engine=vector", "--no-tune").out);
    Path elsewhere = Files.move(beside, folder.resolve("elsewhere.tune"));
    assertEquals(plain, done("show", file, "--plan", "--engine=vector").out);
    assertEquals(tuned, done("show", file, "--plan", "--engine=vector", "--tune", elsewhere).out);
  }

  @Test
  void trainedModelsHaveTheSameBits() throws IOException {
    needsVectors();
    Path plain = folder.resolve("plain.jar");
    Path tuned = folder.resolve("tuned.jar");
    Path data = folder.resolve("small.csv");
    done("train", file, "--engine=vector", "-q", "-o", plain);
    choose("any", KEY, WAY);
    done("train", file, "--engine=vector", "-q", "-o", tuned);
    assertArrayEquals(entry(plain, "small/Small.weights"), entry(tuned, "small/Small.weights"));
    String kernels = "small/Small$Vector$Train.class";
    assertFalse(Arrays.equals(entry(plain, kernels), entry(tuned, kernels)), "other kernels");
    assertEquals(names(plain), names(tuned));
    String expected = done("predict", plain, "--data", data, "--engine=vector").out;
    assertEquals(expected, done("predict", tuned, "--data", data, "--engine=vector").out);
  }

  private static byte[] entry(Path jar, String name) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      ZipEntry entry = zip.getEntry(name);
      assertTrue(entry != null, () -> name + " in " + jar);
      return zip.getInputStream(entry).readAllBytes();
    }
  }

  private static Set<String> names(Path jar) throws IOException {
    Set<String> names = new HashSet<>();
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      zip.stream().forEach(entry -> names.add(entry.getName()));
    }
    return names;
  }

  @Test
  void malformedFilesAreErrorsOfEveryCommandThatCompiles() throws IOException {
    Path beside = choose("any", KEY, WAY);
    Files.writeString(beside, Files.readString(beside).replace("8x1", "8x9"));
    for (String command : new String[] {"compile", "train", "show", "bench"}) {
      Session session = Session.run(command, file);
      assertEquals(1, session.code, session.toString());
      assertTrue(session.err.contains("error[NN040]: vectors of the tile"), session.err);
      assertTrue(session.err.contains("small.tune:3:1"), session.err);
      assertTrue(session.err.contains("fix: delete the line, or measure again"), session.err);
    }
    Path jar = folder.resolve("small.jar");
    done("compile", file, "--no-tune", "-o", jar);
    assertTrue(Files.exists(jar));
  }

  @Test
  void uselessOptionsAreRefused() {
    Session both = Session.run("compile", file, "--no-tune", "--tune", "x.tune");
    assertEquals(2, both.code, both.toString());
    assertTrue(both.err.contains("--tune and --no-tune"), both.err);
    Session missing = Session.run("compile", file, "--tune", folder.resolve("x.tune"));
    assertEquals(3, missing.code, missing.toString());
    assertTrue(missing.err.contains("x.tune: no such file"), missing.err);
    Session numbers = Session.run("tune", file, "--precision=double");
    assertEquals(2, numbers.code, numbers.toString());
    assertTrue(numbers.err.contains("--precision double"), numbers.err);
    Session scalar = Session.run("tune", file, "--engine=scalar");
    assertEquals(2, scalar.code, scalar.toString());
    Session seconds = Session.run("tune", file, "--seconds=0");
    assertEquals(2, seconds.code, seconds.toString());
    assertTrue(seconds.err.contains("--seconds is more than 0"), seconds.err);
  }
}
