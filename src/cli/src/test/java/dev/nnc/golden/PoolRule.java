package dev.nnc.golden;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Pooling: the library's function of the kind and number of axes. */
final class PoolRule {
  private static final Pattern NAME =
      Pattern.compile("(adaptive_|global_)?(avg|max)([123])d(_.*)?");

  private PoolRule() {}

  static Translation translate(GoldenCase golden) {
    Matcher name = NAME.matcher(golden.name());
    if (!name.matches()) {
      return null;
    }
    String scope = name.group(1) == null ? "" : name.group(1);
    String kind = name.group(2);
    String function = scope + kind + "_pool" + (scope.equals("global_") ? "" : name.group(3) + "d");
    String arguments =
        switch (scope) {
          case "global_" -> "";
          case "adaptive_" -> ", {output=1}";
          default -> ", {kernel=2}, {stride=KERNEL}, {padding=0}, ceil: {ceil_mode=false}";
        };
    if (scope.isEmpty() && kind.equals("avg")) {
      arguments += ", counted: {count_include_pad=true}";
    }
    String formula =
        function + "(x" + arguments.replace("KERNEL", golden.attribute("kernel", "2")) + ")";
    return new CaseText(golden, true).with(Template.fill(formula, golden));
  }
}
