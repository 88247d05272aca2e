package dev.nnc.compiler.interpret;

import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.ir.Verifier;
import dev.nnc.compiler.op.LoopBody;
import dev.nnc.compiler.op.Scan;
import dev.nnc.compiler.op.Trace;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The loops of an evaluation: which nodes belong to one, and running it. */
final class Loops {
  private final Map<Node, List<Node>> traces = new LinkedHashMap<>();
  private final Map<Node, LoopStep> steps = new HashMap<>();

  private Loops() {}

  /** The loops that some nodes need. */
  static Loops of(Collection<Node> wanted) {
    Loops loops = new Loops();
    List<Node> reachable = Verifier.reachable(wanted);
    for (Node node : reachable) {
      if (node.op() instanceof Scan) {
        loops.traces.put(node, new ArrayList<>());
      } else if (node.op() instanceof Trace) {
        loops.traces.get(node.arg(0)).add(node);
      }
    }
    loops.traces.forEach(
        (scan, found) -> {
          List<Node> traced = found.stream().map(trace -> trace.arg(1)).toList();
          loops.steps.put(scan, new LoopStep(LoopBody.of(scan, traced), traced));
        });
    return loops;
  }

  /** The nodes whose values an evaluation of this one reads. */
  List<Node> operands(Node node) {
    if (node.op() instanceof Scan) {
      return steps.get(node).operands();
    }
    if (node.op() instanceof Trace && !steps.get(node.arg(0)).body().contains(node.arg(1))) {
      return List.of(node.arg(1));
    }
    return Interpreter.operands(node);
  }

  /** Runs a loop and gives the traces their values; gives the value of the loop itself. */
  double[] run(Node scan, Interpreter interpreter, Interpreter.Run run) {
    List<Node> found = traces.get(scan);
    Map<Node, double[]> values = steps.get(scan).run(interpreter, run);
    for (Node trace : found) {
      double[] value = values.get(trace.arg(1));
      if (value != null) {
        run.set(trace, value);
      }
    }
    return new double[] {((Scan) scan.op()).steps()};
  }
}
