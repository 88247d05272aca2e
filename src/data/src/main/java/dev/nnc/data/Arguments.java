package dev.nnc.data;

import dev.nnc.runtime.Settings.Source;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The arguments of a source, such as {@code csv("houses.csv", separator: ";")}.
 *
 * @param source format and arguments
 * @param base the folder from which relative file names count
 */
record Arguments(Source source, Path base) {
  /** Checks that every argument is known. */
  void allow(Collection<String> names, String otherwise) {
    for (String name : new TreeMap<>(source.arguments()).keySet()) {
      if (!names.contains(name)) {
        throw new DataException(
            DataCode.UNKNOWN_ARGUMENT,
            place(),
            name.matches("\\d+")
                ? "there are too many files"
                : source.format() + "(…) has no argument " + Spelling.quote(name),
            Spelling.advice(name, shown(names), otherwise));
      }
    }
  }

  private static List<String> shown(Collection<String> names) {
    return new ArrayList<>(names.stream().filter(name -> !name.matches("\\d+")).toList());
  }

  /** A file name, as a path. */
  Path file(String name, String example) {
    String text = source.arguments().get(name);
    if (text == null || text.isBlank()) {
      throw new DataException(
          DataCode.MISSING_ARGUMENT,
          place(),
          name.matches("\\d+")
              ? source.format() + "(…) names no file"
              : source.format() + "(…) names no file for " + name,
          "Write " + example);
    }
    return path(name, text);
  }

  private Path path(String name, String text) {
    try {
      return base.resolve(text);
    } catch (java.nio.file.InvalidPathException e) {
      throw bad(name, text, "a file name", "Check the name of the file");
    }
  }

  /** An argument in a form of its own, or what counts without it. */
  <T> T value(String name, T standard, Function<String, T> reading, String expected) {
    String text = source.arguments().get(name);
    if (text == null) {
      return standard;
    }
    T value = reading.apply(text);
    if (value == null) {
      throw bad(name, text, expected, "Write " + name + ": " + expected);
    }
    return value;
  }

  /** A whole number from 1, or null where the text is none. */
  static Integer count(String text) {
    String digits = text.strip();
    return digits.matches("[1-9][0-9]{0,8}") ? Integer.valueOf(digits) : null;
  }

  /** A positive number, or null where the text is none. */
  static Double number(String text) {
    String plain = text.strip();
    double value =
        plain.matches("[0-9]*\\.?[0-9]+([eE][-+]?[0-9]+)?") ? Double.parseDouble(plain) : 0;
    return value > 0 && value < Double.POSITIVE_INFINITY ? (Double) value : null;
  }

  /** True or false, or null where the text is neither. */
  static Boolean truth(String text) {
    return switch (text.strip()) {
      case "true" -> Boolean.TRUE;
      case "false" -> Boolean.FALSE;
      default -> null;
    };
  }

  private DataException bad(String name, String text, String expected, String fix) {
    return new DataException(
        DataCode.BAD_ARGUMENT,
        place(),
        "the argument " + name + " is " + Spelling.quote(text) + ", expected " + expected,
        fix);
  }

  /** The source as a whole, for messages. */
  Place place() {
    Map<String, String> arguments = source.arguments();
    return new Place(arguments.getOrDefault("0", source.format() + "(…)"), 0, 0, "", "");
  }
}
