package dev.nnc.data;

import dev.nnc.runtime.ModelInfo.Field;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds files in folders, always in the order of their names. */
final class FolderFiles {
  private FolderFiles() {}

  /** The files of a folder whose names end in one of the given ways; hidden ones do not count. */
  static List<Path> in(Path folder, List<String> endings) {
    return list(folder).stream()
        .filter(file -> Files.isRegularFile(file) && hasEnding(file, endings))
        .toList();
  }

  private static boolean hasEnding(Path file, List<String> endings) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return endings.stream().anyMatch(name::endsWith);
  }

  /** The folders in a folder: the classes of what lies in them. */
  static List<Path> folders(Path folder) {
    return list(folder).stream().filter(Files::isDirectory).toList();
  }

  private static List<Path> list(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> !file.getFileName().toString().startsWith("."))
          .sorted((a, b) -> a.getFileName().toString().compareTo(b.getFileName().toString()))
          .toList();
    } catch (IOException e) {
      throw InputFile.failure(folder, e);
    }
  }

  /**
   * The files that match a pattern such as {@code image_*.png}.
   *
   * @param pattern its last part may have stars, each for any letters
   * @return the files by what the stars stand for
   */
  static Map<String, Path> matching(Path pattern) {
    Path folder = pattern.toAbsolutePath().getParent();
    Pattern name =
        Pattern.compile(
            Stream.of(pattern.getFileName().toString().split("\\*", -1))
                .map(Pattern::quote)
                .reduce((a, b) -> a + "(.*)" + b)
                .orElse(""));
    Map<String, Path> found = new TreeMap<>();
    for (Path file : list(folder)) {
      Matcher matcher = name.matcher(file.getFileName().toString());
      if (matcher.matches()) {
        StringBuilder stars = new StringBuilder();
        for (int i = 1; i <= matcher.groupCount(); i++) {
          stars.append(i == 1 ? "" : "*").append(matcher.group(i));
        }
        found.put(stars.toString(), file);
      }
    }
    if (found.isEmpty()) {
      throw new DataException(
          DataCode.NO_FILES,
          Place.of(pattern),
          "no file has such a name",
          "Check the pattern; a star stands for any letters");
    }
    return found;
  }

  /**
   * The number of a class that is the name of a folder or a part of a file name.
   *
   * @param label the field that takes it
   * @param name of the class
   * @param known the names of all classes, sorted, by which they are numbered where the field has
   *     no texts for them
   * @param place for messages
   */
  static int classOf(Field label, String name, List<String> known, Place place) {
    List<String> names = label.categories().isEmpty() ? known : label.categories();
    int number = names.indexOf(name);
    if (number < 0) {
      throw new DataException(
          DataCode.UNKNOWN_CATEGORY,
          place,
          "found the class " + Spelling.quote(name) + ", which " + label.name() + " has not",
          Spelling.advice(name, names, "add it to one_of(…)"));
    }
    if (label.categories().isEmpty() && known.size() > label.classes()) {
      throw new DataException(
          DataCode.OUT_OF_CLASSES,
          place,
          "there are " + known.size() + " classes, but " + label.name() + " has " + label.classes(),
          "Declare it as int<" + known.size() + ">, or with one_of(…)");
    }
    return number;
  }
}
