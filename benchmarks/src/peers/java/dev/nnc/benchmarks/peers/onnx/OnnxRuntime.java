package dev.nnc.benchmarks.peers.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import dev.nnc.benchmarks.peers.Contestant;
import dev.nnc.benchmarks.peers.Library;
import dev.nnc.benchmarks.peers.Line;
import dev.nnc.benchmarks.peers.Task;

/** ONNX Runtime: predictions of dense networks. */
public final class OnnxRuntime implements Library {
  /** For the loader of services. */
  public OnnxRuntime() {}

  @Override
  public String name() {
    return "onnxruntime";
  }

  @Override
  public String release() {
    return "ONNX Runtime " + OrtEnvironment.getEnvironment().getVersion();
  }

  @Override
  public boolean has(Line line) {
    return !line.step();
  }

  @Override
  public Contestant contestant(Task task, int threads) {
    try {
      return new Prediction(task, threads);
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }
}
