package dev.nnc.cli.terminal;

/** What the exit code of the command says. Codes keep their meaning for ever. */
public enum Exit {
  /** All went well. */
  OK(0, "all went well"),
  /** The .nn file has errors. */
  SOURCE(1, "the .nn file has errors"),
  /** The command line makes no sense. */
  USAGE(2, "the command line makes no sense"),
  /** Data is wrong, or a file cannot be read or written. */
  DATA(3, "data is wrong, or a file cannot be read or written"),
  /** Training met a value that is no finite number. */
  DIVERGED(4, "training diverged: a value is no finite number"),
  /** A check said no. */
  CHECK(5, "a check failed"),
  /** A bug in nnc. */
  BUG(70, "a bug in nnc"),
  /** Stopped from outside, after the state of training was saved. */
  INTERRUPTED(130, "interrupted; what was learned so far is in the checkpoint");

  private final int code;
  private final String meaning;

  Exit(int code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  /** The number that the process ends with. */
  public int code() {
    return code;
  }

  /** What it says, for help and documentation. */
  public String meaning() {
    return meaning;
  }
}
