package dev.nnc.cli;

import dev.nnc.cli.terminal.Interrupt;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;

/** One run of the command within the test's process. */
final class Session {
  final int code;
  final String out;
  final String err;

  private Session(int code, String out, String err) {
    this.code = code;
    this.out = out;
    this.err = err;
  }

  /** Runs a command with nothing on its standard input. */
  static Session run(Object... args) {
    return run("", new Interrupt(), args);
  }

  /** Runs a command. */
  static Session run(String in, Interrupt interrupt, Object... args) {
    String[] words = new String[args.length];
    for (int i = 0; i < args.length; i++) {
      words[i] = args[i].toString();
    }
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        Cli.run(
            words,
            new Cli.Surroundings(
                new PrintWriter(out),
                new PrintWriter(err),
                new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)),
                false,
                80,
                null,
                interrupt));
    return new Session(code, out.toString(), err.toString());
  }

  @Override
  public String toString() {
    return "exit code " + code + "\n" + out + "\n" + err;
  }
}
