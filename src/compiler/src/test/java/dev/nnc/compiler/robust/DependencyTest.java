package dev.nnc.compiler.robust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The packages of the compiler depend on each other in one direction only. */
class DependencyTest {
  private static final Path SOURCES = Path.of("src/main/java/dev/nnc/compiler");
  private static final Pattern MENTION = Pattern.compile("dev\\.nnc\\.(compiler\\.)?([a-z]+)\\b");

  /** What each package may mention besides itself and java.base. */
  private static final Map<String, Set<String>> ALLOWED =
      Map.ofEntries(
          Map.entry("source", Set.of()),
          Map.entry("syntax", Set.of("source")),
          Map.entry("shape", Set.of("source")),
          Map.entry("ir", Set.of("shape", "source", "runtime")),
          Map.entry("op", Set.of("ir", "shape", "runtime")),
          Map.entry("pass", Set.of("op", "ir", "shape", "source", "runtime")),
          Map.entry("plan", Set.of("op", "ir", "shape", "source", "runtime")),
          Map.entry("interpret", Set.of("op", "ir", "shape", "runtime")),
          Map.entry("emit", Set.of("plan", "op", "ir", "runtime")),
          Map.entry("facade", Set.of("emit", "runtime")),
          Map.entry(
              "elaborate", Set.of("pass", "op", "ir", "shape", "syntax", "source", "runtime")));

  private static List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(SOURCES)) {
      return all.filter(p -> p.toString().endsWith(".java")).sorted().toList();
    }
  }

  private static String packageOf(Path file) {
    Path relative = SOURCES.relativize(file);
    return relative.getNameCount() == 1 ? "" : relative.getName(0).toString();
  }

  private static String code(Path file) throws IOException {
    return Files.readString(file).replaceAll("(?s)/\\*.*?\\*/", "").replaceAll("//.*", "");
  }

  @Test
  void packagesDependOnThoseAboveThem() throws IOException {
    Set<String> wrong = new TreeSet<>();
    Set<String> seen = new TreeSet<>();
    for (Path file : files()) {
      String own = packageOf(file);
      if (own.isEmpty()) {
        continue;
      }
      seen.add(own);
      Set<String> allowed = ALLOWED.getOrDefault(own, Set.of());
      MENTION
          .matcher(code(file))
          .results()
          .map(m -> m.group(1) == null && m.group(2).equals("compiler") ? "root" : m.group(2))
          .filter(other -> !other.equals(own) && !allowed.contains(other))
          .forEach(other -> wrong.add(own + " mentions " + other + " in " + file.getFileName()));
    }
    assertEquals(ALLOWED.keySet(), seen, "packages");
    assertEquals(Set.of(), wrong);
  }

  @Test
  void librariesStayBehindOnePackage() throws IOException {
    Map<String, String> owners = Map.of("org.antlr", "syntax", "org.objectweb", "emit");
    Set<String> wrong = new TreeSet<>();
    Set<String> used = new TreeSet<>();
    for (Path file : files()) {
      String code = code(file);
      owners.forEach(
          (library, owner) -> {
            if (code.contains(library)) {
              used.add(library);
              if (!packageOf(file).equals(owner)) {
                wrong.add(library + " in " + file);
              }
            }
          });
    }
    assertEquals(Set.of(), wrong);
    assertTrue(used.containsAll(owners.keySet()), "the libraries have other names now");
  }
}
