package dev.nnc.cli.command;

import dev.nnc.cli.terminal.Exit;
import dev.nnc.cli.terminal.Failure;
import dev.nnc.cli.terminal.Terminal;
import dev.nnc.cli.tune.Contractions;
import dev.nnc.cli.tune.Machine;
import dev.nnc.compiler.CompiledModel;
import dev.nnc.compiler.Tuning;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which tuning file counts. */
final class TuningFile {
  @Option(
      names = "--tune",
      paramLabel = "FILE.tune",
      description =
          "Compute contractions over lanes as this tuning file of nnc tune says; unless given, that "
              + "beside the .nn file, where there is one. Same results.")
  private Path file;

  @Option(names = "--no-tune", description = "Take no tuning file.")
  private boolean none;

  /** The file that counts for a model, or null. */
  private Path file(Path model) {
    if (file != null && none) {
      throw new Failure(
          Exit.USAGE, "--tune and --no-tune contradict each other", "leave one of them out");
    }
    if (none || file != null) {
      return file;
    }
    Path beside = Tuning.beside(model);
    return Files.isRegularFile(beside) ? beside : null;
  }

  /**
   * What was found out about a model.
   *
   * @param model the .nn file
   * @throws Failure if the tuning file cannot be read
   * @throws dev.nnc.compiler.source.CompileException if a line of it makes no sense
   */
  Tuning read(Path model) {
    Path file = file(model);
    return file == null ? Tuning.NONE : Tuning.read(SourceText.read(file));
  }

  /** Tells what speaks against a tuning file: another machine, and choices that match nothing. */
  void tell(Terminal terminal, Path model, Tuning tuning, CompiledModel compiled) {
    Path file = file(model);
    if (file == null) {
      return;
    }
    if (!tuning.machine().equals(Machine.line())) {
      terminal
          .err()
          .printf(
              "note: %s was measured on another machine: %s; this is %s%n",
              file, tuning.machine(), Machine.line());
    }
    int strangers = Contractions.of(compiled, tuning.choices()).strangers(tuning.choices()).size();
    if (strangers > 0) {
      terminal
          .err()
          .printf(
              "note: %d of %d choices of %s match no contraction of this model and count for"
                  + " nothing%n",
              strangers, tuning.choices().ways().size(), file);
    }
  }
}
