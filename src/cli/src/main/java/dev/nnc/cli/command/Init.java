package dev.nnc.cli.command;

import dev.nnc.cli.terminal.Exit;
import dev.nnc.cli.terminal.Failure;
import dev.nnc.cli.terminal.Terminal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Writes a small project to start from. */
@Command(
    name = "init",
    description = "Writes a small model, its data and a Maven project to start from.")
final class Init implements Callable<Integer> {
  private static final int ROWS = 400;

  private final Terminal terminal;

  @Parameters(
      index = "0",
      paramLabel = "DIR",
      description = "The folder; made where it does not exist.")
  private Path folder;

  Init(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    Map<String, String> files = new LinkedHashMap<>();
    files.put("ice-cream.nn", text("ice-cream.nn"));
    files.put("ice-cream.csv", data());
    files.put("pom.xml", text("pom.xml"));
    files.put("src/main/java/Forecast.java", text("Forecast.java"));
    for (String name : files.keySet()) {
      if (Files.exists(folder.resolve(name))) {
        throw new Failure(
            Exit.DATA, folder.resolve(name) + " exists already", "choose another folder");
      }
    }
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path place = folder.resolve(file.getKey());
      Files.createDirectories(place.toAbsolutePath().getParent());
      Files.writeString(place, file.getValue());
      terminal.out().println(place);
    }
    terminal.err().println("next: nnc train " + folder.resolve("ice-cream.nn"));
    return Exit.OK.code();
  }

  private static String text(String name) throws IOException {
    try (InputStream in = Init.class.getResourceAsStream("/dev/nnc/cli/init/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Made-up sales of an ice cream stand: more when it is warm, sunny or a weekend, and chance. */
  private static String data() {
    SplittableRandom random = new SplittableRandom(7);
    StringBuilder text = new StringBuilder("temperature,sunshine,weekend,sold\n");
    for (int i = 0; i < ROWS; i++) {
      double temperature = 5 + 30 * random.nextDouble();
      double sunshine = 12 * random.nextDouble();
      int weekend = random.nextInt(7) < 2 ? 1 : 0;
      double warm = Math.max(0, temperature - 12);
      double chance = random.nextDouble() + random.nextDouble() + random.nextDouble() - 1.5;
      double sold = 20 + (6 + 0.5 * sunshine) * warm * (1 + 0.6 * weekend) + 15 * chance;
      text.append(
          String.format(
              Locale.ROOT,
              "%.1f,%.1f,%d,%d%n",
              temperature,
              sunshine,
              weekend,
              Math.round(Math.max(0, sold))));
    }
    return text.toString().replace(System.lineSeparator(), "\n");
  }
}
