package dev.nnc.compiler.plan;

import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.ir.Program;
import dev.nnc.compiler.ir.Verifier;
import dev.nnc.compiler.op.Elementwise;
import dev.nnc.compiler.op.Leaf;
import dev.nnc.compiler.op.LoopBody;
import dev.nnc.compiler.op.Reduce;
import dev.nnc.compiler.op.Scan;
import dev.nnc.compiler.op.Trace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What the forward pass of a training step stores, in the order in which it does: its tape. The
 * forward pass is whatever the loss and the other results need; the backward pass is the rest, what
 * gradients need besides. Values inside of loops, and those that are results themselves, are not on
 * the tape: the first cannot be computed again alone, the second stay anyway.
 */
final class Tape {
  /** The slots of what only the backward pass computes. */
  private static final Set<String> BACKWARD = Set.of("gradients", "parameters'", "state'");

  /** Adding a product costs less than any other operation: it seldom waits for memory. */
  private static final int PRODUCTS = 8;

  private static final int CALL = 8;

  /**
   * A value of the tape.
   *
   * @param node the value
   * @param bytes what it takes
   * @param work what it costs to compute it from stored values, in elementary operations
   * @param sources the stored values from which it is computed
   * @param at its place in the order of all values
   * @param last the place of the last value of the forward pass that reads it
   * @param saved whether the backward pass reads it
   */
  record Entry(
      Node node, long bytes, long work, List<Node> sources, int at, int last, boolean saved) {
    /** Whether the forward pass reads the value behind a place. */
    boolean crosses(int place) {
      return last > place;
    }
  }

  private final Materialise storage;
  private final int batch;
  private final Set<Node> forward;
  private final List<Entry> entries = new ArrayList<>();

  /**
   * The tape of a training step.
   *
   * @param program what is computed
   * @param storage which of its values are stored
   * @param batch for so many examples
   * @param bytes of a number
   */
  Tape(Program program, Materialise storage, int batch, int bytes) {
    this.storage = storage;
    this.batch = batch;
    forward = forward(program);
    Set<Node> results = new HashSet<>();
    program.outputs().forEach(output -> results.add(storage.base(output.value())));
    Map<Node, Integer> last = new HashMap<>();
    Set<Node> saved = new HashSet<>();
    Map<Node, Integer> place = new HashMap<>();
    storage.order().forEach(node -> place.put(node, place.size()));
    for (Node node : storage.order()) {
      boolean reads = storage.stored(node) || node.op() instanceof Scan;
      if (reads && forward.contains(node)) {
        LoopBody body = storage.loops().around(node);
        int at = place.get(body == null ? node : body.scan());
        sources(node).forEach(source -> last.merge(source, at, Math::max));
      } else if (reads) {
        saved.addAll(sources(node));
      }
    }
    for (Node node : storage.order()) {
      if (forward.contains(node)
          && storage.stored(node)
          && !results.contains(node)
          && storage.loops().around(node) == null) {
        int at = place.get(node);
        entries.add(
            new Entry(
                node,
                numbers(node) * bytes,
                work(node),
                sources(node),
                at,
                last.getOrDefault(node, at),
                saved.contains(node)));
      }
    }
  }

  /** Whether a program computes gradients, stored or not. */
  static boolean trains(Program program) {
    return program.outputs().stream().anyMatch(output -> BACKWARD.contains(output.slot()));
  }

  /**
   * What the results need that are neither gradients nor made of them, and all that is computed in
   * the same loops: a loop runs as a whole.
   */
  private static Set<Node> forward(Program program) {
    List<Node> roots = new ArrayList<>();
    for (Program.Output output : program.outputs()) {
      if (!BACKWARD.contains(output.slot())) {
        roots.add(output.value());
      }
    }
    List<Node> traces =
        Verifier.reachable(program).stream().filter(node -> node.op() instanceof Trace).toList();
    Set<Node> found = new HashSet<>();
    for (int before = -1; before < found.size(); ) {
      before = found.size();
      found = new HashSet<>(Verifier.reachable(roots));
      for (Node trace : traces) {
        if (found.contains(trace.arg(0)) && !found.contains(trace.arg(1))) {
          roots.add(trace.arg(1));
        }
      }
    }
    return found;
  }

  /** The values of the forward pass, stored or not. */
  Set<Node> forward() {
    return forward;
  }

  /** Which values of the program are stored. */
  Materialise storage() {
    return storage;
  }

  /** The values in order. */
  List<Entry> entries() {
    return entries;
  }

  private long numbers(Node node) {
    long each = storage.room(node).elements();
    return node.shape().batched() ? each * batch : each;
  }

  /** The values in arrays that computing a node reads. */
  List<Node> sources(Node node) {
    Set<Node> found = new LinkedHashSet<>();
    operands(node).forEach(arg -> walk(arg, new HashSet<>(), found::add, inside -> {}));
    return List.copyOf(found);
  }

  /** What computing a node costs, with what is computed in place. */
  private long work(Node node) {
    long[] sum = {own(node)};
    Set<Node> seen = new HashSet<>();
    operands(node).forEach(arg -> walk(arg, seen, read -> {}, inside -> sum[0] += own(inside)));
    return sum[0];
  }

  /** What a node reads; a sum of products reads the factors even where the product is stored. */
  private static List<Node> operands(Node node) {
    return product(node) ? node.arg(0).args() : node.args();
  }

  /** Whether a node is a sum of products. */
  static boolean product(Node node) {
    return node.op() instanceof Reduce reduce
        && reduce.kind() == Reduce.Kind.SUM
        && node.arg(0).op() == Elementwise.MUL;
  }

  private void walk(Node node, Set<Node> seen, Consumer<Node> read, Consumer<Node> inside) {
    Node from = storage.base(node);
    if (!seen.add(from)) {
      return;
    }
    if (storage.inArray(from)) {
      read.accept(from);
    } else {
      inside.accept(from);
      operands(from).forEach(arg -> walk(arg, seen, read, inside));
    }
  }

  private long own(Node node) {
    if (node.op() instanceof Reduce) {
      long all = numbers(node.arg(0));
      return product(node) ? Math.max(1, all / PRODUCTS) : all;
    } else if (node.op() instanceof Elementwise op) {
      return numbers(node) * (Materialise.calls(op) ? CALL : 1);
    }
    return node.op() instanceof Leaf.Uniform
        ? numbers(node) * CALL
        : node.op() instanceof Leaf ? 0 : numbers(node);
  }
}
