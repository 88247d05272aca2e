package dev.nnc.compiler.op;

import dev.nnc.compiler.ir.Evaluation;
import dev.nnc.compiler.ir.Graph;
import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.ir.Op;
import dev.nnc.compiler.ir.Type;
import java.util.List;

/** Operators without arguments. No gradient flows through any of them. */
public sealed interface Leaf extends Op {
  @Override
  default List<Node> adjoint(Graph graph, Node self, Node cotangent) {
    return List.of();
  }

  /**
   * A value given from outside: an input, a target, a parameter, a fitted statistic, a scalar of
   * the training loop.
   *
   * @param role what it is to the model
   * @param name its full name, unique within the role
   * @param declared its type
   */
  record Given(Role role, String name, Type declared) implements Leaf {
    @Override
    public String label() {
      return role.name().toLowerCase(java.util.Locale.ROOT) + " " + name;
    }

    @Override
    public boolean given() {
      return true;
    }

    @Override
    public Type type(List<Type> args) {
      return declared;
    }

    @Override
    public double[] evaluate(Evaluation run, Node self) {
      return run.value(self);
    }
  }

  /** What a given value is to the model. */
  enum Role {
    /** An input of an example. */
    INPUT,
    /** A target of an example. */
    TARGET,
    /** A trained parameter. */
    PARAMETER,
    /** A number fitted on the training split, such as the mean of a standardized column. */
    FITTED,
    /** A number that training steps carry on. */
    STATE,
    /** Anything else that the caller gives: a rate, a step, a gradient, an optimiser's state. */
    ARGUMENT
  }

  /**
   * The same number everywhere, or a small table.
   *
   * @param values the numbers in row-major order
   * @param declared the type
   */
  record Constant(List<Double> values, Type declared) implements Leaf {
    /** Checks the count. */
    public Constant {
      values = List.copyOf(values);
      if (declared.shape().batched() || values.size() != declared.shape().elements()) {
        throw new IllegalArgumentException("constant of " + values.size() + " as " + declared);
      }
    }

    @Override
    public String label() {
      return values.size() == 1 ? "const " + values.get(0) : "table" + values.hashCode();
    }

    @Override
    public Type type(List<Type> args) {
      return declared;
    }

    @Override
    public double[] evaluate(Evaluation run, Node self) {
      return values.stream().mapToDouble(run.precision()::round).toArray();
    }
  }

  /** The number of examples in the batch, as a real scalar. */
  record BatchSize() implements Leaf {
    @Override
    public String label() {
      return "batch_size";
    }

    @Override
    public Type type(List<Type> args) {
      return Type.real(dev.nnc.compiler.shape.Shape.SCALAR);
    }

    @Override
    public double[] evaluate(Evaluation run, Node self) {
      return new double[] {run.batch()};
    }
  }

  /**
   * 0, 1, 2 … along one axis.
   *
   * @param size how many
   */
  record Iota(int size) implements Leaf {
    @Override
    public String label() {
      return "iota " + size;
    }

    @Override
    public Type type(List<Type> args) {
      return new Type(Type.Kind.INT, dev.nnc.compiler.shape.Shape.of(size));
    }

    @Override
    public double[] evaluate(Evaluation run, Node self) {
      double[] result = new double[size];
      for (int i = 0; i < size; i++) {
        result[i] = i;
      }
      return result;
    }
  }

  /**
   * What a loop carries, as it is before each step: a sequence along one axis. It has a value only
   * while the loop runs.
   *
   * @param scan the number of the loop, see {@link Scan}
   * @param number which of the loop's carries
   * @param axis along which the steps lie
   * @param declared its type
   */
  record Carry(int scan, int number, int axis, Type declared) implements Leaf {
    @Override
    public String label() {
      return "carry " + scan + "." + number;
    }

    @Override
    public Type type(List<Type> args) {
      return declared;
    }

    @Override
    public double[] evaluate(Evaluation run, Node self) {
      throw new IllegalStateException("outside of its loop: " + self);
    }
  }

  /**
   * Uniform random numbers in [0, 1): a function of (seed, step, example, site, place), see {@link
   * dev.nnc.runtime.Random#uniform}. Without a batch axis the example counts as -1.
   *
   * @param site tells the random leaves of a model apart
   * @param shape the sizes
   */
  record Uniform(int site, dev.nnc.compiler.shape.Shape shape) implements Leaf {
    @Override
    public String label() {
      return "uniform " + site;
    }

    @Override
    public Type type(List<Type> args) {
      return Type.real(shape);
    }

    @Override
    public double[] evaluate(Evaluation run, Node self) {
      int perExample = Math.toIntExact(shape.elements());
      int rows = shape.batched() ? run.batch() : 1;
      double[] result = new double[rows * perExample];
      for (int row = 0; row < rows; row++) {
        long example = shape.batched() ? run.example(row) : -1;
        for (int i = 0; i < perExample; i++) {
          result[row * perExample + i] =
              dev.nnc.runtime.Random.uniform(run.seed(), run.step(), example, site, i);
        }
      }
      return result;
    }
  }
}
