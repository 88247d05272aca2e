package dev.nnc.maven;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the last run of a goal made, of what. A text file: each entry is a line {@code file}, then
 * its lines {@code import}, {@code input} and {@code output}, all fields separated by tabs.
 */
final class Ledger {
  /** The first line; a file that starts otherwise is of another release and does not count. */
  private static final String HEAD = "nnc ledger 1";

  /** The key of an input that has errors: equal to no hash. */
  static final String FAILED = "failed";

  private final Map<String, Entry> entries = new TreeMap<>();

  /**
   * What came of one input.
   *
   * @param key the hash of the input and of all options, or {@link #FAILED}
   * @param imports what it looked for in other files
   * @param inputs the hash of each other file that was read
   * @param outputs the hash of each file that was made
   */
  record Entry(
      String key,
      List<Libraries.Lookup> imports,
      Map<Path, String> inputs,
      Map<Path, String> outputs) {}

  /**
   * Reads a ledger.
   *
   * @param file its place
   * @return the ledger; empty where there is none
   * @throws IOException if it cannot be read
   */
  static Ledger read(Path file) throws IOException {
    Ledger ledger = new Ledger();
    if (!Files.isRegularFile(file)) {
      return ledger;
    }
    List<String> lines = Files.readAllLines(file);
    if (lines.isEmpty() || !lines.get(0).equals(HEAD)) {
      return ledger;
    }
    Entry entry = null;
    for (String line : lines.subList(1, lines.size())) {
      String[] fields = line.split("\t", -1);
      if (fields[0].equals("file")) {
        entry =
            new Entry(fields[2], new ArrayList<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
        ledger.entries.put(fields[1], entry);
      } else if (entry != null && fields[0].equals("import")) {
        entry.imports().add(new Libraries.Lookup(fields[1], fields[2], fields[3]));
      } else if (entry != null && fields[0].equals("input")) {
        entry.inputs().put(Path.of(fields[1]), fields[2]);
      } else if (entry != null && fields[0].equals("output")) {
        entry.outputs().put(Path.of(fields[1]), fields[2]);
      }
    }
    return ledger;
  }

  /**
   * Writes the ledger.
   *
   * @param file its place; folders are made
   * @throws IOException if it cannot be written
   */
  void write(Path file) throws IOException {
    List<String> lines = new ArrayList<>(List.of(HEAD));
    entries.forEach(
        (name, entry) -> {
          lines.add(String.join("\t", "file", name, entry.key()));
          for (Libraries.Lookup lookup : entry.imports()) {
            lines.add(String.join("\t", "import", lookup.from(), lookup.path(), lookup.hash()));
          }
          files(lines, "input", entry.inputs());
          files(lines, "output", entry.outputs());
        });
    Files.createDirectories(file.getParent());
    Files.write(file, lines);
  }

  private static void files(List<String> lines, String kind, Map<Path, String> hashes) {
    hashes.forEach((path, hash) -> lines.add(String.join("\t", kind, path.toString(), hash)));
  }

  /** The entry of an input, or null. */
  Entry get(String name) {
    return entries.get(name);
  }

  /** Sets the entry of an input. */
  void put(String name, Entry entry) {
    entries.put(name, entry);
  }

  /** All outputs of all inputs. */
  List<Path> outputs() {
    return entries.values().stream().flatMap(e -> e.outputs().keySet().stream()).toList();
  }
}
