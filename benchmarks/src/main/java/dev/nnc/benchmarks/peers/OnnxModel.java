package dev.nnc.benchmarks.peers;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A network as an ONNX file. The numbers of the fields are those of the format's definition, {@code
 * onnx.proto}.
 */
public final class OnnxModel {
  private static final int IR_VERSION = 8;
  private static final int OPERATORS = 13;
  private static final int FLOAT = 1;

  private final ProtocolBuffer graph = new ProtocolBuffer();

  /** Constant numbers in row-major order. */
  public OnnxModel constant(String name, float[] values, long... shape) {
    ByteBuffer raw = ByteBuffer.allocate(Float.BYTES * values.length);
    raw.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values);
    ProtocolBuffer tensor = new ProtocolBuffer();
    for (long size : shape) {
      tensor.number(1, size);
    }
    tensor.number(2, FLOAT).text(8, name).bytes(9, raw.array());
    graph.message(5, tensor);
    return this;
  }

  /** An operator that makes one tensor of others. */
  public OnnxModel operator(String type, String output, String... inputs) {
    ProtocolBuffer node = new ProtocolBuffer();
    for (String input : inputs) {
      node.text(1, input);
    }
    node.text(2, output).text(3, output).text(4, type);
    graph.message(1, node);
    return this;
  }

  /** What is given. */
  public OnnxModel input(String name, long... shape) {
    graph.message(11, value(name, shape));
    return this;
  }

  /** What is computed. */
  public OnnxModel output(String name, long... shape) {
    graph.message(12, value(name, shape));
    return this;
  }

  private static ProtocolBuffer value(String name, long... shape) {
    ProtocolBuffer sizes = new ProtocolBuffer();
    for (long size : shape) {
      sizes.message(1, new ProtocolBuffer().number(1, size));
    }
    ProtocolBuffer tensor = new ProtocolBuffer().number(1, FLOAT).message(2, sizes);
    return new ProtocolBuffer().text(1, name).message(2, new ProtocolBuffer().message(1, tensor));
  }

  /** The file. */
  public byte[] bytes() {
    ProtocolBuffer operators = new ProtocolBuffer().text(1, "").number(2, OPERATORS);
    return new ProtocolBuffer()
        .number(1, IR_VERSION)
        .text(2, "nnc-benchmarks")
        .message(7, graph.text(2, "network"))
        .message(8, operators)
        .bytes();
  }
}
