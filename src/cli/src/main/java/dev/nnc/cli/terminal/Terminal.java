package dev.nnc.cli.terminal;

import java.io.Console;
import java.io.InputStream;
import java.io.PrintWriter;
import java.lang.reflect.Method;

/**
 * Where a command reads and writes. Results go to {@code out}, everything else to {@code err}.
 *
 * @param out for results
 * @param err for progress and messages
 * @param in what is typed or piped in
 * @param colored whether messages may use colours
 * @param live whether a line of {@code err} can be redrawn, as on a terminal
 * @param width how many columns a line of {@code err} has
 */
public record Terminal(
    PrintWriter out, PrintWriter err, InputStream in, boolean colored, boolean live, int width) {

  /** When messages are coloured. */
  public enum Color {
    /** On a terminal, unless NO_COLOR is set. */
    AUTO,
    /** Always. */
    ALWAYS,
    /** Never. */
    NEVER
  }

  /** How a stretch of text looks. */
  public enum Style {
    /** Errors. */
    RED("31;1"),
    /** Warnings. */
    YELLOW("33;1"),
    /** Good news and the filled part of a bar. */
    GREEN("32"),
    /** Places, line numbers and carets. */
    BLUE("34;1"),
    /** What stands out. */
    BOLD("1"),
    /** What stands back. */
    DIM("2");

    private final String code;

    Style(String code) {
      this.code = code;
    }
  }

  /**
   * A text in a style, or as it is where colours are off.
   *
   * @param style how it looks
   * @param text what is shown
   * @return the text, with escape sequences around it if need be
   */
  public String paint(Style style, String text) {
    return colored && !text.isEmpty() ? "\u001b[" + style.code + "m" + text + "\u001b[0m" : text;
  }

  /**
   * Whether messages are coloured.
   *
   * @param choice what the user asked for
   * @param terminal whether they go to a terminal
   * @param noColor the variable NO_COLOR, or null
   * @return whether to use colours
   */
  public static boolean colored(Color choice, boolean terminal, String noColor) {
    return switch (choice) {
      case ALWAYS -> true;
      case NEVER -> false;
      case AUTO -> terminal && (noColor == null || noColor.isEmpty());
    };
  }

  /**
   * Whether the process's messages go to a terminal. The launcher knows and says so in {@code
   * nnc.terminal}; without it the JVM's console decides, which newer releases have even where there
   * is no terminal.
   */
  @SuppressWarnings("SystemConsoleNull") // that it means more on newer releases is dealt with
  public static boolean attached() {
    String said = System.getProperty("nnc.terminal");
    if (said != null) {
      return Boolean.parseBoolean(said);
    }
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      Method terminal = Console.class.getMethod("isTerminal"); // since Java 22
      return (boolean) terminal.invoke(console);
    } catch (NoSuchMethodException e) {
      return true; // older releases have a console on terminals only
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }

  /** The number of columns that the variable COLUMNS tells, or 80. */
  public static int columns(String variable) {
    if (variable == null || !variable.matches("[1-9][0-9]{0,3}")) {
      return 80;
    }
    return Math.max(20, Integer.parseInt(variable));
  }
}
