package dev.nnc.compiler.pass;

import dev.nnc.compiler.interpret.Inputs;
import dev.nnc.compiler.ir.Graph;
import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.ir.Program;
import dev.nnc.compiler.ir.Verifier;
import dev.nnc.compiler.op.Leaf;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;

/** Makes failing programs small: drops outputs, moves outputs down, turns nodes into leaves. */
public final class Shrinker {
  private Shrinker() {}

  /**
   * A smaller program that still fails.
   *
   * @param program one that fails
   * @param fails whether a program fails
   * @return the smallest found
   */
  public static Program shrink(Program program, Predicate<Program> fails) {
    Program best = program;
    for (boolean progress = true; progress; ) {
      progress = false;
      for (Program candidate : candidates(best)) {
        if (size(candidate) < size(best) && fails.test(candidate)) {
          best = candidate;
          progress = true;
          break;
        }
      }
    }
    return best;
  }

  private static int size(Program program) {
    return program.outputs().size()
        + Verifier.reachable(program).stream().mapToInt(n -> 1 + 2 * n.args().size()).sum();
  }

  private static List<Program> candidates(Program program) {
    List<Program> result = new ArrayList<>();
    Graph graph = program.graph();
    List<Node> outputs = program.outputs().stream().map(Program.Output::value).toList();
    for (int i = 0; i < outputs.size(); i++) {
      List<Node> less = new ArrayList<>(outputs);
      Node removed = less.remove(i);
      if (!less.isEmpty()) {
        result.add(RandomGraph.over(graph, less));
      }
      for (Node arg : removed.args()) {
        List<Node> moved = new ArrayList<>(outputs);
        moved.set(i, arg);
        result.add(RandomGraph.over(graph, moved));
      }
    }
    for (Node node : Verifier.reachable(program)) {
      if (!node.args().isEmpty()) {
        Node leaf = graph.node(new Leaf.Given(Leaf.Role.INPUT, "leaf" + node.id(), node.type()));
        result.add(replaced(graph, outputs, node, leaf));
        for (Node arg : node.args()) {
          if (arg.type().equals(node.type())) {
            result.add(replaced(graph, outputs, node, arg));
          }
        }
      }
    }
    return result;
  }

  private static Program replaced(Graph graph, List<Node> outputs, Node node, Node by) {
    Map<Node, Node> map = new HashMap<>();
    for (Node each : Verifier.reachable(outputs)) {
      List<Node> args = each.args().stream().map(map::get).toList();
      map.put(each, each == node ? by : graph.node(each.op(), args));
    }
    return RandomGraph.over(graph, outputs.stream().map(map::get).toList());
  }

  /**
   * Values for all leaves of a program, a function of their names.
   *
   * @param program whose leaves
   * @param batch the number of examples
   * @return reals around 1, small whole numbers, and truth values
   */
  public static Inputs values(Program program, int batch) {
    Map<Node, double[]> values = new HashMap<>();
    for (Program.Input input : program.inputs()) {
      Node leaf = input.leaf();
      Random random = new Random(leaf.op().label().hashCode());
      double[] value =
          new double[(int) leaf.shape().elements() * (leaf.shape().batched() ? batch : 1)];
      for (int i = 0; i < value.length; i++) {
        value[i] =
            switch (leaf.type().kind()) {
              case REAL -> (float) random.nextGaussian();
              case INT -> random.nextInt(4);
              case BOOL -> random.nextInt(2);
            };
      }
      values.put(leaf, value);
    }
    return Inputs.of(values, batch);
  }
}
