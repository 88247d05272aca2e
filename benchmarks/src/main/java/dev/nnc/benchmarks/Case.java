package dev.nnc.benchmarks;

import dev.nnc.benchmarks.network.Workload;
import java.util.ArrayList;
import java.util.List;

/**
 * What every engine is timed at: a line of the table.
 *
 * @param workload the network
 * @param step whether a training step is taken, or else a prediction
 * @param batch examples in it
 */
record Case(Workload workload, boolean step, int batch) {

  /** The cases of a network: a prediction of one example, then training steps. */
  static List<Case> of(Workload workload, int... batches) {
    List<Case> cases = new ArrayList<>();
    cases.add(new Case(workload, false, 1));
    for (int batch : batches) {
      cases.add(new Case(workload, true, batch));
    }
    return cases;
  }

  /** What the table calls it. */
  String title() {
    return workload.name() + ": " + (step ? "step" : "prediction");
  }

  /** The program of the model that computes most of it. */
  String program() {
    return step ? "train" : "predict";
  }

  /** The method that is timed. */
  String method() {
    return NetworkBenchmark.class.getName() + (step ? ".step" : ".predict");
  }
}
