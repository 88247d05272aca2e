package dev.nnc.benchmarks.peers;

import dev.nnc.cli.bench.MachinePeak;

/** The most multiply-adds that the machine does: what the rates of networks are compared with. */
final class Peak implements Contestant {
  private final MachinePeak peak;

  Peak(int threads) {
    peak = new MachinePeak(threads);
  }

  @Override
  public void run() {
    peak.run();
  }

  /** Has nothing to compare. */
  @Override
  public Answer answer() {
    return Answer.prediction(new float[0]);
  }
}
