package dev.nnc.compiler.emit;

import dev.nnc.compiler.ir.Evaluation;
import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.ir.Program;
import dev.nnc.compiler.op.Leaf;
import dev.nnc.runtime.Frame;
import dev.nnc.runtime.Precision;
import dev.nnc.runtime.Values;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Evaluates a program by its operators' own definitions, from the inputs of a frame. */
final class Reference implements Evaluation {
  private final Precision precision;
  private final Frame frame;
  private final Map<Node, double[]> values = new HashMap<>();

  private Reference(Precision precision, Frame frame) {
    this.precision = precision;
    this.frame = frame;
  }

  /** The value of every node that the outputs need. */
  static Map<Node, double[]> run(Program program, Frame frame) {
    Reference run = new Reference(frame.routine().precision(), frame);
    for (Program.Input input : program.inputs()) {
      Values slot = frame.values(input.slot());
      boolean batched = input.leaf().shape().batched();
      int count = (int) input.leaf().shape().elements() * (batched ? frame.batch : 1);
      double[] value = new double[count];
      for (int i = 0; i < count; i++) {
        value[i] = slot.get(input.offset() + i);
      }
      run.values.put(input.leaf(), value);
    }
    boolean[] live = new boolean[program.graph().size()];
    program.outputs().forEach(output -> live[output.value().id()] = true);
    List<Node> nodes = program.graph().nodes();
    for (int id = live.length - 1; id >= 0; id--) {
      if (live[id]) {
        nodes.get(id).args().forEach(arg -> live[arg.id()] = true);
      }
    }
    for (Node node : nodes) {
      if (live[node.id()] && !(node.op() instanceof Leaf.Given)) {
        run.values.put(node, node.op().evaluate(run, node));
      }
    }
    return run.values;
  }

  @Override
  public Precision precision() {
    return precision;
  }

  @Override
  public int batch() {
    return frame.batch;
  }

  @Override
  public long seed() {
    return frame.seed;
  }

  @Override
  public long step() {
    return frame.step;
  }

  @Override
  public long example(int row) {
    return frame.examples[row];
  }

  @Override
  public double[] value(Node node) {
    return values.get(node);
  }
}
