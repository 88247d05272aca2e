package dev.nnc.cli.command;

import dev.nnc.cli.reference.Page;
import dev.nnc.cli.terminal.Exit;
import dev.nnc.cli.terminal.Failure;
import dev.nnc.cli.terminal.Terminal;
import dev.nnc.compiler.elaborate.Library;
import dev.nnc.compiler.source.CompileException;
import dev.nnc.compiler.source.Diagnostics;
import dev.nnc.compiler.source.Source;
import dev.nnc.compiler.source.Suggestion;
import dev.nnc.compiler.syntax.Parser;
import dev.nnc.compiler.syntax.SourceFile;
import dev.nnc.runtime.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The reference of the standard library or of a user's own definitions. */
@Command(
    name = "docs",
    description =
        "Prints the reference of the standard library, or of the definitions of a .nn file: what "
            + "each is, its formula, what it learns, and its derivative as the compiler found it.",
    footer = {"", "Without arguments it lists what there is."})
final class Docs implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(
      arity = "0..*",
      paramLabel = "NAME",
      description =
          "Names of the library, such as dense; or one .nn file, and perhaps names in it.")
  private List<String> names = List.of();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      description =
          "Write the whole reference into this folder instead: library.md, or the name of the .nn "
              + "file with .md.")
  private Path output;

  Docs(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    boolean own = !names.isEmpty() && names.get(0).endsWith(".nn");
    Page page = own ? page(Path.of(names.get(0))) : library();
    List<String> wanted = own ? names.subList(1, names.size()) : names;
    if (output != null) {
      if (!wanted.isEmpty()) {
        throw new Failure(
            Exit.USAGE, "a folder takes the whole reference, not some names", "leave out --output");
      }
      write(page, own ? Path.of(names.get(0)).getFileName().toString() : "library.nn");
    } else if (wanted.isEmpty()) {
      (own ? page.lines() : page.contents()).forEach(terminal.out()::println);
    } else {
      for (String name : wanted) {
        print(page, name);
      }
    }
    return Exit.OK.code();
  }

  private void print(Page page, String name) {
    List<String> lines = page.of(name);
    if (lines.isEmpty()) {
      throw new Failure(
          Exit.USAGE,
          "there is no definition " + name,
          Suggestion.closest(name, page.names())
              .map(close -> "did you mean " + close + "?")
              .orElse("nnc docs lists the library"));
    }
    lines.forEach(terminal.out()::println);
  }

  private void write(Page page, String file) throws IOException {
    Files.createDirectories(output);
    Path target = output.resolve(file.replaceFirst("\\.nn$", "") + ".md");
    byte[] text = (String.join("\n", page.lines()) + "\n").getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(target, out -> out.write(text));
    terminal.out().println(target);
  }

  private static Page library() {
    return new Page(
        "The standard library",
        Library.files(),
        new Source("library.nn", ""),
        SourceText::imported);
  }

  private static Page page(Path file) {
    Source source = SourceText.read(file);
    Diagnostics diagnostics = new Diagnostics();
    SourceFile parsed = Parser.parse(source, diagnostics);
    if (diagnostics.hasErrors()) {
      throw new CompileException(diagnostics.all());
    }
    return new Page(
        source.name().replaceAll(".*[/\\\\]", ""), List.of(parsed), source, SourceText::imported);
  }
}
