package dev.nnc.cli.tune;

import dev.nnc.compiler.CompiledModel;
import dev.nnc.compiler.plan.Choice;
import dev.nnc.compiler.plan.Kernel;
import dev.nnc.compiler.plan.Plan;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A kind of contraction in the routines of a step.
 *
 * @param choice what there is to choose
 * @param routine the routine with most launches of it
 * @param launches for each routine the numbers of its launches
 */
record Subject(Choice choice, String routine, Map<String, Set<Integer>> launches) {
  /** Kernels that are tried together at most; there may be one for each thing done with results. */
  private static final int MOST_KERNELS = 4;

  /** The kinds of contractions in some routines. */
  static Collection<Subject> of(Contractions contractions, Set<String> routines) {
    Map<String, Subject> subjects = new LinkedHashMap<>();
    contractions
        .routines()
        .forEach(
            (routine, choices) -> {
              for (Choice choice : routines.contains(routine) ? choices : List.<Choice>of()) {
                subjects
                    .computeIfAbsent(
                        choice.key(), key -> new Subject(choice, routine, new LinkedHashMap<>()))
                    .launches
                    .computeIfAbsent(routine, r -> new TreeSet<>())
                    .add(choice.launch());
              }
            });
    List<Subject> all = new ArrayList<>();
    subjects.values().forEach(subject -> all.add(subject.mostly()));
    return all;
  }

  private Subject mostly() {
    String most = routine;
    for (Map.Entry<String, Set<Integer>> one : launches.entrySet()) {
      most = one.getValue().size() > launches.get(most).size() ? one.getKey() : most;
    }
    return new Subject(choice, most, launches);
  }

  /** The key of the contraction. */
  String key() {
    return choice.key();
  }

  /** Launches of different kernels, as many as are tried together. */
  List<Integer> some(CompiledModel compiled) {
    Plan plan = compiled.lanes().get(routine);
    Set<Kernel> kernels = new HashSet<>();
    List<Integer> some = new ArrayList<>();
    for (int launch : launches.get(routine)) {
      if (some.size() < MOST_KERNELS && kernels.add(plan.launches().get(launch).kernel())) {
        some.add(launch);
      }
    }
    return some;
  }
}
