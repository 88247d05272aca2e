package dev.nnc.compiler.plan;

import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.ir.Program;
import dev.nnc.compiler.op.Code;
import dev.nnc.compiler.op.Elementwise;
import dev.nnc.compiler.op.Gather;
import dev.nnc.compiler.op.Leaf;
import dev.nnc.compiler.op.LoopBody;
import dev.nnc.compiler.op.Reshape;
import dev.nnc.compiler.op.Scan;
import dev.nnc.compiler.op.Trace;
import dev.nnc.compiler.op.View;
import dev.nnc.compiler.shape.AffineMap;
import dev.nnc.compiler.shape.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Which values get a buffer of their own and which are computed where they are used. Reductions,
 * accumulations, concatenations and outputs are stored; elementwise values and views are computed
 * in place unless they are expensive and needed more than once, or the expression around them grows
 * too large for one kernel. What is traced of a loop is stored. Reshapes and traces are other names
 * for the same numbers.
 */
final class Materialise {
  /** The size of an expression beyond which a part of it is stored. */
  static final int LIMIT = 60;

  /** How much work may be repeated for each use rather than stored once. */
  private static final int CHEAP = 2;

  private static final int CALL = 8;

  private final boolean[] live;
  private final boolean[] stored;
  private final boolean[] kept;
  private final int[] uses;
  private final int[] size;
  private final int[] work;
  private final Node[] base;
  private final List<Node> order = new ArrayList<>();
  private final Loops loops;
  private final Set<Node> wanted;

  /**
   * Decides for a program.
   *
   * @param program what is computed
   * @param wanted nodes that are stored in any case
   */
  Materialise(Program program, Set<Node> wanted) {
    this.wanted = wanted;
    int count = program.graph().size();
    live = new boolean[count];
    stored = new boolean[count];
    kept = new boolean[count];
    uses = new int[count];
    size = new int[count];
    work = new int[count];
    base = new Node[count];
    // An input that no output needs has its place in the frame all the same.
    program.inputs().forEach(input -> base[input.leaf().id()] = input.leaf());
    markLive(program);
    loops = new Loops(order);
    for (Node node : order) {
      boolean alias = alias(node);
      base[node.id()] = alias ? base[aliased(node).id()] : node;
      if (!alias) {
        node.args().forEach(arg -> uses[base[arg.id()].id()]++);
      }
    }
    for (Program.Output output : program.outputs()) {
      uses[base(output.value()).id()]++;
    }
    for (Node node : order) {
      decide(node);
      if (wanted.contains(base(node)) && !(node.op() instanceof Leaf)) {
        store(base(node));
      }
    }
    for (Program.Output output : program.outputs()) {
      if (!(base(output.value()).op() instanceof Leaf)) {
        stored[base(output.value()).id()] = true;
      }
      keep(output.value());
    }
    order.forEach(this::keepArguments);
  }

  /** Keeps all steps of what a node reads of a loop that is not around it. */
  private void keepArguments(Node node) {
    for (Node arg : node.args()) {
      LoopBody body = loops.around(arg);
      boolean carries = node.op() instanceof Scan && loops.body(node) == body;
      if (body != null && !carries && loops.around(node) != body) {
        keep(arg);
      }
    }
  }

  private void keep(Node node) {
    Node from = base(node);
    if (inArray(from)) {
      kept[from.id()] = true;
    } else if (loops.around(from) != null) {
      from.args().forEach(this::keep);
    }
  }

  /** Whether a stored node of a loop is read by its own step only, and has room for one. */
  private boolean passing(Node node) {
    return stored[node.id()] && !kept[node.id()] && loops.around(node) != null;
  }

  /** Of what shape a stored node is in its array: without steps where each takes the same room. */
  Shape room(Node node) {
    return passing(base(node)) ? node.shape().with(loops.axis(node), 1) : node.shape();
  }

  /** The distances in the array between elements of a stored node. */
  List<Integer> strides(Node node) {
    List<Integer> strides = new ArrayList<>(Task.strides(room(node)));
    if (passing(base(node))) {
      strides.set(loops.axis(node), 0);
    }
    return strides;
  }

  /** Where in its array an element of a node is that is in one, under whatever name. */
  Index place(Node node, Index... at) {
    Index place = Index.ZERO;
    List<Integer> strides = strides(node);
    for (int d = 0; d < at.length; d++) {
      place = place.plus(at[d].times(strides.get(d)));
    }
    return place;
  }

  /** Whether a node is another name for the numbers of one that it is computed from. */
  private static boolean alias(Node node) {
    return node.op() instanceof Reshape || node.op() instanceof Trace;
  }

  private static Node aliased(Node node) {
    return node.arg(node.op() instanceof Trace ? 1 : 0);
  }

  private void markLive(Program program) {
    int last = -1;
    for (Program.Output output : program.outputs()) {
      live[output.value().id()] = true;
      last = Math.max(last, output.value().id());
    }
    List<Node> nodes = program.graph().nodes();
    for (int id = last; id >= 0; id--) {
      if (live[id]) {
        nodes.get(id).args().forEach(arg -> live[arg.id()] = true);
      }
    }
    for (int id = 0; id <= last; id++) {
      if (live[id]) {
        order.add(nodes.get(id));
      }
    }
  }

  /** The nodes that the outputs need, arguments first. */
  List<Node> order() {
    return order;
  }

  /** The loops of the program. */
  Loops loops() {
    return loops;
  }

  /** Whether a node, not a reshape, has a buffer that a kernel fills. */
  boolean stored(Node node) {
    return stored[node.id()];
  }

