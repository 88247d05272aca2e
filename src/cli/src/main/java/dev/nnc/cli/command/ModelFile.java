package dev.nnc.cli.command;

import dev.nnc.cli.terminal.Exit;
import dev.nnc.cli.terminal.Failure;
import dev.nnc.cli.terminal.Report;
import dev.nnc.cli.terminal.Terminal;
import dev.nnc.compiler.CompiledModel;
import dev.nnc.compiler.Compiler;
import dev.nnc.compiler.Elaborated;
import dev.nnc.compiler.Options;
import dev.nnc.compiler.Planning;
import dev.nnc.compiler.pass.Pipeline;
import dev.nnc.compiler.plan.Choices;
import dev.nnc.compiler.plan.MemoryLimit;
import dev.nnc.runtime.Precision;
import dev.nnc.runtime.Settings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options of all commands that read a .nn file. */
final class ModelFile {
  private static final int GUESSED_BATCH = 64;

  @Parameters(index = "0", paramLabel = "FILE.nn", description = "The model.")
  Path file;

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description =
          "Give a hyperparameter of the model or a setting of its train block another value, such as "
              + "--set hidden=64 --set train.epochs=5. May be repeated. In training, --set V=auto "
              + "gives V the size of the vocabulary of the text that is read as int<V>.")
  Map<String, String> set = new LinkedHashMap<>();

  @Option(
      names = "--precision",
      paramLabel = "PRECISION",
      description = "float (default) or double: the numbers of the whole run.")
  Precision precision = Precision.FLOAT;

  @Option(
      names = "--package",
      paramLabel = "NAME",
      description = "The Java package of the generated class; unless given, the file's name.")
  String packageName;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "The model to take where the file has several; unless given, the first one.")
  String name;

  @Mixin TuningFile tuning = new TuningFile();

  @Option(
      names = "--memory",
      paramLabel = "LIMIT",
      description =
          "What training steps may take for values in between: fast (default), least, or a size "
              + "such as 200MB. Less memory takes more time, since the backward pass computes "
              + "values again; the results are the same.",
      converter = LimitConverter.class)
  MemoryLimit memory = MemoryLimit.FAST;

  /** Reads a limit to memory. */
  static final class LimitConverter implements CommandLine.ITypeConverter<MemoryLimit> {
    @Override
    public MemoryLimit convert(String text) {
      try {
        return MemoryLimit.parse(text);
      } catch (IllegalArgumentException e) {
        throw new CommandLine.TypeConversionException(e.getMessage());
      }
    }
  }

  /**
   * Compiles the file and shows its warnings.
   *
   * @param terminal gets the warnings
   * @param more settings besides those of {@code --set}, which win
   * @param numbers the format of the run
   * @return the model
   * @throws Failure if the file cannot be read
   */
  CompiledModel compile(Terminal terminal, Map<String, String> more, Precision numbers) {
    CompiledModel compiled = compile(more, numbers);
    new Report(terminal).diagnostics(compiled.elaborated().warnings());
    return compiled;
  }

  private CompiledModel compile(Map<String, String> more, Precision numbers) {
    return Compiler.compile(
        SourceText.read(file), options(joined(more), numbers), SourceText::imported);
  }

  /**
   * Compiles the file with watches for plain loops, too, and shows its warnings.
   *
   * @param terminal gets the warnings
   * @param batch for so many examples; 0 for the batch of training
   * @return the model
   * @throws Failure if the file cannot be read
   */
  CompiledModel compileWatched(Terminal terminal, int batch) {
    Options options =
        options(set, precision).withWatches().with(memory.forBatch(Math.max(0, batch)));
    CompiledModel compiled = Compiler.compile(SourceText.read(file), options, SourceText::imported);
    new Report(terminal).diagnostics(compiled.elaborated().warnings());
    return compiled;
  }

  /**
   * Compiles the file with watches, as fast as can be, and keeps its warnings to itself.
   *
   * @param choices how contractions over lanes are computed
   * @return the model
   * @throws Failure if the file cannot be read
   */
  CompiledModel compileWatched(Choices choices) {
    Options options = options(set, precision).withWatches().with(MemoryLimit.FAST).with(choices);
    return Compiler.compile(SourceText.read(file), options, SourceText::imported);
  }

  /** How contractions over lanes are computed, as the tuning file says. */
  Choices choices() {
    return tuning.read(file).choices();
  }

  /**
   * Compiles a file whose model has a loss.
   *
   * @param terminal gets the warnings
   * @param more settings besides those of {@code --set}, which win
   * @param numbers the format of the run
   * @return the model
   * @throws Failure if the file cannot be read, or its model has no loss
   */
  CompiledModel compileTrainable(Terminal terminal, Map<String, String> more, Precision numbers) {
    CompiledModel compiled = compileTrainable(more, numbers);
    new Report(terminal).diagnostics(compiled.elaborated().warnings());
    return compiled;
  }

  /**
   * Compiles a file whose model has a loss, and keeps its warnings to itself.
   *
   * @param more settings besides those of {@code --set}, which win
   * @param numbers the format of the run
   * @return the model
   * @throws Failure if the file cannot be read, or its model has no loss
   */
  CompiledModel compileTrainable(Map<String, String> more, Precision numbers) {
    CompiledModel compiled = compile(more, numbers);
    if (compiled.info().losses().isEmpty()) {
      throw new Failure(
          Exit.SOURCE,
          file + ": the model has no loss, so there is nothing to train",
          "add, for example: loss mse(y, target)");
    }
    return compiled;
  }

  /**
   * Takes the hyperparameters that {@code --set NAME=auto} leaves to the data out of the others.
   *
   * @return their names, in alphabetical order
   */
  Set<String> takeAutomatic() {
    Set<String> names = new TreeSet<>();
    set.forEach(
        (name, value) -> {
          if (value.strip().equals("auto")) {
            names.add(name);
          }
        });
    set.keySet().removeAll(names);
    return names;
  }

  /**
   * Understands the file without a word about warnings, which compiling it shows.
   *
   * @param more settings besides those of {@code --set}, which win
   * @return the model
   */
  Elaborated elaborate(Map<String, String> more) {
    return Compiler.elaborate(
        SourceText.read(file), options(joined(more), precision), SourceText::imported);
  }

  private Map<String, String> joined(Map<String, String> more) {
    Map<String, String> all = new LinkedHashMap<>(more);
    all.putAll(set);
    return all;
  }

  /**
   * Understands the file, shows its warnings, and goes no further.
   *
   * @param terminal gets the warnings
   * @return the model
   * @throws Failure if the file cannot be read
   */
  Elaborated elaborate(Terminal terminal) {
    Elaborated elaborated =
        Compiler.elaborate(SourceText.read(file), options(set, precision), SourceText::imported);
    new Report(terminal).diagnostics(elaborated.warnings());
    return elaborated;
  }

  private Options options(Map<String, String> values, Precision numbers) {
    return new Options(numbers, values, packageName, name, true).with(memory).with(choices());
  }

  /**
   * Plans for a model of the file.
   *
   * @param elaborated the model
   * @param pipeline what becomes of each program before it is planned
   * @param batch for so many examples; 0 for the batch of training
   */
  Planning planning(Elaborated elaborated, Pipeline pipeline, int batch) {
    Options options = options(set, precision).with(memory.forBatch(Math.max(0, batch)));
    return new Planning(elaborated, options, pipeline);
  }

  /**
   * How many examples a step takes.
   *
   * @param asked what the command line says; 0 where it says nothing
   * @param settings what the file says; where it takes all examples at once, there are some
   */
  static int batch(int asked, Settings settings) {
    return asked > 0 ? asked : settings.batch() > 0 ? settings.batch() : GUESSED_BATCH;
  }

  /** The folder from which names of data files count. */
  Path folder() {
    return file.toAbsolutePath().getParent();
  }

  /** The file's name without its ending: what the jar is called unless told otherwise. */
  String stem() {
    Path name = file.getFileName();
    String text = name == null ? "model" : name.toString();
    return text.endsWith(".nn") ? text.substring(0, text.length() - 3) : text;
  }
}
