package dev.nnc.compiler.plan;

import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.ir.Program;
import dev.nnc.compiler.op.Accumulate;
import dev.nnc.compiler.op.Concat;
import dev.nnc.compiler.op.Reduce;
import dev.nnc.compiler.op.Scatter;
import dev.nnc.compiler.shape.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Groups stored values into tasks. Values over the same iteration space that share what they read,
 * or of which one reads the other at the same place, are computed in one loop nest.
 */
final class Fusion {
  private static final int LARGEST = 120;
  private static final int ARRAYS = 24;
  private static final int SHORT = 4;

  private final Materialise storage;
  private final Buffer[] buffers;
  private final List<Task> tasks = new ArrayList<>();
  private final Map<List<Integer>, Integer> latest = new HashMap<>();
  private final int[] position;

  private Fusion(Program program, Materialise storage, Buffer[] buffers) {
    this.storage = storage;
    this.buffers = buffers;
    position = new int[program.graph().size()];
    Arrays.fill(position, -1);
  }

  /** The tasks that fill all buffers, each after those that it needs. */
  static List<Task> tasks(
      Program program, Materialise storage, Buffer[] buffers, List<Task.Root> copies) {
    Fusion fusion = new Fusion(program, storage, buffers);
    for (Node node : storage.order()) {
      if (storage.stored(node) && fusion.early(node)) {
        fusion.add(node);
      }
    }
    for (Node node : storage.order()) {
      if (storage.stored(node) && fusion.position[node.id()] < 0) {
        fusion.add(node);
      }
    }
    copies.forEach(root -> fusion.place(Task.Kind.NEST, root, false));
    return fusion.tasks;
  }

  /** Whether a single number depends on inputs only: made first, it parts no loops. */
  private boolean early(Node node) {
    if (!Task.space(node.shape()).isEmpty()) {
      return false;
    }
    for (Task.Read read : Reads.of(storage, node, true)) {
      if (storage.stored(read.node()) && position[read.node().id()] < 0) {
        return false;
      }
    }
    return true;
  }

  private void add(Node node) {
    if (node.op() instanceof Concat concat) {
      List<Integer> strides = Task.strides(node.shape());
      int[] offsets = concat.offsets(node);
      for (int i = 0; i < offsets.length; i++) {
        int offset = offsets[i] * strides.get(concat.axis());
        Task.Root root = new Task.Root(node.arg(i), buffers[node.id()], strides, offset);
        place(Task.Kind.NEST, root, false);
      }
      position[node.id()] = tasks.size() - 1;
      return;
    }
    Task.Root root = new Task.Root(node, buffers[node.id()], Task.strides(node.shape()), 0);
    Task.Kind kind = Task.Kind.NEST;
    if (node.op() instanceof Accumulate || node.op() instanceof Scatter) {
      kind = Task.Kind.ACCUMULATE;
    } else if (node.op() instanceof Reduce reduce) {
      if (Contraction.of(storage, node) != null) {
        kind = Task.Kind.CONTRACTION;
      } else if (sweeps(node, reduce)) {
        kind = Task.Kind.SWEEP;
      }
    }
    position[node.id()] = place(kind, root, true);
  }

  /** Whether the innermost axis stays and an outer one goes. */
  private static boolean sweeps(Node node, Reduce reduce) {
    Shape shape = node.arg(0).shape();
    boolean[] gone = reduce.reduced(shape.rank());
    int inner = 1;
    for (int d = shape.rank() - 1; d >= 0; d--) {
      if (shape.dim(d) != 1 && gone[d]) {
        return inner >= SHORT;
      }
      inner *= shape.dim(d);
      if (shape.dim(d) == Shape.BATCH) {
        return false;
      }
    }
    return false;
  }

  private int place(Task.Kind kind, Task.Root root, boolean compute) {
    Node node = root.node();
    List<Integer> space = Task.space(node.shape());
    Set<Task.Read> reads = Reads.of(storage, node, compute && storage.base(node) == node);
    int size = storage.size(node) + reads.size();
    Integer last = kind == Task.Kind.NEST ? latest.get(space) : null;
    if (last != null && fits(tasks.get(last), last, root, reads, size)) {
      join(tasks.get(last), root, reads, size);
      return last;
    }
    Task task = new Task(kind, space);
    join(task, root, reads, size);
    tasks.add(task);
    if (kind == Task.Kind.CONTRACTION) {
      task.contraction = Contraction.of(storage, node);
    }
    boolean open = kind == Task.Kind.CONTRACTION && task.contraction.sum().whole();
    if (open || kind == Task.Kind.NEST) {
      latest.put(space, tasks.size() - 1);
    }
    return tasks.size() - 1;
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
    if (task.contraction != null && root.node().op() instanceof Reduce) {
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