  /** Whether a node, not a reshape, is read from an array. */
  boolean inArray(Node node) {
    return stored[node.id()]
        || node.op() instanceof Leaf.Given
        || node.op() instanceof Leaf.Carry
        || (node.op() instanceof Leaf.Constant constant && !uniform(constant));
  }

  /** Whether all numbers of a constant are the same. */
  static boolean uniform(Leaf.Constant constant) {
    return constant.values().size() == 1
        || constant.values().stream().distinct().limit(2).count() == 1;
  }

  /** What a chain of reshapes is another name for. */
  Node base(Node node) {
    return base[node.id()];
  }

  /** By how many operators and outputs a node is used. */
  int uses(Node node) {
    return uses[base(node).id()];
  }

  /** The size of the expression of a node where it is computed. */
  int size(Node node) {
    return size[base(node).id()];
  }

  private void decide(Node node) {
    int id = node.id();
    if (node.op() instanceof Leaf) {
      size[id] = read(node);
      work[id] = node.op() instanceof Leaf.Uniform ? CALL : 0;
    } else if (node.op() instanceof Elementwise op) {
      decideElementwise(node, op);
    } else if (node.op() instanceof View view) {
      decideView(node, view);
    } else if (node.op() instanceof Gather gather) {
      decideGather(node, gather);
    } else if (node.op() instanceof Reshape reshape) {
      Node from = base(node);
      if (!inArray(from) && !Regroup.possible(reshape.shape(), from.shape())) {
        store(from);
      }
      size[id] = size[from.id()] + 1;
    } else if (node.op() instanceof Trace) {
      Node from = base(node);
      if (!inArray(from) && loops.around(from) != null) {
        store(from);
      }
      size[id] = size[from.id()];
    } else if (!(node.op() instanceof Scan)) {
      limit(node);
      stored[id] = true;
      size[id] = read(node);
    }
    boolean again = uses[id] > 1 && work[id] > CHEAP && !(node.op() instanceof View);
    if (!alias(node) && again) {
      store(node);
    }
  }

  private void decideElementwise(Node node, Elementwise op) {
    limit(node);
    int id = node.id();
    size[id] = 1;
    work[id] = calls(op) ? CALL : op.code() == Code.Move.COPY ? 0 : 1;
    for (Node arg : node.args()) {
      size[id] += size(arg);
      work[id] += work[base(arg).id()];
    }
    work[id] = Math.min(work[id], 1000);
  }

  /** Whether an operator is a function that takes many instructions. */
  static boolean calls(Elementwise op) {
    return op.code() instanceof Code.Call c && c.owner().endsWith("Numeric");
  }

  private void decideView(Node node, View view) {
    Node from = base(node.arg(0));
    boolean once = wanted.contains(node) && !repeats(view, node.arg(0));
    boolean again = !once && (uses(node) > 1 || repeats(view, node.arg(0)));
    if (work[from.id()] > 0 && again && !inArray(from)) {
      if (work[from.id()] > CHEAP || !(from.shape().rank() == 0)) {
        store(from);
      }
    }
    limit(node);
    size[node.id()] = size(from) + 1 + guards(view, node.arg(0));
    work[node.id()] = work[from.id()];
  }

  private static int guards(View view, Node from) {
    int guards = 0;
    for (int d = 0; d < view.map().sourceRank(); d++) {
      guards += view.map().leaves(d, view.shape(), from.shape()) ? 2 : 0;
    }
    return guards * (1 + view.shape().rank() / 2);
  }

  /** What a gather reads is stored unless it is cheap or each of its elements is read once. */
  private void decideGather(Node node, Gather gather) {
    Node from = base(node.arg(0));
    Node index = base(node.arg(1));
    View view = new View(gather.shape(), gather.map());
    boolean fewer =
        gather.shape().elements() <= from.shape().elements()
            && gather.shape().batched() == from.shape().batched();
    if (work[from.id()] > 0 && !inArray(from) && (uses(node) > 1 || !fewer)) {
      store(from);
    }
    limit(node);
    int place = 2 + gather.shape().rank() / 2;
    size[node.id()] = size(from) + size(index) + place + guards(view, node.arg(0));
    work[node.id()] = Math.min(work[from.id()] + work[index.id()], 1000);
  }

  /** Whether a view reads elements more than once in a way that no outer loop could remember. */
  private static boolean repeats(View view, Node from) {
    if (view.shape().elements() <= from.shape().elements()
        && view.shape().batched() == from.shape().batched()) {
      return false;
    }
    AffineMap map = view.map();
    for (int d = 0; d < map.sourceRank(); d++) {
      for (int a = 0; a < map.resultRank(); a++) {
        if (map.coefficient(d, a) != (d == a ? 1 : 0)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Stores the largest arguments until the rest fits. */
  private void limit(Node node) {
    while (true) {
      long total = 0;
      Node largest = null;
      for (Node arg : node.args()) {
        Node from = base(arg);
        total += size(from);
        if (!inArray(from) && (largest == null || size(from) > size(largest))) {
          largest = from;
        }
      }
      if (total <= LIMIT || largest == null || size(largest) <= read(largest)) {
        return;
      }
      store(largest);
    }
  }

  private void store(Node node) {
    stored[node.id()] = true;
    size[node.id()] = read(node);
    work[node.id()] = 0;
  }

  /** What reading an element from an array adds to an expression: an index has a term an axis. */
  private static int read(Node node) {
    return 2 + node.shape().rank() / 2;
  }
}
