package dev.nnc.cli.command;

import dev.nnc.runtime.Precision;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options of all commands that read a .nn file. */
final class ModelFile {
  @Parameters(index = "0", paramLabel = "FILE.nn", description = "The model.")
  Path file;

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description =
          "Give a hyperparameter of the model or a setting of its train block another value, such as "
              + "--set hidden=64 --set train.epochs=5. May be repeated.")
  Map<String, String> set = new LinkedHashMap<>();

  @Option(
      names = "--precision",
      paramLabel = "PRECISION",
      description = "float (default) or double: the numbers of the whole run.")
  Precision precision = Precision.FLOAT;

  @Option(
      names = "--package",
      paramLabel = "NAME",
      description = "The Java package of the generated class; none unless given.")
  String packageName = "";

  /** The file's name without its ending: what the jar is called unless told otherwise. */
  String stem() {
    Path name = file.getFileName();
    String text = name == null ? "model" : name.toString();
    return text.endsWith(".nn") ? text.substring(0, text.length() - 3) : text;
  }
}
