package dev.nnc.cli.tune;

import dev.nnc.compiler.CompiledModel;
import dev.nnc.compiler.plan.Choice;
import dev.nnc.compiler.plan.Choices;
import dev.nnc.compiler.plan.Planner;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The contractions over lanes of a model.
 *
 * @param routines for each routine over lanes those of its plan
 */
public record Contractions(Map<String, List<Choice>> routines) {
  /**
   * Those of a model.
   *
   * @param compiled the model
   * @param choices those with which it was compiled
   */
  public static Contractions of(CompiledModel compiled, Choices choices) {
    Map<String, List<Choice>> routines = new LinkedHashMap<>();
    for (String routine : compiled.lanes().keySet()) {
      routines.put(routine, Planner.choices(compiled.passes().get(routine).program(), choices));
    }
    return new Contractions(routines);
  }

  /** The keys among some choices that are those of no contraction. */
  public Set<String> strangers(Choices choices) {
    Set<String> keys = new TreeSet<>(choices.ways().keySet());
    routines.values().forEach(all -> all.forEach(choice -> keys.remove(choice.key())));
    return keys;
  }
}
