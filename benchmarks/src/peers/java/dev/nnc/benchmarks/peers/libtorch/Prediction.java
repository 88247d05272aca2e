package dev.nnc.benchmarks.peers.libtorch;

import dev.nnc.benchmarks.peers.Answer;
import dev.nnc.benchmarks.peers.Contestant;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.InferenceMode;

/** A prediction, without the tape. */
final class Prediction implements Contestant {
  private final Network network;

  Prediction(Network network) {
    this.network = network;
  }

  @Override
  @SuppressWarnings("try")
  public void run() {
    try (PointerScope scope = new PointerScope()) {
      InferenceMode mode = new InferenceMode(true);
      network.predict();
      mode.close();
    }
  }

  @Override
  @SuppressWarnings("try")
  public Answer answer() {
    try (PointerScope scope = new PointerScope()) {
      return Answer.prediction(Parameters.floats(network.predict()));
    }
  }
}
