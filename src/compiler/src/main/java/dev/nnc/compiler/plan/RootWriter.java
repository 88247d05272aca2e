package dev.nnc.compiler.plan;

import dev.nnc.compiler.ir.Graph;
import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.source.Span;
import java.util.List;

/**
 * Writes what is computed at one place of an iteration space: all values first, then the stores.
 */
final class RootWriter {
  private final Graph graph;
  private final Materialise storage;
  private final Buffer[] buffers;
  private final KernelWriter writer;
  private final Lowering lowering;

  RootWriter(
      Graph graph, Materialise storage, Buffer[] buffers, KernelWriter writer, Lowering lowering) {
    this.graph = graph;
    this.storage = storage;
    this.buffers = buffers;
    this.writer = writer;
    this.lowering = lowering;
  }

  /** Says from which line of the source the following comes. */
  void line(Node node) {
    Span span = graph.origin(node);
    if (span != null) {
      writer.add(new Statement.Line(span.source().name(), span.line()));
    }
  }

  /**
   * Computes and stores the roots of a task at one place.
   *
   * @param task whose roots
   * @param variables the place in the task's space
   * @param values the roots that are computed already, first to last; the others are added
   */
  void write(Task task, List<Index> variables, List<Value> values) {
    int depth = writer.depth();
    for (Task.Root root : task.roots.subList(values.size(), task.roots.size())) {
      Node node = root.node();
      line(node);
      Index[] at = Task.at(node.shape(), variables);
      boolean own = storage.stored(node) && buffers[node.id()] == root.buffer();
      Value value = own ? lowering.compute(node, at) : lowering.value(node, at);
      boolean simple = value instanceof Value.Local || value instanceof Value.Literal;
      if (!simple && task.roots.size() > 1) {
        value = writer.let(depth, value);
        simple = true;
      }
      if (own && simple) {
        writer.remember(depth, value, node, storage.place(node, at));
      }
      values.add(value);
    }
    for (int i = 0; i < values.size(); i++) {
      Task.Root root = task.roots.get(i);
      if (root.buffer().source != null) {
        store(root, values.get(i), Task.at(root.node().shape(), variables));
      }
    }
  }

  /** Stores an element of a root. */
  void store(Task.Root root, Value value, Index... at) {
    int array = writer.array(root.buffer().source);
    Index place = lowering.place(root.buffer(), root.offset(), root.place(at));
    writer.add(new Statement.Store(array, place, value));
  }
}
