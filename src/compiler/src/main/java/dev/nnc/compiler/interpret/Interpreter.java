package dev.nnc.compiler.interpret;

import dev.nnc.compiler.ir.Evaluation;
import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.ir.Program;
import dev.nnc.compiler.op.Elementwise;
import dev.nnc.compiler.op.Leaf;
import dev.nnc.compiler.op.Reduce;
import dev.nnc.compiler.op.Scan;
import dev.nnc.compiler.op.Trace;
import dev.nnc.runtime.Frame;
import dev.nnc.runtime.Precision;
import dev.nnc.runtime.Values;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Evaluates a DAG directly, node after node, each by its operator's own definition. Slow and meant
 * to be obviously right: it defines the bits that compiled code must give.
 */
public final class Interpreter {
  private final Precision precision;

  /**
   * An interpreter.
   *
   * @param precision the format to which every value is rounded
   */
  public Interpreter(Precision precision) {
    this.precision = precision;
  }

  /**
   * The values of some nodes. Only what they need is evaluated; a value is forgotten after its last
   * use.
   *
   * @param wanted nodes of one graph
   * @param inputs what the run starts from
   * @return for each wanted node, in their order, its elements in row-major order
   * @throws IllegalArgumentException if a leaf that is needed has no value, or one of wrong length
   */
  public Map<Node, double[]> evaluate(Collection<Node> wanted, Inputs inputs) {
    return evaluate(wanted, inputs, (node, value) -> {});
  }

  /**
   * Runs a program over a frame as its compiled routine would: all inputs are read before any
   * output is written.
   *
   * @param program what to run
   * @param frame has the program's slots; its routine may be a compiled or an interpreted one
   */
  public void run(Program program, Frame frame) {
    List<Node> wanted = program.outputs().stream().map(Program.Output::value).toList();
    Map<Node, double[]> values = evaluate(wanted, inputs(program, frame));
    for (Program.Output output : program.outputs()) {
      Values target = frame.values(output.slot());
      double[] value = values.get(output.value());
      for (int i = 0; i < value.length; i++) {
        target.set(output.offset() + i, value[i]);
      }
    }
  }

  /**
   * Where the first number went wrong that made an output infinite or not a number.
   *
   * @param program what was run
   * @param frame as it was before the run
   * @return the first node in order of evaluation that leads to such an output and is itself
   *     infinite though its arguments are finite, or not a number though its arguments are numbers;
   *     empty where all outputs are finite
   */
  public Optional<NonFinite> firstNonFinite(Program program, Frame frame) {
    Set<Node> wanted = new LinkedHashSet<>();
    program.outputs().forEach(output -> wanted.add(output.value()));
    NonFinite.Search search = new NonFinite.Search();
    evaluate(wanted, inputs(program, frame), search::see);
    return search.first(wanted);
  }

  /**
   * The nodes whose values an evaluation of this one reads; a sum of products skips the product.
   */
  static List<Node> operands(Node node) {
    if (node.op() instanceof Trace) {
      return List.of(node.arg(0));
    }
    boolean contraction =
        node.op() instanceof Reduce reduce
            && reduce.kind() == Reduce.Kind.SUM
            && node.arg(0).op() == Elementwise.MUL;
    return contraction ? node.arg(0).args() : node.args();
  }

  private static Inputs inputs(Program program, Frame frame) {
    Map<Node, double[]> leaves = new HashMap<>();
    for (Program.Input input : program.inputs()) {
      if (frame.has(input.slot())) {
        Values source = frame.values(input.slot());
        double[] value = new double[length(input.leaf(), frame.batch)];
        for (int i = 0; i < value.length; i++) {
          value[i] = source.get(input.offset() + i);
        }
        leaves.put(input.leaf(), value);
      }
    }
    long[] examples = Arrays.copyOf(frame.examples, frame.batch);
    return new Inputs(leaves, frame.batch, frame.seed, frame.step, row -> examples[row]);
  }

  private static int length(Node node, int batch) {
    return Math.toIntExact(node.shape().elements() * (node.shape().batched() ? batch : 1));
  }

  private Map<Node, double[]> evaluate(
      Collection<Node> wanted, Inputs inputs, BiConsumer<Node, double[]> observer) {
    Loops loops = Loops.of(wanted);
    Node[] needed = needed(wanted, loops);
    int[] uses = new int[needed.length];
    for (Node node : needed) {
      if (node != null) {
        loops.operands(node).forEach(operand -> uses[operand.id()]++);
      }
    }
    wanted.forEach(node -> uses[node.id()]++);
    Run run = new Run(inputs, new double[needed.length][]);
    for (Node node : needed) {
      if (node != null) {
        if (node.op() instanceof Leaf.Given) {
          run.values[node.id()] = given(node, inputs);
        } else if (node.op() instanceof Scan) {
          run.values[node.id()] = loops.run(node, this, run);
        } else if (!(node.op() instanceof Trace) || run.values[node.id()] == null) {
          run.values[node.id()] = node.op().evaluate(run, node);
        }
        observer.accept(node, run.values[node.id()]);
        for (Node operand : loops.operands(node)) {
          if (--uses[operand.id()] == 0) {
            run.values[operand.id()] = null;
          }
        }
      }
    }
    Map<Node, double[]> result = new LinkedHashMap<>();
    wanted.forEach(node -> result.put(node, run.values[node.id()].clone()));
    return result;
  }

  private double[] given(Node leaf, Inputs inputs) {
    double[] value = inputs.leaves().get(leaf);
    if (value == null || value.length != length(leaf, inputs.batch())) {
      throw new IllegalArgumentException("no value or one of wrong length for " + leaf);
    }
    return Arrays.stream(value).map(precision::round).toArray();
  }

  /** By number, the nodes to evaluate; null elsewhere. */
  private static Node[] needed(Collection<Node> wanted, Loops loops) {
    int size = wanted.stream().mapToInt(Node::id).max().orElse(-1) + 1;
    Node[] result = new Node[size];
    Deque<Node> open = new ArrayDeque<>(new ArrayList<>(wanted));
    while (!open.isEmpty()) {
      Node node = open.pop();
      if (result[node.id()] == null) {
        result[node.id()] = node;
        loops.operands(node).forEach(open::push);
      }
    }
    return result;
  }

  /** The circumstances of one run and the values so far, by the node's number. */
  final class Run implements Evaluation {
    final Inputs inputs;
    private final double[][] values;

    Run(Inputs inputs, double[][] values) {
      this.inputs = inputs;
      this.values = values;
    }

    @Override
    public Precision precision() {
      return precision;
    }

    @Override
    public int batch() {
      return inputs.batch();
    }

    @Override
    public long seed() {
      return inputs.seed();
    }

    @Override
    public long step() {
      return inputs.step();
    }

    @Override
    public long example(int row) {
      return inputs.examples().applyAsLong(row);
    }

    @Override
    public double[] value(Node node) {
      return values[node.id()];
    }

    /** Gives a node a value that another one computed. */
    void set(Node node, double[] value) {
      values[node.id()] = value;
    }
  }
}
