package dev.nnc.cli.tune;

import dev.nnc.cli.bench.JsonText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was found, for programs: times in nanoseconds a step. */
public final class Json {
  private final Tuner.Outcome outcome;

  /**
   * A text.
   *
   * @param outcome what was found
   */
  public Json(Tuner.Outcome outcome) {
    this.outcome = outcome;
  }

  /**
   * One object; under {@code contractions} it has an object for each that was looked at.
   *
   * @param about what else there is to say, by name: texts and numbers
   */
  public String text(Map<String, Object> about) {
    Map<String, Object> all = new LinkedHashMap<>(about);
    all.put("before", outcome.before());
    all.put("after", outcome.after());
    all.put("untried", outcome.untried());
    List<String> lines = new ArrayList<>();
    outcome.lines().forEach(line -> lines.add("    " + JsonText.object(line(line), " ")));
    return JsonText.object(all, "contractions", lines);
  }

  private static Map<String, Object> line(Tuner.Line line) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("contraction", line.key());
    members.put("share", line.share());
    members.put("tried", line.tried());
    members.put("before", line.before());
    members.put("after", line.gains() ? line.after() : line.before());
    members.put("present", line.present());
    members.put("chosen", line.chosen());
    return members;
  }
}
