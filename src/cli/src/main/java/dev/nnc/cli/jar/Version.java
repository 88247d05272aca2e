package dev.nnc.cli.jar;

/** Which release of nnc this is. */
public final class Version {
  /** The number of the release. */
  public static final String NUMBER = "0.1.0";

  private Version() {}
}
