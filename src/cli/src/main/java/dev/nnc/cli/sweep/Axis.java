package dev.nnc.cli.sweep;

import dev.nnc.cli.terminal.Exit;
import dev.nnc.cli.terminal.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A hyperparameter or setting that a sweep varies.
 *
 * @param name as {@code --set} knows it
 * @param values as {@code --set} takes them, in the order in which they are tried
 */
public record Axis(String name, List<String> values) {
  private static final Pattern RANGE = Pattern.compile("(-?\\d{1,9})\\.\\.(-?\\d{1,9})");
  private static final int MOST = 10_000;

  /** Copies the list. */
  public Axis {
    values = List.copyOf(values);
  }

  /**
   * Reads {@code name=8,16,32}, {@code name=1..4} (from 1 to 4, both included) or a mixture. Commas
   * within brackets or quotes belong to a value, as in {@code train.optimizer=sgd(lr: 1, momentum:
   * 0.9),adam()}.
   *
   * @param text as typed
   * @return the axis
   * @throws Failure if it is malformed
   */
  public static Axis parse(String text) {
    int equals = text.indexOf('=');
    if (equals < 1) {
      throw wrong(text, "is no name with values");
    }
    List<String> values = new ArrayList<>();
    for (String part : parts(text.substring(equals + 1))) {
      if (part.isEmpty()) {
        throw wrong(text, "has an empty value");
      }
      Matcher range = RANGE.matcher(part);
      if (!range.matches()) {
        values.add(part);
        continue;
      }
      int from = Integer.parseInt(range.group(1));
      int to = Integer.parseInt(range.group(2));
      if (to < from || to - from >= MOST) {
        throw wrong(text, "has a range that is empty or too long");
      }
      for (int value = from; value <= to; value++) {
        values.add(String.valueOf(value));
      }
    }
    return new Axis(text.substring(0, equals), values);
  }

  private static Failure wrong(String text, String what) {
    return new Failure(
        Exit.USAGE,
        "--vary " + text + " " + what,
        "write it as --vary hidden=8,16,32 or depth=1..4");
  }

  /** What the commas outside of brackets and quotes separate. */
  private static List<String> parts(String text) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    boolean quoted = false;
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char sign = text.charAt(i);
      if (sign == '"' && (i == 0 || text.charAt(i - 1) != '\\')) {
        quoted = !quoted;
      } else if (!quoted && "([{".indexOf(sign) >= 0) {
        depth++;
      } else if (!quoted && ")]}".indexOf(sign) >= 0) {
        depth--;
      } else if (!quoted && depth == 0 && sign == ',') {
        parts.add(text.substring(start, i).strip());
        start = i + 1;
      }
    }
    parts.add(text.substring(start).strip());
    return parts;
  }

  /** The setting without the prefix that may stand before it: two axes with one key collide. */
  String key() {
    return key(name);
  }

  private static String key(String name) {
    return name.startsWith("train.") ? name.substring("train.".length()) : name;
  }

  /**
   * Whether a setting gives a value to what this axis varies.
   *
   * @param setting a name of {@code --set}
   */
  boolean collides(String setting) {
    return key().equals(key(setting));
  }
}
