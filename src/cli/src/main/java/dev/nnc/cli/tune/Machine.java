package dev.nnc.cli.tune;

import dev.nnc.runtime.Engine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What makes times on one machine differ from those on another. */
public final class Machine {
  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
  private static final String MODEL = "model name";

  private Machine() {}

  /** Processor, lanes of a vector and release of Java, in a line. */
  public static String line() {
    return String.format(
        Locale.ROOT,
        "%s, %d lanes, Java %d",
        processor(),
        Engine.vectorLanes(),
        Runtime.version().feature());
  }

  /** The name of the processor where the system tells it, else its kind. */
  private static String processor() {
    try {
      if (Files.isReadable(PROCESSORS)) {
        for (String line : Files.readAllLines(PROCESSORS, StandardCharsets.ISO_8859_1)) {
          if (line.startsWith(MODEL) && line.indexOf(':') > 0) {
            return line.substring(line.indexOf(':') + 1).strip();
          }
        }
      }
    } catch (IOException e) {
      return kind(); // a name is only for people
    }
    String windows = System.getenv("PROCESSOR_IDENTIFIER");
    return windows != null ? windows : kind();
  }

  private static String kind() {
    return System.getProperty("os.arch");
  }
}
