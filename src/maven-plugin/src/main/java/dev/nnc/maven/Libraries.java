package dev.nnc.maven;

import dev.nnc.compiler.Imports;
import dev.nnc.compiler.elaborate.Definitions;
import dev.nnc.compiler.source.Source;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds imported files, also in the folders and jars of a class path, and keeps a record of it. */
final class Libraries implements Definitions.Importer {
  private final Imports imports;
  private final List<Lookup> lookups = new ArrayList<>();

  /**
   * What was looked for, and what was found.
   *
   * @param from the name of the importing file
   * @param path as written there
   * @param hash of the name and text that were found, or {@code -} where nothing was
   */
  record Lookup(String from, String path, String hash) {}

  Libraries(List<Path> classPath, Charset encoding) {
    imports = new Imports(classPath, encoding);
  }

  /** All lookups since the last call, in order. */
  List<Lookup> lookups() {
    List<Lookup> all = List.copyOf(lookups);
    lookups.clear();
    return all;
  }

  @Override
  public Optional<Source> find(Source from, String path) {
    Optional<Source> found = imports.find(from, path);
    lookups.add(new Lookup(from.name(), path, hash(found)));
    return found;
  }

  /** Whether a lookup would find the same again. */
  boolean same(Lookup lookup) {
    Optional<Source> found = imports.find(new Source(lookup.from(), ""), lookup.path());
    return hash(found).equals(lookup.hash());
  }

  private static String hash(Optional<Source> found) {
    return found.map(s -> new Fingerprint().add(s.name()).add(s.text()).hex()).orElse("-");
  }
}
