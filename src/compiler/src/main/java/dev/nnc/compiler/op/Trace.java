package dev.nnc.compiler.op;

import dev.nnc.compiler.ir.Evaluation;
import dev.nnc.compiler.ir.Graph;
import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.ir.Op;
import dev.nnc.compiler.ir.Type;
import java.util.List;

/**
 * All the values that a node of a loop's body takes while the loop runs, in sequence along the axis
 * of steps. Arguments are the {@link Scan} and the node; the type is that of the node. Outside of a
 * loop, nodes that depend on what it carries are read by this alone.
 */
public record Trace() implements Op {
  @Override
  public String label() {
    return "trace";
  }

  @Override
  public Type type(List<Type> args) {
    if (args.size() != 2) {
      throw new IllegalArgumentException(label() + " of " + args);
    }
    return args.get(1);
  }

  @Override
  public List<Node> adjoint(Graph graph, Node self, Node cotangent) {
    throw new IllegalStateException("a loop is differentiated as a whole: " + self);
  }

  @Override
  public double[] evaluate(Evaluation run, Node self) {
    return run.value(self.arg(1));
  }
}
