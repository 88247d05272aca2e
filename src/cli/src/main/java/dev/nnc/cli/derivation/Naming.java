package dev.nnc.cli.derivation;

import dev.nnc.compiler.ir.Graph;
import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.op.Accumulate;
import dev.nnc.compiler.op.Concat;
import dev.nnc.compiler.op.Gather;
import dev.nnc.compiler.op.Leaf;
import dev.nnc.compiler.op.Reshape;
import dev.nnc.compiler.op.Scan;
import dev.nnc.compiler.op.Scatter;
import dev.nnc.compiler.op.Trace;
import dev.nnc.compiler.op.View;
import dev.nnc.compiler.source.Source;
import dev.nnc.compiler.source.Span;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Decides which values of a graph get an equation of their own. A value does if the file names it,
 * if its formula would be long, or if several formulas need it; the others are written where they
 * are used.
 */
final class Naming {
  /** A formula with more operators than this is cut. */
  private static final int LONGEST = 16;

  private final Map<Node, String> names = new HashMap<>();
  private final Map<Leaf.Carry, String> carries = new HashMap<>();
  private final List<Node> equations = new ArrayList<>();
  private final Set<String> taken = new HashSet<>();
  private final Set<String> inputs = new HashSet<>();

  /**
   * Names what is needed for some values.
   *
   * @param graph that holds them
   * @param wanted the values, with names of their own where the map has any
   * @param given names that are to be used for some nodes
   * @param own the file whose names go before those of the library, or null
   */
  Naming(Graph graph, Collection<Node> wanted, Map<Node, String> given, Source own) {
    List<Node> needed = needed(graph, wanted);
    int[] uses = new int[graph.size()];
    boolean[] whole = new boolean[graph.size()];
    for (int i = needed.size() - 1; i >= 0; i--) {
      Node node = needed.get(i);
      boolean through = transparent(node) && own(graph, given, node) == null;
      for (Node arg : node.args()) {
        if (node.op() instanceof Trace && arg == node.arg(0)) {
          continue;
        }
        // Who uses a transposed or spread value uses the value itself.
        uses[arg.id()] += through ? uses[node.id()] : 1;
        whole[arg.id()] |= through ? whole[node.id()] : readsWhole(node);
      }
      if (node.op() instanceof Leaf.Given leaf) {
        taken.add(leaf.name());
        inputs.add(leaf.name());
      }
    }
    taken.addAll(given.values());
    Map<Node, String> first = new HashMap<>();
    for (Node node : needed) {
      Span origin = graph.origin(node);
      boolean mine = own != null && origin != null && origin.source() == own;
      if (mine && graph.name(node) != null && !given.containsKey(node)) {
        first.put(node, fresh(graph.name(node)));
      }
    }
    Set<Node> roots = new HashSet<>(wanted);
    int[] length = new int[graph.size()];
    int temporaries = 0;
    for (Node node : needed) {
      int size = transparent(node) ? 0 : 1;
      for (Node arg : node.args()) {
        size += length[arg.id()];
      }
      if (node.op() instanceof Leaf.Carry carry) {
        String carried = own(graph, given, node);
        String chosen =
            first.containsKey(node) ? first.get(node) : fresh(carried == null ? "λ" : carried);
        names.put(node, chosen);
        carries.put(carry, chosen);
      } else if (node.op() instanceof Scan) {
        names.put(node, node.op().label());
        equations.add(node);
        continue;
      }
      String name = own(graph, given, node);
      boolean cut =
          !transparent(node)
              && ((uses[node.id()] > 1 && size > 2) || size > LONGEST || whole[node.id()]);
      if (!(node.op() instanceof Leaf) && (name != null || roots.contains(node) || cut)) {
        while (name == null) {
          String candidate = "t" + ++temporaries;
          name = taken.contains(candidate) ? null : candidate;
        }
        String chosen = given.containsKey(node) ? name : first.get(node);
        names.put(node, chosen != null ? chosen : fresh(name));
        equations.add(node);
        size = 1;
      }
      length[node.id()] = size;
    }
  }

  private static String own(Graph graph, Map<Node, String> given, Node node) {
    return given.containsKey(node) ? given.get(node) : graph.name(node);
  }

  /** Whether an operator only subscripts its argument in another way, as a formula can. */
  static boolean transparent(Node node) {
    return (node.op() instanceof View || node.op() instanceof Reshape || node.op() instanceof Trace)
        && !readsWhole(node);
  }

  /** The values with equations of their own, each after those that it is made of. */
  List<Node> equations() {
    return equations;
  }

  /** The name of a value, or null where it is written out. */
  String of(Node node) {
    return names.get(node);
  }

  /** The name of what a loop carries. */
  String of(Leaf.Carry carry) {
    return carries.get(carry);
  }

  private String fresh(String name) {
    // An input's own name is taken by its raw value, which is standardized before it is used.
    String chosen = inputs.contains(name) ? name + ".standardized" : name;
    for (int i = 2; !taken.add(chosen); i++) {
      chosen = name + "_" + i;
    }
    return chosen;
  }

  /** Whether an operator subscripts its argument in a way that only suits a name. */
  static boolean readsWhole(Node node) {
    if (node.op() instanceof View view) {
      return leaves(node, view);
    }
    if (node.op() instanceof Gather gather) {
      return leaves(node, new View(gather.shape(), gather.map()));
    }
    if (node.op() instanceof Reshape) {
      return !Formula.onlyUnitAxesDiffer(node.shape(), node.arg(0).shape());
    }
    return node.op() instanceof Concat
        || node.op() instanceof Accumulate
        || node.op() instanceof Scan
        || node.op() instanceof Scatter;
  }

  /** Whether a view reads outside its source. */
  static boolean leaves(Node node, View view) {
    for (int d = 0; d < view.map().sourceRank(); d++) {
      if (view.map().leaves(d, view.shape(), node.arg(0).shape())) {
        return true;
      }
    }
    return false;
  }

  private static List<Node> needed(Graph graph, Collection<Node> wanted) {
    boolean[] reached = new boolean[graph.size()];
    wanted.forEach(node -> reached[node.id()] = true);
    List<Node> nodes = graph.nodes();
    for (int i = nodes.size() - 1; i >= 0; i--) {
      if (reached[i]) {
        nodes.get(i).args().forEach(arg -> reached[arg.id()] = true);
      }
    }
    return nodes.stream().filter(node -> reached[node.id()]).toList();
  }
}
