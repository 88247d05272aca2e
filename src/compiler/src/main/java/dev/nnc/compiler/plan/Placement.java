package dev.nnc.compiler.plan;

import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.ir.Program;
import dev.nnc.compiler.op.Leaf;
import dev.nnc.compiler.op.LoopBody;
import dev.nnc.runtime.Slot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Where every value lives: inputs and outputs in the slots that the program names, everything else
 * in scratch arrays, which values with disjoint lifetimes share. An output is written straight to
 * its slot unless an input there is still to be read; then it is copied at the end.
 */
final class Placement {
  private record Wanted(Buffer buffer, int slot, int offset, boolean direct) {}

  /** Copies to be made when everything is computed: from the first buffer to the second. */
  record Final(Buffer from, Buffer to) {}

  final Buffer[] buffers;
  final List<Task.Root> roots = new ArrayList<>();
  final List<Final> finals = new ArrayList<>();
  final List<Leaf.Constant> tables = new ArrayList<>();
  private final Program program;
  private final Materialise storage;
  private final Map<String, int[]> sizes = new LinkedHashMap<>();
  private final Map<Integer, TreeMap<Integer, List<Node>>> leaves = new LinkedHashMap<>();
  private final List<Wanted> wanted = new ArrayList<>();
  private final List<int[]> scratch = new ArrayList<>();
  private final Target target;
  private int widest;
  private int panelRows;
  private int leftRoom;
  private int rightRoom;
  private int resultRoom;
  private int panelWidth;

  Placement(Program program, Materialise storage, Target target) {
    this.target = target;
    this.program = program;
    this.storage = storage;
    buffers = new Buffer[program.graph().size()];
    for (Program.Input input : program.inputs()) {
      input(input);
    }
    for (Node node : storage.order()) {
      if (storage.stored(node) || node.op() instanceof Leaf.Carry) {
        buffers[node.id()] = buffer(node);
      } else if (node.op() instanceof Leaf.Constant constant && storage.inArray(node)) {
        Buffer table = buffer(node);
        table.source = new Launch.Table(tables.size());
        tables.add(constant);
        buffers[node.id()] = table;
      } else if (node.op() instanceof Leaf.Given && buffers[node.id()] == null) {
        throw new IllegalArgumentException("no place for " + node);
      }
    }
    Set<Node> seen = new HashSet<>();
    for (Program.Output output : program.outputs()) {
      output(output, seen);
    }
  }

  private Buffer buffer(Node node) {
    String name = program.graph().name(node);
    String label = "%" + node.id() + (name == null ? "" : " " + name);
    int size = Math.toIntExact(storage.room(node).elements());
    return new Buffer(label, node.shape().batched(), size);
  }

  private int slot(String name, Node value, int offset) {
    int[] size = sizes.computeIfAbsent(name, n -> new int[] {0, 0, sizes.size()});
    int at = value.shape().batched() ? 0 : 1;
    size[at] = Math.max(size[at], Math.toIntExact(value.shape().elements() + offset));
    return size[2];
  }

  private void input(Program.Input input) {
    int slot = slot(input.slot(), input.leaf(), input.offset());
    Buffer buffer = buffer(input.leaf());
    buffer.source = new Launch.FrameArray(slot);
    buffer.offset = input.offset();
    buffer.first = -1;
    buffers[input.leaf().id()] = buffer;
    widest = Math.max(widest, buffer.size);
    leaves
        .computeIfAbsent(slot, s -> new TreeMap<>())
        .computeIfAbsent(input.offset(), o -> new ArrayList<>())
        .add(input.leaf());
  }

  private void output(Program.Output output, Set<Node> seen) {
    Node from = storage.base(output.value());
    int slot = slot(output.slot(), output.value(), output.offset());
    if (storage.stored(from)) {
      wanted.add(new Wanted(buffers[from.id()], slot, output.offset(), seen.add(from)));
      return;
    }
    Buffer own = buffers[from.id()];
    if (from.op() instanceof Leaf.Given
        && new Launch.FrameArray(slot).equals(own.source)
        && own.offset == output.offset()) {
      return;
    }
    Buffer copy = buffer(from);
    roots.add(new Task.Root(from, copy, Task.strides(from.shape()), 0));
    wanted.add(new Wanted(copy, slot, output.offset(), true));
  }

