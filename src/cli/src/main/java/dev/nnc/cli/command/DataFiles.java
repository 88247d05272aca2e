package dev.nnc.cli.command;

import java.util.List;
import picocli.CommandLine.Option;

/** Where the data of a run comes from, when not from where the .nn file says. */
final class DataFiles {
  @Option(
      names = "--data",
      paramLabel = "[NAME=]FILE",
      description =
          "Read the examples from this file instead of the one that the .nn file names; "
              + "NAME says which, where there are several: --data image=a.gz --data label=b.gz. "
              + "In place of a text or series that is made up it is read as text(…) or windows(…).")
  List<String> data = List.of();
}
