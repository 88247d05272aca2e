package dev.nnc.compiler.plan;

import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.ir.Program;
import dev.nnc.compiler.op.Accumulate;
import dev.nnc.compiler.op.Concat;
import dev.nnc.compiler.op.Leaf;
import dev.nnc.compiler.op.LoopBody;
import dev.nnc.compiler.op.Reduce;
import dev.nnc.compiler.op.Scan;
import dev.nnc.compiler.op.Scatter;
import dev.nnc.compiler.shape.Shape;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Groups stored values into tasks. Values over the same iteration space that share what they read,
 * or of which one reads the other at the same place, are computed in one loop nest; what is made of
 * a sum of products, or of the sums of a sweep, waits for the last summand. The tasks of a loop
 * stand one behind the other and are joined with no others.
 */
final class Fusion {
  private static final int LARGEST = 120;
  private static final int ARRAYS = 24;
  private static final int SHORT = 4;
  private static final int LONG = 256;

  private record Space(List<Integer> sizes, int step) {}

  private final Materialise storage;
  private final Buffer[] buffers;
  private final Target target;
  private final Choices choices;
  private final List<Task> tasks = new ArrayList<>();

  /** The tasks that may take more, by their space, the latest first. */
  private final Map<Space, Deque<Integer>> joinable = new HashMap<>();

  private LoopBody loop;
  private final int[] position;
  private final Set<Node> again;

  /** The first task that may take more: what is computed again is not wanted before. */
  private int from;

  private Fusion(
      Prepared prepared, Materialise storage, Buffer[] buffers, Target target, Choices choices) {
    Program program = prepared.program();
    this.target = target;
    this.choices = choices;
    this.storage = storage;
    again = prepared.again();
    this.buffers = buffers;
    position = new int[program.graph().size()];
    Arrays.fill(position, -1);
  }

  /** The tasks that fill all buffers, each after those that it needs. */
  static List<Task> tasks(
      Prepared prepared,
      Materialise storage,
      Buffer[] buffers,
      List<Task.Root> copies,
      Target target,
      Choices choices) {
    Fusion fusion = new Fusion(prepared, storage, buffers, target, choices);
    for (Node node : storage.order()) {
      if (storage.stored(node) && fusion.early(node)) {
        fusion.add(node);
      }
    }
    boolean before = false;
    for (Node node : storage.order()) {
      if (node.op() instanceof Scan scan) {
        fusion.loop(node, scan);
      } else if (storage.stored(node)
          && fusion.position[node.id()] < 0
          && storage.loops().around(node) == null) {
        boolean copy = fusion.again.contains(node);
        fusion.from = !copy ? 0 : before ? fusion.from : fusion.tasks.size();
        before = copy;
        fusion.add(node);
      }
    }
    fusion.from = 0;
    copies.forEach(root -> fusion.place(Task.Kind.NEST, root, false, -1));
    return fusion.tasks;
  }

  /** Whether a single number depends on inputs only: made first, it parts no loops. */
  private boolean early(Node node) {
    if (!Task.space(node.shape()).isEmpty() || storage.loops().around(node) != null) {
      return false;
    }
    for (Task.Read read : Reads.of(storage, node, true)) {
      boolean filled = storage.stored(read.node()) || read.node().op() instanceof Leaf.Carry;
      if (filled && position[read.node().id()] < 0) {
        return false;
      }
    }
    return true;
  }

  /** The tasks of a loop: what it starts from, its body, and handing on what it carries. */
  private void loop(Node node, Scan scan) {
    LoopBody body = storage.loops().body(node);
    List<Node> carries = new ArrayList<>();
    for (Node inside : body.nodes()) {
      if (inside.op() instanceof Leaf.Carry carry) {
        List<Integer> strides = new ArrayList<>(Task.strides(inside.shape()));
        int first = scan.first() * strides.remove(carry.axis());
        Node initial = scan.initial(node, carry.number());
        Task.Root root = new Task.Root(initial, buffers[inside.id()], strides, first);
        position[inside.id()] = place(Task.Kind.NEST, root, false, -1);
        carries.add(inside);
      }
    }
    joinable.clear();
    loop = body;
    for (Node inside : body.nodes()) {
      if (storage.stored(inside)) {
        add(inside);
      }
    }
    for (Node carry : carries) {
      Leaf.Carry op = (Leaf.Carry) carry.op();
      List<Integer> strides = Task.strides(carry.shape());
      Node next = scan.next(node, op.number());
      int offset = scan.stride() * strides.get(op.axis());
      Task.Root root = new Task.Root(next, buffers[carry.id()], strides, offset);
      place(Task.Kind.ADVANCE, root, false, op.axis());
    }
    carries.forEach(carry -> position[carry.id()] = tasks.size() - 1);
    loop = null;
    joinable.clear();
  }

