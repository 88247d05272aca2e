package dev.nnc.benchmarks.peers.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.nnc.benchmarks.peers.Answer;
import dev.nnc.benchmarks.peers.Contestant;
import dev.nnc.benchmarks.peers.OnnxModel;
import dev.nnc.benchmarks.peers.Task;
import dev.nnc.runtime.ModelInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Map;

/** A prediction whose input and output lie in buffers that are made once. */
final class Prediction implements Contestant {
  private static final int LAYERS = 3;

  private final OrtSession session;
  private final Map<String, OnnxTensor> inputs;
  private final Map<String, OnnxTensor> outputs;
  private final FloatBuffer result;

  Prediction(Task task, int threads) throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      options.setInterOpNumThreads(1);
      options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
      session = environment.createSession(model(task).bytes(), options);
    }
    int batch = task.line().batch();
    String input = task.info().inputs().get(0).name();
    float[] column = task.column(input);
    FloatBuffer data = direct(column.length).put(column).rewind();
    int size = task.info().outputs().get(0).size();
    result = direct(batch * size);
    long[] inputShape = {batch, column.length / batch};
    long[] outputShape = {batch, size};
    inputs = Map.of("x", OnnxTensor.createTensor(environment, data, inputShape));
    outputs = Map.of("y", OnnxTensor.createTensor(environment, result, outputShape));
  }

  private static FloatBuffer direct(int size) {
    return ByteBuffer.allocateDirect(Float.BYTES * size)
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }

  private static OnnxModel model(Task task) {
    String activation = task.line().network().equals("tiny") ? "Tanh" : "Relu";
    int batch = task.line().batch();
    OnnxModel model = new OnnxModel();
    model.input("x", batch, task.parameter("dense1.W").shape().get(0));
    model.output("y", batch, task.parameter("dense" + LAYERS + ".W").shape().get(1));
    String from = "x";
    for (int i = 1; i <= LAYERS; i++) {
      for (String name : new String[] {"dense" + i + ".W", "dense" + i + ".b"}) {
        ModelInfo.Parameter at = task.parameter(name);
        float[] values =
            Arrays.copyOfRange(task.initial(), at.offset(), at.offset() + at.size());
        model.constant(name, values, at.shape().stream().mapToLong(size -> size).toArray());
      }
      String sums = i == LAYERS ? "y" : "sums" + i;
      model.operator("Gemm", sums, from, "dense" + i + ".W", "dense" + i + ".b");
      if (i < LAYERS) {
        model.operator(activation, "active" + i, sums);
      }
      from = "active" + i;
    }
    return model;
  }

  @Override
  public void run() {
    try {
      session.run(inputs, outputs).close();
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Answer answer() {
    run();
    float[] values = new float[result.capacity()];
    result.get(0, values);
    return Answer.prediction(values);
  }
}
