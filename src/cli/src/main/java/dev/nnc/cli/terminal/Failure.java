package dev.nnc.cli.terminal;

import java.util.Objects;

/** A command cannot do what was asked; the message is for the user, and nobody's bug. */
public final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Exit exit;
  private final String fix;

  /**
   * Says what is wrong.
   *
   * @param exit what kind of failure
   * @param message what is wrong, in the user's words
   * @param fix one concrete thing to do, or an empty text
   */
  public Failure(Exit exit, String message, String fix) {
    super(message);
    this.exit = Objects.requireNonNull(exit, "exit");
    this.fix = Objects.requireNonNull(fix, "fix");
  }

  /** What kind of failure. */
  public Exit exit() {
    return exit;
  }

  /** One concrete thing to do, or an empty text. */
  public String fix() {
    return fix;
  }
}
