package dev.nnc.compiler.plan;

import dev.nnc.compiler.ir.Graph;
import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.ir.Program;
import dev.nnc.compiler.op.Elementwise;
import dev.nnc.compiler.op.Gather;
import dev.nnc.compiler.op.Leaf;
import dev.nnc.compiler.op.Scan;
import dev.nnc.compiler.op.Trace;
import dev.nnc.compiler.op.View;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Lets the backward pass compute some values of the forward pass again, so that they need not be
 * stored from one to the other. The program is made anew in a graph without sharing, where what is
 * computed again is another node, and in the order in which it is to be computed: first the forward
 * pass, then the backward pass, in which a value stands as near to its first use as it can, and a
 * gradient of weights as near to what it is computed from.
 */
final class Recompute {
  private final Program program;
  private final Tape tape;
  private final Materialise storage;
  private final Set<Node> dropped;
  private final Set<Node> quick;
  private final Set<Node> forward;
  private final Graph graph = Graph.unshared();

  /** What each node has become. */
  private final Map<Node, Node> made = new HashMap<>();

  /** What nodes of the forward pass have become the second time. */
  private final Map<Node, Node> copies = new HashMap<>();

  /** The same of quick ones, for gradients alone. */
  private final Map<Node, Node> brief = new HashMap<>();

  private final Map<Node, Boolean> changes = new HashMap<>();

  /** The new nodes that are kept from the forward to the backward pass. */
  private final Set<Node> kept = new HashSet<>();

  /** By a stored node of the backward pass, those that read it. */
  private final Map<Node, List<Node>> waiting = new HashMap<>();

  /** How many nodes of the backward pass a small one still waits for. */
  private final Map<Node, Integer> missing = new HashMap<>();

  private final Set<Node> late = new HashSet<>();
  private final Set<Node> small = new HashSet<>();

  private Recompute(Prepared prepared, Tape tape, Set<Node> dropped, Set<Node> quick) {
    this.program = prepared.program();
    this.tape = tape;
    this.storage = tape.storage();
    this.dropped = dropped;
    this.quick = quick;
    this.forward = tape.forward();
  }

  /**
   * The program with values computed again.
   *
   * @param prepared the program as it is
   * @param tape what its forward pass stores
   * @param dropped which of those on its tape are computed again where the backward pass uses them
   * @param quick which of these take little work after those that are not quick
   * @return a program in a graph of its own that computes the same
   */
  static Prepared of(Prepared prepared, Tape tape, Set<Node> dropped, Set<Node> quick) {
    return new Recompute(prepared, tape, dropped, quick).run(prepared.stored());
  }

  private Prepared run(Set<Node> stored) {
    for (Node node : storage.order()) {
      if (forward.contains(node)) {
        made.put(node, make(node, node.args().stream().map(made::get).toList()));
      }
    }
    program.inputs().forEach(in -> made.computeIfAbsent(in.leaf(), leaf -> make(leaf, List.of())));
    sort();
    List<Program.Input> inputs = new ArrayList<>();
    for (Program.Input in : program.inputs()) {
      inputs.add(new Program.Input(made.get(in.leaf()), in.slot(), in.offset()));
    }
    List<Program.Output> outputs = new ArrayList<>();
    for (Program.Output out : program.outputs()) {
      emit(out.value());
      outputs.add(new Program.Output(out.name(), made.get(out.value()), out.slot(), out.offset()));
    }
    Set<Node> arrays = new HashSet<>(kept);
    for (Node node : stored) {
      if (made.containsKey(node)) {
        arrays.add(made.get(node));
      }
      for (Map<Node, Node> found : List.of(copies, brief)) {
        if (found.containsKey(node)) {
          arrays.add(found.get(node));
        }
      }
    }
    Set<Node> again = new HashSet<>(copies.values());
    again.addAll(brief.values());
    return new Prepared(new Program(program.name(), graph, inputs, outputs), arrays, again);
  }

  private Node make(Node node, List<Node> args) {
    graph.at(program.graph().origin(node));
    Node now = graph.node(node.op(), args);
    String name = program.graph().name(node);
    if (name != null) {
      graph.name(now, name);
    }
    return now;
  }

