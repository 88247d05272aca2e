package dev.nnc.cli.command;

import java.nio.file.Path;
import picocli.CommandLine.Parameters;

/** The model that a command applies. */
final class TrainedFile {
  @Parameters(index = "0", paramLabel = "FILE.jar", description = "A model made by nnc.")
  Path jar;
}
