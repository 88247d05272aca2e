package dev.nnc.data;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the names of files say, such as {@code {digit}_{speaker}_*.wav}: a name in braces stands for
 * the value of a field, without {@code _} unless nothing else fits, a star for any letters.
 *
 * @param text as it was written
 * @param fields the names in braces, in order
 * @param pattern with a group for each of them
 */
record NamePattern(String text, List<String> fields, Pattern pattern) {
  private static final Pattern PART = Pattern.compile("\\{([^{}]+)}|\\*");

  static NamePattern of(String text) {
    List<String> fields = new ArrayList<>();
    StringBuilder pattern = new StringBuilder();
    Matcher parts = PART.matcher(text);
    int from = 0;
    while (parts.find()) {
      pattern.append(Pattern.quote(text.substring(from, parts.start())));
      if (parts.group(1) == null) {
        pattern.append(".*");
      } else {
        fields.add(parts.group(1));
        pattern.append("(.+?)");
      }
      from = parts.end();
    }
    pattern.append(Pattern.quote(text.substring(from)));
    return new NamePattern(text, fields, Pattern.compile(pattern.toString()));
  }

  /** The values of the fields in a file's name. */
  Map<String, String> read(String name, Place place) {
    Matcher matcher = pattern.matcher(name);
    if (!matcher.matches()) {
      throw new DataException(
          DataCode.BAD_ARGUMENT,
          place,
          "the name is not of the form " + text,
          "Correct names: \"" + text + "\", or choose files with only: \"…\"");
    }
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < fields.size(); i++) {
      values.put(fields.get(i), matcher.group(i + 1));
    }
    return values;
  }
}
