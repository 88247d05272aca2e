package dev.nnc.cli.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Figures as JSON. */
public final class JsonText {
  private JsonText() {}

  /**
   * An object.
   *
   * @param members its members in order: numbers, {@code null}, other things as texts
   * @param before what stands before each member
   */
  public static String object(Map<String, Object> members, String before) {
    List<String> texts = new ArrayList<>();
    members.forEach((name, value) -> texts.add(before + string(name) + ": " + value(value)));
    return "{"
        + String.join(",", texts)
        + (before.isBlank() && before.length() > 1 ? "" : " ")
        + "}";
  }

  /**
   * An object with a list as its last member.
   *
   * @param members its other members in order
   * @param list the name of the list
   * @param lines the elements, a line each
   */
  public static String object(Map<String, Object> members, String list, List<String> lines) {
    String head = object(members, "\n  ");
    return head.substring(0, head.length() - 1)
        + ",\n  \""
        + list
        + "\": [\n"
        + String.join(",\n", lines)
        + "\n  ]\n}";
  }

  private static String value(Object value) {
    return value == null || value instanceof Number
        ? String.valueOf(value)
        : string(String.valueOf(value));
  }

  private static String string(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ') {
        quoted.append(String.format("\\u%04x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