  /**
   * Decides where everything is.
   *
   * @param tasks in order
   * @param compact whether arrays are to take little rather than to be those used last
   */
  void place(List<Task> tasks, boolean compact) {
    Map<Node, List<Integer>> readers = new LinkedHashMap<>();
    for (int step = 0; step < tasks.size(); step++) {
      for (Task.Root root : tasks.get(step).roots) {
        root.buffer().touch(step);
      }
      for (Task.Read read : tasks.get(step).reads) {
        buffers[read.node().id()].touch(step);
        readers.computeIfAbsent(read.node(), n -> new ArrayList<>()).add(step);
      }
    }
    for (Wanted want : wanted) {
      Buffer buffer = want.buffer;
      if (want.direct && safe(want, tasks, readers)) {
        buffer.source = new Launch.FrameArray(want.slot);
        buffer.offset = want.offset;
      } else {
        Buffer target = new Buffer(buffer.label, buffer.batched, buffer.size);
        target.source = new Launch.FrameArray(want.slot);
        target.offset = want.offset;
        finals.add(new Final(buffer, target));
        buffer.touch(tasks.size() + finals.size() - 1);
      }
    }
    stay(tasks);
    allocate(tasks, compact);
    for (Task task : tasks) {
      if (task.contraction != null && target == Target.VECTOR) {
        leftRoom = Math.max(leftRoom, task.contraction.leftRoom());
        rightRoom = Math.max(rightRoom, task.contraction.rightRoom());
        resultRoom = Math.max(resultRoom, task.contraction.resultRoom());
      } else if (task.contraction != null) {
        panelRows = Math.max(panelRows, task.contraction.sum().size());
        panelWidth = Math.max(panelWidth, task.contraction.columns().size());
      }
    }
  }

  /** Where contractions work. */
  Panel panel() {
    int first = sizes.size() + scratch.size();
    if (target == Target.VECTOR) {
      return new Panel(first, first + 1, first + 2);
    }
    return new Panel(first, first + 1, first + 1 + Contraction.ROWS);
  }

  /** Keeps buffers over all steps of a loop that another step or something behind it reads. */
  private void stay(List<Task> tasks) {
    int from = 0;
    while (from < tasks.size()) {
      int to = from;
      while (to + 1 < tasks.size() && tasks.get(to + 1).loop == tasks.get(from).loop) {
        to++;
      }
      if (tasks.get(from).loop != null) {
        for (Task task : tasks.subList(from, to + 1)) {
          for (Task.Read read : task.reads) {
            buffers[read.node().id()].stay(from, to);
          }
          for (Task.Root root : task.roots) {
            root.buffer().stay(from, to);
          }
        }
      }
      from = to + 1;
    }
  }

  private boolean safe(Wanted want, List<Task> tasks, Map<Node, List<Integer>> readers) {
    TreeMap<Integer, List<Node>> inputs = leaves.get(want.slot);
    if (inputs == null) {
      return true;
    }
    if (tasks.get(want.buffer.first).loop != null) {
      return false;
    }
    long end = want.buffer.batched ? Integer.MAX_VALUE : (long) want.offset + want.buffer.size;
    int bound = (int) Math.min(end, Integer.MAX_VALUE);
    for (Map.Entry<Integer, List<Node>> entry :
        inputs.headMap(bound, false).descendingMap().entrySet()) {
      for (Node leaf : entry.getValue()) {
        Buffer input = buffers[leaf.id()];
        boolean apart = !input.batched && input.offset + input.size <= want.offset;
        if (!apart && !readBefore(want, leaf, tasks, readers)) {
          return false;
        }
      }
      if (entry.getKey() + (long) widest <= want.offset && want.offset > 0) {
        break;
      }
    }
    return true;
  }

  private boolean readBefore(
      Wanted want, Node leaf, List<Task> tasks, Map<Node, List<Integer>> readers) {
    for (int step : readers.getOrDefault(leaf, List.of())) {
      if (step > want.buffer.first) {
        return false;
      }
      if (step == want.buffer.first && !samePlaces(want, leaf, tasks.get(step))) {
        return false;
      }
    }
    return true;
  }

  /** Whether a task reads each element of a leaf only where it overwrites the very same. */
  private boolean samePlaces(Wanted want, Node leaf, Task task) {
    if ((task.kind != Task.Kind.NEST && !behindSums(want, leaf, task))
        || buffers[leaf.id()].offset != want.offset) {
      return false;
    }
    Index identity = null;
    for (Task.Root root : task.roots) {
      if (root.buffer() == want.buffer) {
        identity =
            root.place(Task.at(root.node().shape(), Task.variables(task.space.size())))
                .plus(root.offset());
      }
    }
    for (Task.Read read : task.reads) {
      if (read.node() == leaf && !read.linear().equals(identity)) {
        return false;
      }
    }
    return true;
  }

  /** Whether a task overwrites and reads a leaf only when it has finished its sums. */
  private boolean behindSums(Wanted want, Node leaf, Task task) {
    Task.Root sum = task.roots.get(0);
    return (task.kind == Task.Kind.SWEEP || task.kind == Task.Kind.CONTRACTION)
        && sum.buffer() != want.buffer
        && Reads.of(storage, sum.node(), true).stream().noneMatch(read -> read.node() == leaf);
  }

