package dev.nnc.benchmarks.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;

/** The process of one contestant: does what its standard input says, and tells the time. */
public final class Worker {
  /** Begins the lines that are answers; libraries may print others. */
  static final String MARK = "peers: ";

  private Worker() {}

  /**
   * The program.
   *
   * @param args contestant, line and number of threads
   */
  public static void main(String[] args) throws IOException {
    Line line = Line.valueOf(args[1]);
    Contestant contestant = contestant(args[0], line, Integer.parseInt(args[2]));
    Pace pace = new Pace(contestant::run);
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    reply("ready");
    for (String command = commands.readLine(); command != null; command = commands.readLine()) {
      String[] words = command.split(" ", 2);
      switch (words[0]) {
        case "answer" -> {
          contestant.answer().write(Path.of(words[1]));
          reply("written");
        }
        case "warm" -> reply("" + pace.warmUp());
        case "round" -> reply("" + pace.measure(Long.parseLong(words[1])));
        default -> throw new IllegalArgumentException(command);
      }
    }
  }

  private static void reply(String text) {
    System.out.println(MARK + text);
    System.out.flush();
  }

  private static Contestant contestant(String name, Line line, int threads) {
    return switch (name) {
      case Setup.PEAK -> new Peak(threads);
      case Setup.GENERATED -> new Generated(Task.of(line));
      default -> library(name).contestant(Task.of(line), threads);
    };
  }

  /** All libraries of this build: none, unless the profile {@code peers} made it. */
  static List<Library> libraries() {
    return ServiceLoader.load(Library.class).stream().map(ServiceLoader.Provider::get).toList();
  }

  private static Library library(String name) {
    return libraries().stream()
        .filter(library -> library.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no library " + name));
  }
}
