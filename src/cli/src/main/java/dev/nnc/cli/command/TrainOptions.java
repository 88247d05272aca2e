package dev.nnc.cli.command;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** What a training run writes. */
final class TrainOptions {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE.jar",
      description = "The jar; unless given, the name of the .nn file with .jar.")
  Path output;

  @Option(
      names = "--save",
      paramLabel = "FILE",
      description = "Also write the trained weights to this .npz or .safetensors file.")
  Path save;

  @Option(
      names = "--log",
      paramLabel = "FILE.csv",
      description =
          "Write the loss of every step: epoch,step,loss; of several losses each has a column.")
  Path log;

  @Option(
      names = "--checkpoint",
      paramLabel = "FILE",
      description =
          "Save the state of training there after every epoch. Without it, only an interrupted "
              + "run saves its state, beside the jar as NAME.checkpoint.")
  Path checkpoint;

  @Option(names = "--resume", description = "Go on from the checkpoint.")
  boolean resume;

  @Option(names = "--no-runtime", description = "Leave out what the jar needs to run alone.")
  boolean noRuntime;
}