  /**
   * Which stored values of the backward pass are made when they are first used, since they follow
   * from the forward pass without a sum; and which are made as soon as what they read is there,
   * since they are small and go nowhere but to outputs.
   */
  private void sort() {
    List<Node> order = new ArrayList<>();
    for (Node node : storage.order()) {
      boolean filled = storage.stored(node) || node.op() instanceof Scan;
      if (filled && !forward.contains(node)) {
        order.add(node);
      }
    }
    Set<Node> read = new HashSet<>();
    for (int i = order.size() - 1; i >= 0; i--) {
      Node node = order.get(i);
      boolean whole = node.op() instanceof Scan || storage.loops().around(node) != null;
      if (node.shape().batched() || whole || read.contains(node)) {
        read.addAll(tape.sources(node));
      } else {
        small.add(node);
      }
    }
    for (Node node : order) {
      int count = 0;
      for (Node source : tape.sources(node)) {
        if (!forward.contains(source) && storage.stored(source) && !late.contains(source)) {
          count++;
          waiting.computeIfAbsent(source, a -> new ArrayList<>()).add(node);
        }
      }
      if (count == 0 && follows(node)) {
        late.add(node);
      }
      missing.put(node, small.contains(node) ? count : 0);
    }
    order.removeIf(node -> late.contains(node) || missing.get(node) > 0);
    order.forEach(this::emit);
  }

  private static boolean follows(Node node) {
    return node.op() instanceof Elementwise
        || node.op() instanceof View
        || node.op() instanceof Gather
        || node.op() instanceof Leaf;
  }

  /** Makes a value of the backward pass, with what it needs. */
  private void emit(Node root) {
    Deque<Node> open = new ArrayDeque<>();
    open.push(root);
    while (!open.isEmpty()) {
      Node node = open.peek();
      if (made.containsKey(node)) {
        open.pop();
        continue;
      }
      boolean ready = true;
      for (Node arg : node.args()) {
        if (!made.containsKey(arg)) {
          open.push(arg);
          ready = false;
        }
      }
      if (ready) {
        open.pop();
        made.put(node, make(node, arguments(node, brief)));
        for (Node user : waiting.getOrDefault(node, List.of())) {
          if (small.contains(user) && missing.merge(user, -1, Integer::sum) == 0) {
            open.push(user);
          }
        }
      }
    }
  }

  /**
   * What a value is computed from in the backward pass.
   *
   * @param found what is computed again for it
   */
  private List<Node> arguments(Node node, Map<Node, Node> found) {
    if (Tape.product(node) && forward.contains(node.arg(0))) {
      // A sum of products reads the factors, whether or not the product is stored.
      Node product = node.arg(0);
      List<Node> factors = product.args().stream().map(arg -> value(arg, found)).toList();
      boolean same = product.args().stream().noneMatch(this::changes);
      return List.of(same ? made.get(product) : make(product, factors));
    }
    return node.args().stream().map(arg -> value(arg, found)).toList();
  }

  /**
   * What the backward pass reads for a value: what there is, or a copy. A copy of a quick one that
   * gradients read is made for them alone, so that it need not wait for them where others are
   * computed again by it.
   */
  private Node value(Node node, Map<Node, Node> found) {
    if (!forward.contains(node)) {
      return made.get(node);
    } else if (!changes(node)) {
      if (storage.stored(storage.base(node))) {
        kept.add(made.get(storage.base(node)));
      }
      return made.get(node);
    }
    return again(node, found == brief && slow(node) ? copies : found);
  }

  /** A copy of a node with all that it needs. */
  private Node again(Node root, Map<Node, Node> found) {
    Deque<Node> open = new ArrayDeque<>();
    open.push(root);
    while (!open.isEmpty()) {
      Node node = open.peek();
      if (found.containsKey(node)) {
        open.pop();
        continue;
      }
      boolean ready = true;
      for (Node arg : Tape.product(node) ? node.arg(0).args() : node.args()) {
        boolean here = found == copies || !slow(arg);
        if (changes(arg) && here && !found.containsKey(arg)) {
          open.push(arg);
          ready = false;
        }
      }
      if (ready) {
        open.pop();
        found.put(node, make(node, arguments(node, found)));
      }
    }
    return found.get(root);
  }

  /** Whether a value is not computed from stored ones quickly. */
  private boolean slow(Node node) {
    Node base = storage.base(node);
    return dropped.contains(base) && !quick.contains(base);
  }

  /** Whether a value of the forward pass is computed again, or in place from one that is. */
  private boolean changes(Node root) {
    Deque<Node> open = new ArrayDeque<>();
    open.push(root);
    while (!open.isEmpty()) {
      Node node = open.peek();
      if (changes.containsKey(node)) {
        open.pop();
      } else if (dropped.contains(node)) {
        changes.put(node, true);
      } else if (!forward.contains(node) || fixed(node)) {
        changes.put(node, false);
      } else {
        boolean known = true;
        boolean any = false;
        for (Node arg : node.args()) {
          Boolean found = changes.get(arg);
          if (found == null) {
            open.push(arg);
            known = false;
          } else {
            any |= found;
          }
        }
        if (known) {
          changes.put(node, any);
        }
      }
    }
    return changes.get(root);
  }

  /** Whether a value stays as it is: what is stored, and all that has to do with loops. */
  private boolean fixed(Node node) {
    return (storage.base(node) == node && storage.inArray(node))
        || node.op() instanceof Scan
        || node.op() instanceof Trace
        || storage.loops().around(node) != null;
  }
}
