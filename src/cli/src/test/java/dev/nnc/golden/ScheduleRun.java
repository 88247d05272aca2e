package dev.nnc.golden;

import dev.nnc.runtime.Frame;
import dev.nnc.runtime.Values;
import java.util.List;

/** Runs a schedule over the steps of a case; step and epoch are the same clock. */
final class ScheduleRun {
  private ScheduleRun() {}

  /** What differs from the given rates. */
  static List<String> differences(GoldenCase golden, Engine engine) {
    Differences differences = new Differences(engine);
    Tensor rates = Tensor.of(golden.json().path("values"));
    Tensor metrics = Tensor.of(golden.json().path("metrics"));
    Frame rate = new Frame(engine.routine("rate"), 1);
    Frame remember = new Frame(engine.routine("remember"), 1);
    List<Double> first = engine.info().scheduleMemory();
    if (!first.isEmpty()) {
      Values memory = remember.values("memory");
      for (int i = 0; i < first.size(); i++) {
        memory.set(i, first.get(i));
      }
      rate.bind("memory", memory);
    }
    for (int k = 0; k < rates.size(); k++) {
      clock(rate, k, rates.size(), 0);
      rate.run();
      double actual = TrainingText.peak(golden) * rate.values("rate").get(0);
      differences.compare("rate " + k, rates.data().get(k), actual);
      if (!first.isEmpty()) {
        clock(remember, k, rates.size(), metrics.data().get(k));
        remember.run();
      }
    }
    return differences.found();
  }

  private static void clock(Frame frame, int now, int all, double monitored) {
    if (frame.has("clock")) {
      double[] clock = {now, all, now, all, monitored};
      Values values = frame.values("clock");
      for (int i = 0; i < Math.min(clock.length, values.length()); i++) {
        values.set(i, clock[i]);
      }
    }
  }
}
