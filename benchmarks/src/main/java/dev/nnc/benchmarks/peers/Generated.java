package dev.nnc.benchmarks.peers;

import dev.nnc.benchmarks.network.Network;
import dev.nnc.benchmarks.network.RoutineNetwork;

/** Generated code: what the other libraries are compared with. */
final class Generated implements Contestant {
  private final Task task;
  private final Network network;

  Generated(Task task) {
    this.task = task;
    network = new RoutineNetwork(task.model(), task.batch(), task.initial());
  }

  @Override
  public void run() {
    if (task.line().step()) {
      network.step();
    } else {
      network.predict();
    }
  }

  @Override
  public Answer answer() {
    run();
    if (!task.line().step()) {
      return Answer.prediction(network.outputs().values().iterator().next());
    }
    float[] parameters = network.parameters();
    Answer answer = Answer.step(network.loss()[0], network.gradients().clone(), parameters.clone());
    System.arraycopy(task.initial(), 0, parameters, 0, parameters.length);
    network.rate(0);
    return answer;
  }
}