  private void allocate(List<Task> tasks, boolean compact) {
    int steps = tasks.size() + finals.size();
    List<Set<Buffer>> starts = new ArrayList<>();
    List<Set<Buffer>> ends = new ArrayList<>();
    for (int i = 0; i <= steps; i++) {
      starts.add(new LinkedHashSet<>());
      ends.add(new LinkedHashSet<>());
    }
    for (int step = 0; step < tasks.size(); step++) {
      for (Task.Root root : tasks.get(step).roots) {
        Buffer buffer = root.buffer();
        boolean inside =
            buffer.first == buffer.last
                && tasks.get(step).roots.size() > 1
                && !inBlocks(tasks.get(step), root);
        if (buffer.source == null && !inside) {
          starts.get(buffer.first).add(buffer);
          ends.get(buffer.last).add(buffer);
        }
      }
    }
    if (compact) {
      pack(tasks, starts);
      return;
    }
    Pool perExample = new Pool(sizes.size(), scratch, 0);
    Pool fixed = new Pool(sizes.size(), scratch, 1);
    Map<Integer, Pool> passing = new HashMap<>();
    for (int step = 0; step < steps; step++) {
      Set<Buffer> both = new LinkedHashSet<>(starts.get(step));
      both.addAll(ends.get(step));
      Map<Buffer, Pool> pools = new HashMap<>();
      for (Buffer buffer : both) {
        Pool pool = buffer.batched ? perExample : fixed;
        if (buffer.batched && passing(buffer, tasks)) {
          pool = passing.computeIfAbsent(buffer.size, n -> new Pool(sizes.size(), scratch, 0));
        }
        pools.put(buffer, pool);
      }
      starts.get(step).forEach(buffer -> pools.get(buffer).take(buffer));
      ends.get(step).forEach(buffer -> pools.get(buffer).give(buffer));
    }
  }

  /** Shares arrays such that they take little, however far apart in time their values are. */
  private void pack(List<Task> tasks, List<Set<Buffer>> starts) {
    Map<Integer, List<Buffer>> kinds = new LinkedHashMap<>();
    for (Set<Buffer> begun : starts) {
      for (Buffer buffer : begun) {
        int kind = buffer.batched && passing(buffer, tasks) ? buffer.size : buffer.batched ? 0 : -1;
        kinds.computeIfAbsent(kind, k -> new ArrayList<>()).add(buffer);
      }
    }
    kinds.forEach(
        (kind, buffers) -> new Packing(sizes.size(), scratch, kind < 0 ? 1 : 0).pack(buffers));
  }

  /** Whether a root is a sum whose parts meet where it is stored. */
  private boolean inBlocks(Task task, Task.Root root) {
    boolean blocks =
        target == Target.SCALAR && task.contraction != null && !task.contraction.sum().whole();
    return (blocks || task.kind == Task.Kind.SWEEP) && root.equals(task.roots.get(0));
  }

  /**
   * Whether a buffer lives no longer than a step of a loop. Such buffers share arrays with others
   * of their size only, so that within a loop an example's numbers never lie where another's do.
   */
  private static boolean passing(Buffer buffer, List<Task> tasks) {
    int last = Math.min(buffer.last, tasks.size() - 1);
    LoopBody loop = tasks.get(Math.min(buffer.first, last)).loop;
    return loop != null && tasks.get(last).loop == loop && buffer.last == last;
  }

  /** How many numbers the arrays that values in between share hold for a batch. */
  long room(int batch) {
    return scratch.stream().mapToLong(size -> (long) size[0] * batch + size[1]).sum();
  }

  /**
   * The arrays of the frame, in order.
   *
   * @param staged how many rows of the panel loops take besides contractions; over lanes, how many
   *     numbers
   * @param bytes how many a number has
   */
  List<Slot> slots(int staged, int bytes) {
    List<Slot> slots = new ArrayList<>();
    sizes.forEach((name, size) -> slots.add(new Slot(name, false, size[0], size[1])));
    for (int i = 0; i < scratch.size(); i++) {
      slots.add(new Slot("scratch" + i, true, scratch.get(i)[0], scratch.get(i)[1]));
    }
    if (target == Target.VECTOR) {
      slots.add(new Slot(Slot.PANEL + ":left", true, 0, leftRoom));
      slots.add(new Slot(Slot.PANEL + ":results", true, 0, Math.max(resultRoom, staged)));
      slots.add(new Slot(Slot.PANEL + ":right", true, 0, rightRoom));
      return slots;
    }
    int rows = Math.max(staged, panelRows == 0 ? 0 : Contraction.ROWS + panelRows);
    if (rows > 0) {
      slots.add(new Slot(Slot.PANEL + ":packed", true, 0, Contraction.ROWS * panelRows));
      int width = Panel.length(Math.max(panelWidth, staged > 0 ? Staging.PIECE : 0), bytes);
      for (int i = 0; i < rows; i++) {
        slots.add(new Slot(Panel.NAME + i, true, 0, width));
      }
    }
    return slots;
  }
}
