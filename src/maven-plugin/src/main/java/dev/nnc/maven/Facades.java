package dev.nnc.maven;

import dev.nnc.compiler.Elaborated;
import dev.nnc.compiler.Options;
import dev.nnc.compiler.facade.FacadeSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Writes the Java source of each model. All of it is ASCII, whatever the encoding of the project.
 *
 * @param sources the folder of the Java files
 * @param classes where javac puts their classes
 */
record Facades(Path sources, Path classes) implements Task {
  @Override
  public Map<Path, byte[]> outputs(Elaborated model, Options options) {
    Path path = sources.resolve(model.info().className().replace('.', '/') + ".java");
    Path file = Path.of(model.source().name()).getFileName();
    String text = FacadeSource.write(model.info(), file == null ? "" : file.toString());
    return Map.of(path, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Also deletes what javac made of it: code that still uses the class must not compile. */
  @Override
  public void removed(Path output) throws IOException {
    if (output.startsWith(sources)) {
      Path name = sources.relativize(output);
      String simple = String.valueOf(name.getFileName()).replaceAll("\\.java$", "");
      Path folder = classes.resolve(name).getParent();
      Files.deleteIfExists(folder.resolve(simple + ".class"));
      if (Files.isDirectory(folder)) {
        try (DirectoryStream<Path> nested = Files.newDirectoryStream(folder, simple + "$*.class")) {
          for (Path inner : nested) {
            Files.delete(inner);
          }
        }
      }
    }
  }
}
