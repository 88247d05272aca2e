package dev.nnc.cli.bench;

import dev.nnc.compiler.CompiledModel;
import dev.nnc.runtime.Engine;
import dev.nnc.runtime.Model;
import dev.nnc.runtime.ModelInfo;
import dev.nnc.runtime.Threads;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Measures a model that was compiled with clocks. */
public final class Bench {
  private static final int PEAK_RUNS = 20;

  private final List<Stage> stages = new ArrayList<>();
  private final String file;
  private long steps;

  /**
   * Gets the routines of a step ready: vector code is primed, and each routine runs on the engine
   * that is the faster one.
   *
   * @param compiled the model
   * @param demanded the engine to take whatever is faster, or null
   * @param predict whether a step is a prediction; else it is a training step: forward, loss,
   *     backward and update, of each loss when it is its turn
   * @param batch how many examples
   * @param seed of weights and examples
   */
  public Bench(CompiledModel compiled, Engine demanded, boolean predict, int batch, long seed) {
    file = compiled.elaborated().source().name();
    Model model = compiled.load();
    RoutineClasses classes = new RoutineClasses(compiled, model);
    Material material = new Material(model, batch, seed);
    if (predict) {
      add(classes, "predict", null, demanded, material, batch);
      return;
    }
    if (model.has("step")) {
      add(classes, "step", model.info().losses().get(0), demanded, material, batch);
      return;
    }
    for (ModelInfo.Loss loss : model.info().losses()) {
      add(classes, model.info().routine("train", loss), loss, demanded, material, batch);
      String update = model.info().routine("update", loss);
      if (model.has(update)) {
        add(classes, update, loss, demanded, material, 1);
      }
    }
  }

  private void add(
      RoutineClasses classes,
      String routine,
      ModelInfo.Loss turn,
      Engine demanded,
      Material material,
      int capacity) {
    Engine engine = classes.engine(routine, demanded, capacity);
    stages.add(new Stage(classes, routine, turn, engine, material, capacity));
  }

  /** The routines of a step with their engines, as in {@code step: vector}. */
  public List<String> engines() {
    return stages.stream()
        .map(stage -> stage.routine + ": " + stage.engine.name().toLowerCase(Locale.ROOT))
        .toList();
  }

  /**
   * Measures steps and the machine.
   *
   * @param seconds how long steps are measured, after a warm-up
   */
  public Report measure(double seconds) {
    double peak = new MachinePeak(Threads.count()).best(PEAK_RUNS);
    Meter meter = new Meter(stages);
    meter.measure(seconds * 1e9);
    return Report.of(stages, meter, peak, file);
  }

  /** After how many steps the turns of all losses repeat. */
  public int turns() {
    return Stage.turns(stages);
  }

  /**
   * Takes steps with a clock.
   *
   * @param count how many; such a multiple of {@link #turns} that each loss has its share
   * @return for each routine that is part of a step what each launch of its plan took in all, in
   *     nanoseconds
   */
  public Map<String, long[]> clocked(int count) {
    stages.forEach(stage -> Arrays.fill(stage.nanos, 0));
    for (int i = 0; i < count; i++) {
      for (Stage stage : stages) {
        if (stage.due(steps)) {
          stage.run(true);
        }
      }
      steps++;
    }
    Map<String, long[]> nanos = new LinkedHashMap<>();
    stages.forEach(stage -> nanos.put(stage.routine, stage.nanos.clone()));
    return nanos;
  }

  /** How many examples a routine that is part of a step takes. */
  public Map<String, Integer> capacities() {
    Map<String, Integer> capacities = new LinkedHashMap<>();
    stages.forEach(stage -> capacities.put(stage.routine, stage.capacity));
    return capacities;
  }
}
