package dev.nnc.cli.command;

import dev.nnc.runtime.Settings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a training run differs from what the .nn file says. */
final class RunOptions {
  @Option(
      names = "--test",
      paramLabel = "FILE",
      description = "Take the test examples from this file.")
  Path test;

  @Option(names = "--epochs", paramLabel = "N", description = "Passes over the examples.")
  Integer epochs;

  @Option(names = "--batch", paramLabel = "N", description = "Examples a step, or all.")
  String batch;

  @Option(names = "--seed", paramLabel = "N", description = "The seed of everything random.")
  Long seed;

  @Option(
      names = "--order",
      paramLabel = "ORDER",
      description =
          "shuffled (default), sequential, or java-shuffle: Collections.shuffle with "
              + "new Random(seed + epoch).")
  Settings.Order order;

  @Mixin Start start;

  @Option(
      names = {"-q", "--quiet"},
      description = "Show no progress.")
  boolean quiet;

  /** The options that stand for settings of the train block, as {@code --set} would give them. */
  Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    put(settings, "epochs", epochs);
    put(settings, "batch", batch);
    put(settings, "seed", seed);
    put(settings, "order", order == null ? null : order.name().toLowerCase(Locale.ROOT));
    return settings;
  }

  private static void put(Map<String, String> settings, String name, Object value) {
    if (value != null) {
      settings.put("train." + name, value.toString());
    }
  }
}
