package dev.nnc.compiler;

import dev.nnc.compiler.elaborate.Definitions;
import dev.nnc.compiler.source.CompileException;
import dev.nnc.compiler.source.Diagnostic;
import dev.nnc.compiler.source.Source;
import java.util.List;

/** From the text of a .nn file to the bytes of its classes. */
public final class Compiler {
  private Compiler() {}

  /**
   * Understands a file without compiling it.
   *
   * @param source the file
   * @param options what is chosen
   * @param importer finds the files that it imports
   * @return the model
   * @throws CompileException if the file has errors; carries all of them
   */
  public static Elaborated elaborate(
      Source source, Options options, Definitions.Importer importer) {
    return new FrontEnd(source, options, importer).elaborate();
  }

  /**
   * What is wrong with a file.
   *
   * @param source the file
   * @param options what is chosen
   * @param importer finds the files that it imports
   * @return errors and warnings, in the order of the file; empty where there are none
   */
  public static List<Diagnostic> check(
      Source source, Options options, Definitions.Importer importer) {
    try {
      return elaborate(source, options, importer).warnings();
    } catch (CompileException e) {
      return e.diagnostics();
    }
  }
}
