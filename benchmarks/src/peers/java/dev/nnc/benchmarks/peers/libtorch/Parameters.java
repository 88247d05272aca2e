package dev.nnc.benchmarks.peers.libtorch;

import dev.nnc.benchmarks.peers.Task;
import dev.nnc.runtime.ModelInfo;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;

/**
 * The parameters of a network as libtorch likes them best: matrices [outputs, inputs], several that
 * meet the same input as one.
 */
final class Parameters {
  private final Task task;
  private final List<Part> parts = new ArrayList<>();
  private final List<Tensor> tensors = new ArrayList<>();

  /**
   * A tensor and the parameters that lie in it one behind the other.
   *
   * @param transposed whether each is [inputs, outputs…] there and [outputs, inputs] here
   */
  private record Part(Tensor tensor, List<ModelInfo.Parameter> parameters, boolean transposed) {}

  Parameters(Task task) {
    this.task = task;
  }

  /** What is computed. */
  Task task() {
    return task;
  }

  /** A parameter as it is. */
  Tensor plain(String name) {
    List<Integer> shape = task.parameter(name).shape();
    return add(false, shape.stream().mapToLong(size -> size).toArray(), name);
  }

  /** Vectors one behind the other, or one. */
  TensorOptional vector(String... names) {
    int size = 0;
    for (String name : names) {
      size += task.parameter(name).size();
    }
    return new TensorOptional(add(false, new long[] {size}, names));
  }

  /** Matrices with the same inputs one behind the other, or one; transposed. */
  Tensor matrix(String... names) {
    int inputs = task.parameter(names[0]).shape().get(0);
    int outputs = 0;
    for (String name : names) {
      outputs += task.parameter(name).size() / inputs;
    }
    return add(true, new long[] {outputs, inputs}, names);
  }

  private Tensor add(boolean transposed, long[] shape, String... names) {
    List<ModelInfo.Parameter> parameters = new ArrayList<>();
    int size = 0;
    for (String name : names) {
      parameters.add(task.parameter(name));
      size += task.parameter(name).size();
    }
    float[] values = new float[size];
    int place = 0;
    for (ModelInfo.Parameter parameter : parameters) {
      for (int i = 0; i < parameter.size(); i++) {
        int here = transposed ? transposed(parameter, i) : i;
        values[place + here] = task.initial()[parameter.offset() + i];
      }
      place += parameter.size();
    }
    Tensor tensor = Tensor.create(values, shape);
    // What comes back refers to the tensor without keeping it.
    tensor.set_requires_grad(true);
    parts.add(new Part(tensor, parameters, transposed));
    tensors.add(tensor);
    return tensor;
  }

  /** Where element i of [inputs, outputs…] is in [outputs, inputs]. */
  private static int transposed(ModelInfo.Parameter parameter, int i) {
    int inputs = parameter.shape().get(0);
    int outputs = parameter.size() / inputs;
    return i % outputs * inputs + i / outputs;
  }

  /** All tensors. */
  List<Tensor> tensors() {
    return tensors;
  }

  /** All tensors, for functions that take them at once. */
  TensorVector all() {
    return new TensorVector(tensors.toArray(new Tensor[0]));
  }

  /** The numbers of all parameters, or of their gradients, as generated code lays them out. */
  float[] numbers(List<Tensor> values) {
    float[] numbers = new float[task.initial().length];
    for (int part = 0; part < parts.size(); part++) {
      float[] here = floats(values.get(part));
      int place = 0;
      for (ModelInfo.Parameter parameter : parts.get(part).parameters()) {
        for (int i = 0; i < parameter.size(); i++) {
          int there = parts.get(part).transposed() ? transposed(parameter, i) : i;
          numbers[parameter.offset() + i] = here[place + there];
        }
        place += parameter.size();
      }
    }
    return numbers;
  }

  /** The numbers of a tensor in row-major order. */
  static float[] floats(Tensor tensor) {
    Tensor dense = tensor.detach().contiguous();
    float[] values = new float[(int) dense.numel()];
    new FloatPointer(dense.data_ptr()).get(values);
    return values;
  }

  /** An input or target of floats. */
  Tensor input(String name, long... shape) {
    return Tensor.create(task.column(name), shape);
  }

  /** An input or target of class numbers. */
  Tensor classes(String name, long... shape) {
    float[] column = task.column(name);
    long[] classes = new long[column.length];
    for (int i = 0; i < column.length; i++) {
      classes[i] = (long) column[i];
    }
    return Tensor.create(classes, shape);
  }

  /** Fails unless every parameter of the network is in a tensor. */
  void complete() {
    int size = 0;
    for (Part part : parts) {
      size += (int) part.tensor().numel();
    }
    if (size != task.initial().length) {
      throw new IllegalStateException(size + " of " + task.initial().length + " parameters");
    }
  }
}
