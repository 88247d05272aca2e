package dev.nnc.maven;

import dev.nnc.compiler.Imports;
import dev.nnc.compiler.Tuning;
import dev.nnc.compiler.source.Source;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import javax.lang.model.SourceVersion;
import org.codehaus.plexus.util.DirectoryScanner;

/**
 * A folder of .nn files.
 *
 * @param root the folder
 * @param includes patterns as Ant writes them; empty for all files that end in .nn
 * @param excludes patterns of files to leave out
 * @param encoding of the files
 * @param packageName the Java package of all models, or null where folders name it
 */
record SourceTree(
    Path root, List<String> includes, List<String> excludes, Charset encoding, String packageName) {

  /** Copies the lists. */
  SourceTree {
    includes = includes.isEmpty() ? List.of("**/*.nn") : List.copyOf(includes);
    excludes = List.copyOf(excludes);
  }

  /**
   * Reads the files.
   *
   * @return in the order of their names; empty where there is no such folder
   * @throws IOException if one cannot be read or is no text
   */
  List<ModelSource> read() throws IOException {
    List<ModelSource> sources = new ArrayList<>();
    if (!Files.isDirectory(root)) {
      return sources;
    }
    DirectoryScanner scanner = new DirectoryScanner();
    scanner.setBasedir(root.toFile());
    scanner.setIncludes(includes.toArray(new String[0]));
    scanner.setExcludes(excludes.toArray(new String[0]));
    scanner.addDefaultExcludes();
    scanner.scan();
    String[] names = scanner.getIncludedFiles();
    for (int i = 0; i < names.length; i++) {
      names[i] = names[i].replace('\\', '/');
    }
    Arrays.sort(names);
    for (String name : names) {
      Path path = root.resolve(name);
      try {
        Source source = Imports.read(path, encoding);
        sources.add(new ModelSource(path, name, packageOf(name), source, tuning(path)));
      } catch (CharacterCodingException e) {
        throw new IOException(path + " is no " + encoding + " text", e);
      }
    }
    return sources;
  }

  private static Source tuning(Path model) throws IOException {
    Path file = Tuning.beside(model);
    return Files.isRegularFile(file) ? Imports.read(file, StandardCharsets.UTF_8) : null;
  }

  /** Folders that cannot be Java names lose what Java does not take. */
  private String packageOf(String name) {
    if (packageName != null && !packageName.isEmpty()) {
      return packageName;
    }
    int slash = name.lastIndexOf('/');
    if (slash < 0) {
      return null;
    }
    List<String> parts = new ArrayList<>();
    for (String folder : name.substring(0, slash).split("/", -1)) {
      String part = folder.replaceAll("[^\\p{L}\\p{N}_]", "");
      boolean word = SourceVersion.isIdentifier(part) && !SourceVersion.isKeyword(part);
      parts.add(word ? part : "_" + part.toLowerCase(Locale.ROOT));
    }
    return String.join(".", parts);
  }
}
