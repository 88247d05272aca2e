package dev.nnc.compiler.elaborate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnc.compiler.source.Diagnostics;
import dev.nnc.compiler.syntax.Parser;
import dev.nnc.compiler.syntax.SourceFile;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The library, read definition by definition, is what its files say as a whole. */
class LibraryFilesTest {
  @Test
  void eachDefinitionIsFoundAndReadAsInTheWholeFile() {
    List<SourceFile> files = Library.files();
    assertTrue(files.size() > 10);
    for (SourceFile file : files) {
      Diagnostics diagnostics = new Diagnostics();
      SourceFile whole = Parser.parse(file.source(), diagnostics);
      assertEquals(List.of(), diagnostics.all());
      assertTrue(whole.definitions().size() > 0);
      assertEquals(whole, file, file.source().name());
    }
  }

  @Test
  void headingsTellKindAndName() {
    for (Library.Part part : Library.parts()) {
      part.headings()
          .forEach(
              heading -> {
                assertEquals(heading.kind(), heading.definition().kind());
                assertEquals(heading.name(), heading.definition().name());
              });
    }
  }
}