  private void add(Node node) {
    if (node.op() instanceof Concat concat) {
      List<Integer> strides = storage.strides(node);
      int[] offsets = concat.offsets(node);
      for (int i = 0; i < offsets.length; i++) {
        int offset = offsets[i] * strides.get(concat.axis());
        Task.Root root = new Task.Root(node.arg(i), buffers[node.id()], strides, offset);
        place(Task.Kind.NEST, root, false, storage.loops().axis(node));
      }
      position[node.id()] = tasks.size() - 1;
      return;
    }
    Task.Root root = new Task.Root(node, buffers[node.id()], storage.strides(node), 0);
    Task.Kind kind = Task.Kind.NEST;
    if (node.op() instanceof Accumulate || node.op() instanceof Scatter) {
      kind = Task.Kind.ACCUMULATE;
    } else if (node.op() instanceof Reduce reduce) {
      if (Contraction.of(storage, node, target, choices) != null) {
        kind = Task.Kind.CONTRACTION;
      } else if (sweeps(node, reduce)) {
        kind = Task.Kind.SWEEP;
      }
    }
    position[node.id()] = place(kind, root, true, storage.loops().axis(node));
  }

  /**
   * Whether the innermost axis stays and an outer one goes. Over lanes short rows are better
   * reduced column by column, which keeps what is reached in a register.
   */
  private boolean sweeps(Node node, Reduce reduce) {
    Shape shape = node.arg(0).shape();
    boolean[] gone = reduce.reduced(shape.rank());
    int inner = 1;
    for (int d = shape.rank() - 1; d >= 0; d--) {
      if (shape.dim(d) != 1 && gone[d]) {
        return inner >= (target == Target.VECTOR ? LONG : SHORT);
      }
      inner *= shape.dim(d);
      if (shape.dim(d) == Shape.BATCH) {
        return false;
      }
    }
    return false;
  }

  /**
   * Puts a root into a task.
   *
   * @param axis the axis of its node along which the steps of the loop lie, or -1 outside of loops
   */
  private int place(Task.Kind kind, Task.Root root, boolean compute, int axis) {
    Node node = root.node();
    int step = axis < 0 ? -1 : Task.position(node.shape(), axis);
    Space space = new Space(Task.space(node.shape()), step);
    Set<Task.Read> reads = Reads.of(storage, node, compute && storage.base(node) == node);
    int size = storage.size(node) + reads.size();
    int with = kind == Task.Kind.NEST ? with(space, root, reads, size) : -1;
    if (with >= 0) {
      join(tasks.get(with), root, reads, size);
      return with;
    }
    Task task = new Task(kind, space.sizes(), loop, step);
    join(task, root, reads, size);
    tasks.add(task);
    if (kind == Task.Kind.CONTRACTION) {
      task.contraction = Contraction.of(storage, node, target, choices);
    }
    boolean open =
        kind == Task.Kind.CONTRACTION
            ? target == Target.SCALAR || task.contraction.sum().whole() || !node.shape().batched()
            : kind == Task.Kind.NEST || (kind == Task.Kind.SWEEP && !node.shape().batched());
    if (open) {
      joinable.computeIfAbsent(space, s -> new ArrayDeque<>()).push(tasks.size() - 1);
    }
    return tasks.size() - 1;
  }

  /**
   * The task of a space that takes a root, or -1. What examples have a part of goes with the latest
   * only: earlier, it would have to be kept for longer.
   */
  private int with(Space space, Task.Root root, Set<Task.Read> reads, int size) {
    for (int task : joinable.getOrDefault(space, new ArrayDeque<>())) {
      if (task >= from && fits(tasks.get(task), task, root, reads, size)) {
        return task;
      } else if (root.node().shape().batched()) {
        return -1;
      }
    }
    return -1;
  }

  private static Index identity(Node node) {
    List<Integer> space = Task.space(node.shape());
    return Regroup.linear(node.shape(), Task.at(node.shape(), Task.variables(space.size())));
  }

  private void join(Task task, Task.Root root, Set<Task.Read> reads, int size) {
    Index identity = identity(root.node());
    task.roots.add(root);
    task.reads.addAll(reads);
    task.size += size;
    task.together.add(root.node());
    for (Task.Read read : reads) {
      if (read.linear().equals(identity)) {
        task.together.add(read.node());
      }
    }
  }

  private boolean fits(Task task, int at, Task.Root root, Set<Task.Read> reads, int size) {
    if (task.size + size > LARGEST || task.reads.size() + task.roots.size() > ARRAYS) {
      return false;
    }
    if (task.kind != Task.Kind.NEST && root.node().op() instanceof Reduce) {
      return false;
    }
    Index identity = identity(root.node());
    boolean related = task.space.isEmpty() || task.roots.get(0).buffer() == root.buffer();
    for (Task.Read read : reads) {
      int made = position[read.node().id()];
      boolean same = read.linear().equals(identity);
      if (made > at || (made == at && !(same && task.together.contains(read.node())))) {
        return false;
      }
      related |= same && task.together.contains(read.node());
    }
    return related;
  }
}
