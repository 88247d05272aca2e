package dev.nnc.compiler.syntax;

import dev.nnc.compiler.source.Source;
import java.util.List;

/**
 * One parsed file.
 *
 * @param source its text
 * @param definitions in written order
 */
public record SourceFile(Source source, List<Definition> definitions) {}
