package dev.nnc.compiler.plan;

import dev.nnc.compiler.ir.Program;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts tasks whose results are small and go nowhere but to outputs, such as gradients of weights,
 * right behind what they read. What they read, which has a place for every example, is then still
 * in a cache and its memory is free for others sooner.
 */
final class Schedule {
  /** Where a task comes: with another, before or behind it, in the order of before. */
  private record Turn(Task task, int with, int number) {}

  private final List<Task> tasks;
  private final Buffer[] buffers;
  private final Map<Buffer, Integer> written = new HashMap<>();
  private final Map<Buffer, List<Integer>> readers = new HashMap<>();
  private final Set<Buffer> updated = new HashSet<>();

  private Schedule(Program program, List<Task> tasks, Materialise storage, Buffer[] buffers) {
    this.tasks = tasks;
    this.buffers = buffers;
    for (int i = 0; i < tasks.size(); i++) {
      for (Task.Root root : tasks.get(i).roots) {
        written.put(root.buffer(), i);
      }
      for (Task.Read read : tasks.get(i).reads) {
        readers.computeIfAbsent(buffer(read), b -> new ArrayList<>()).add(i);
      }
    }
    Set<String> inputs = new HashSet<>();
    program.inputs().forEach(input -> inputs.add(input.slot()));
    for (Program.Output output : program.outputs()) {
      if (inputs.contains(output.slot())) {
        updated.add(buffers[storage.base(output.value()).id()]);
      }
    }
  }

  /**
   * The tasks in a better order.
   *
   * @param program what is computed
   * @param tasks the tasks, each behind those that it needs
   * @param storage which nodes are stored
   * @param buffers the buffers of nodes
   * @return the same tasks, each behind those that it needs
   */
  static List<Task> of(Program program, List<Task> tasks, Materialise storage, Buffer[] buffers) {
    return new Schedule(program, tasks, storage, buffers).ordered();
  }

  private Buffer buffer(Task.Read read) {
    return buffers[read.node().id()];
  }

  private List<Task> ordered() {
    boolean[] early = early();
    List<Turn> turns = new ArrayList<>();
    int[] with = new int[tasks.size()];
    for (int i = 0; i < tasks.size(); i++) {
      with[i] = early[i] ? with(i, with) : i;
      turns.add(new Turn(tasks.get(i), with[i], i));
    }
    turns.sort(Comparator.comparingInt(Turn::with).thenComparingInt(Turn::number));
    return turns.stream().map(Turn::task).toList();
  }

  /** Which tasks may come early: all that hangs on them is small as well. */
  private boolean[] early() {
    boolean[] early = new boolean[tasks.size()];
    for (int i = tasks.size() - 1; i >= 0; i--) {
      early[i] = tasks.get(i).loop == null;
      for (Task.Root root : tasks.get(i).roots) {
        early[i] &= !root.buffer().batched && !updated.contains(root.buffer());
        early[i] &= written.get(root.buffer()) == i;
        for (int reader : readers.getOrDefault(root.buffer(), List.of())) {
          early[i] &= reader == i || (reader > i && early[reader]);
        }
      }
    }
    return early;
  }

  /** The task behind which one comes: the last that writes what it reads, to the end of a loop. */
  private int with(int task, int[] with) {
    int last = -1;
    for (Task.Read read : tasks.get(task).reads) {
      Integer writer = written.get(buffer(read));
      if (writer != null && writer > task) {
        return task;
      }
      boolean own = writer != null && writer == task;
      last = Math.max(last, writer == null || own ? -1 : with[writer]);
    }
    while (last >= 0
        && tasks.get(last).loop != null
        && last + 1 < task
        && tasks.get(last + 1).loop == tasks.get(last).loop) {
      last++;
    }
    return last < 0 ? task : last;
  }
}
