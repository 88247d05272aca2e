package dev.nnc.maven;

import dev.nnc.compiler.source.Source;
import java.nio.file.Path;

/**
 * A .nn file of the project.
 *
 * @param path where it is
 * @param name its path inside the source folder, with slashes
 * @param packageName the Java package of its models, or null for one made from the file's name
 * @param source its text
 * @param tuning the text of the tuning file beside it, or null where there is none
 */
record ModelSource(Path path, String name, String packageName, Source source, Source tuning) {
  /** The same without a tuning file. */
  ModelSource untuned() {
    return new ModelSource(path, name, packageName, source, null);
  }
}
