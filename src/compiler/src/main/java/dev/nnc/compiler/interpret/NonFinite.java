package dev.nnc.compiler.interpret;

import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.op.Leaf;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A number that is infinite or none.
 *
 * @param node the value that holds it
 * @param row the row of the batch, or -1 where the value has no batch axis
 * @param element the place among the value's elements, of that row where there is one
 * @param value the number
 */
public record NonFinite(Node node, int row, int element, double value) {
  /** What a run looked like, as far as it was not finite, by number of the node. */
  static final class Search {
    private final Map<Integer, NonFinite> infinite = new TreeMap<>();
    private final Map<Integer, NonFinite> none = new TreeMap<>();

    /** Takes notice of a value. */
    void see(Node node, double[] value) {
      for (int i = 0; i < value.length; i++) {
        if (!Double.isFinite(value[i])) {
          int perRow = Math.toIntExact(node.shape().elements());
          boolean batched = node.shape().batched();
          NonFinite found =
              new NonFinite(node, batched ? i / perRow : -1, batched ? i % perRow : i, value[i]);
          (Double.isNaN(value[i]) ? none : infinite).putIfAbsent(node.id(), found);
        }
      }
    }

    private boolean bad(Node node) {
      return infinite.containsKey(node.id()) || none.containsKey(node.id());
    }

    /** The origin of what is wrong with the outputs. */
    Optional<NonFinite> first(Collection<Node> outputs) {
      Set<Integer> leading = leading(outputs);
      for (int id : join().keySet()) {
        if (leading.contains(id)) {
          NonFinite nan = none.get(id);
          NonFinite found = nan == null ? infinite.get(id) : nan;
          Node node = found.node();
          boolean arises =
              nan == null
                  ? Interpreter.operands(node).stream().noneMatch(this::bad)
                  : Interpreter.operands(node).stream().noneMatch(a -> none.containsKey(a.id()));
          if (arises && !(node.op() instanceof Leaf.Constant)) {
            return Optional.of(found);
          }
        }
      }
      return outputs.stream()
          .filter(this::bad)
          .map(node -> none.getOrDefault(node.id(), infinite.get(node.id())))
          .findFirst();
    }

    private Map<Integer, NonFinite> join() {
      Map<Integer, NonFinite> all = new TreeMap<>(infinite);
      all.putAll(none);
      return all;
    }

    private Set<Integer> leading(Collection<Node> outputs) {
      Set<Integer> result = new HashSet<>();
      Deque<Node> open = new ArrayDeque<>(outputs);
      while (!open.isEmpty()) {
        Node node = open.pop();
        if (bad(node) && result.add(node.id())) {
          Interpreter.operands(node).forEach(open::push);
        }
      }
      return result;
    }
  }
}
