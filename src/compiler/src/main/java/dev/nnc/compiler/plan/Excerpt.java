package dev.nnc.compiler.plan;

import dev.nnc.runtime.Slot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Some launches of a plan as a plan of their own, to find out how long they take. They run one
 * behind the other over the arrays that they use, whatever stands there; those of a loop at a step
 * in the middle.
 */
public final class Excerpt {
  private final Plan plan;
  private final Map<Integer, Integer> slots = new LinkedHashMap<>();

  private Excerpt(Plan plan) {
    this.plan = plan;
  }

  /**
   * A plan of some launches.
   *
   * @param plan the plan
   * @param launches the numbers of the launches
   */
  public static Plan of(Plan plan, List<Integer> launches) {
    Excerpt excerpt = new Excerpt(plan);
    List<Launch> taken = new ArrayList<>();
    launches.forEach(number -> taken.add(excerpt.launch(number)));
    List<Slot> used = new ArrayList<>();
    excerpt.slots.keySet().forEach(slot -> used.add(plan.slots().get(slot)));
    return new Plan(
        plan.name(),
        plan.target(),
        plan.precision(),
        plan.work(),
        used,
        plan.tables(),
        taken,
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }

  private Launch launch(int number) {
    Launch launch = plan.launches().get(number);
    List<Launch.Source> arrays = new ArrayList<>();
    for (Launch.Source source : launch.arrays()) {
      if (source instanceof Launch.FrameArray array) {
        slots.putIfAbsent(array.index(), slots.size());
        arrays.add(new Launch.FrameArray(slots.get(array.index())));
      } else {
        arrays.add(source);
      }
    }
    List<Integer> ints = new ArrayList<>();
    launch.ints().forEach(value -> ints.add(value == Launch.STEP ? step(number) : value));
    return new Launch(launch.label(), launch.kernel(), arrays, ints);
  }

  private int step(int launch) {
    for (Plan.Loop loop : plan.loops()) {
      if (loop.from() <= launch && launch < loop.to()) {
        return loop.steps() / 2;
      }
    }
    throw new IllegalStateException("launch " + launch + " has a step and no loop");
  }
}
