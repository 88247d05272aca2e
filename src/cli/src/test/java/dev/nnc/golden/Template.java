package dev.nnc.golden;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text with places for attributes: {@code {alpha=1}} stands for alpha, or 1 where it is absent. */
final class Template {
  private static final Pattern PLACE = Pattern.compile("\\{(\\w+)=([^}]*)}");

  private Template() {}

  static String fill(String template, GoldenCase golden) {
    return PLACE
        .matcher(template)
        .replaceAll(
            place -> Matcher.quoteReplacement(golden.attribute(place.group(1), place.group(2))));
  }
}
