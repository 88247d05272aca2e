package dev.nnc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Runs the launcher as a process, over a jar that points at the classes under test. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
  private static final Path ROOT = Path.of(System.getProperty("nnc.root", "../.."));

  @TempDir Path folder;
  private Path launcher;

  @BeforeEach
  void install() throws IOException {
    Path home = Files.createDirectories(folder.resolve("an nnc/src/cli/target/nnc"));
    launcher = folder.resolve("an nnc/nnc");
    Files.copy(ROOT.resolve("nnc"), launcher);
    assertTrue(launcher.toFile().setExecutable(true));
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.put(Attributes.Name.MAIN_CLASS, "dev.nnc.cli.Main");
    main.putValue("Add-Exports", "java.base/jdk.internal.module");
    main.put(
        Attributes.Name.CLASS_PATH,
        Arrays.stream(System.getProperty("java.class.path").split(java.io.File.pathSeparator))
            .map(entry -> Path.of(entry).toUri().toString())
            .collect(Collectors.joining(" ")));
    try (OutputStream out = Files.newOutputStream(home.resolve("nnc.jar"));
        JarOutputStream jar = new JarOutputStream(out, manifest)) {
      jar.finish();
    }
  }

  @Test
  void runsThroughALinkFromAnotherFolder() throws Exception {
    Path elsewhere = Files.createDirectories(folder.resolve("else where"));
    Path link = Files.createSymbolicLink(elsewhere.resolve("nnc"), Path.of("../an nnc/nnc"));
    Result result =
        run(elsewhere, Map.of("JAVA_HOME", System.getProperty("java.home")), link, "version");
    assertEquals(0, result.code(), result.text());
    assertTrue(result.text().startsWith("nnc 0."), result.text());
  }

  @Test
  void enginesAndThreadsGiveTheSameLosses() throws Exception {
    Files.writeString(
        folder.resolve("m.nn"),
        """
        model M {
          input  x[40] from [COLUMNS]
          target y
          estimate = x |> dense(96) |> tanh |> dense(40) |> gelu |> dense(1) |> scalar
          output estimate
          loss   mse(estimate, y)
        }

        train M {
          data      = csv("m.csv")
          optimizer = adam(lr: 0.01)
          batch     = 50
          epochs    = 3
        }
        """
            .replace("COLUMNS", names("\"x%d\"")));
    StringBuilder csv = new StringBuilder(names("x%d")).append(",y\n");
    Random random = new Random(1);
    for (int row = 0; row < 333; row++) {
      for (int column = 0; column <= 40; column++) {
        csv.append(column == 0 ? "" : ",").append(random.nextInt(100) - 50);
      }
      csv.append('\n');
    }
    Files.writeString(folder.resolve("m.csv"), csv);
    String expected = losses("--engine", "scalar", "--threads", "1");
    assertEquals(expected, losses("--engine", "scalar", "--threads", "3"));
    // The jar's manifest lets the command load the module of vectors by itself.
    assertEquals(expected, losses("--engine", "vector", "--threads", "1"));
    assertEquals(expected, losses("--engine", "vector", "--threads", "2"));
    assertEquals(expected, losses("--precision", "float"));
  }

  private static String names(String format) {
    return IntStream.range(0, 40).mapToObj(format::formatted).collect(Collectors.joining(","));
  }

  private String losses(String... options) throws Exception {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("train", "m.nn", "-o", "m.jar", "--log", "log.csv", "--quiet"));
    command.addAll(List.of(options));
    Map<String, String> environment = Map.of("JAVA_HOME", System.getProperty("java.home"));
    Result result = run(folder, environment, launcher, command.toArray(String[]::new));
    assertEquals(0, result.code(), result.text());
    return Files.readString(folder.resolve("log.csv"));
  }

  @Test
  void passesArgumentsAndExitCodesOn() throws Exception {
    Map<String, String> environment = Map.of("JAVA_HOME", System.getProperty("java.home"));
    Result result = run(folder, environment, launcher, "check", "no such file.nn");
    assertEquals(3, result.code(), result.text());
    assertTrue(result.text().contains("no such file.nn: no such file"), result.text());
  }

  @Test
  void saysWhatToDoWithoutJava() throws Exception {
    Result wrong = run(folder, Map.of("JAVA_HOME", "/nowhere"), launcher, "version");
    assertEquals(3, wrong.code());
    assertTrue(wrong.text().contains("JAVA_HOME is /nowhere"), wrong.text());
    Path tools = Files.createDirectories(folder.resolve("tools"));
    for (String tool : List.of("dirname", "readlink", "find", "head")) {
      for (String place : List.of("/usr/bin", "/bin")) {
        Path wrapper = tools.resolve(tool);
        if (Files.exists(Path.of(place, tool)) && !Files.exists(wrapper)) {
          Files.writeString(wrapper, "#!/bin/sh\nexec " + place + "/" + tool + " \"$@\"\n");
          assertTrue(wrapper.toFile().setExecutable(true));
        }
      }
    }
    Result none = run(folder, Map.of("PATH", tools.toString()), launcher, "version");
    assertEquals(3, none.code(), none.text());
    assertTrue(none.text().contains("JDK 17 or newer"), none.text());
  }

  private record Result(int code, String text) {}

  private static Result run(
      Path place, Map<String, String> environment, Path command, String... args)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder();
    builder.command().add(command.toString());
    builder.command().addAll(List.of(args));
    builder.directory(place.toFile()).redirectErrorStream(true);
    builder.environment().remove("JAVA_HOME");
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    builder.environment().putAll(environment);
    Process process = builder.start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    return new Result(process.exitValue(), text);
  }
}
