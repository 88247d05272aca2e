package dev.nnc.compiler.ir;

import dev.nnc.compiler.shape.Shape;
import dev.nnc.runtime.Slot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What is compiled into one routine: values to compute, where the leaves are read and where the
 * results go. Both places are slots of the routine's frame, see {@link dev.nnc.runtime.Slot}.
 *
 * <p>An output may go to a slot that also holds an input (an update in place): every input is read
 * as it was before the run.
 *
 * @param name what the routine is for: {@code predict}, {@code train}, {@code update} …
 * @param graph the DAG that holds all values
 * @param inputs the leaves, each with its place; leaves that nothing needs may be listed
 * @param outputs the results, each with its place
 */
public record Program(String name, Graph graph, List<Input> inputs, List<Output> outputs) {
  /**
   * A leaf and where it is read.
   *
   * @param leaf a node of a {@code Leaf} operator
   * @param slot the slot
   * @param offset the place of its first number; 0 for a leaf with a batch axis
   */
  public record Input(Node leaf, String slot, int offset) {}

  /**
   * A result and where it goes.
   *
   * @param name what listings call it
   * @param value the node
   * @param slot the slot
   * @param offset the place of its first number; 0 for a value with a batch axis
   */
  public record Output(String name, Node value, String slot, int offset) {}

  /** Copies the lists. */
  public Program {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(graph, "graph");
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  /**
   * The slots that the inputs and outputs name, in the order in which they are first named, each
   * just long enough.
   *
   * @return no scratch slots
   */
  public List<Slot> slots() {
    Map<String, Slot> slots = new LinkedHashMap<>();
    inputs.forEach(input -> extend(slots, input.slot(), input.offset(), input.leaf().shape()));
    outputs.forEach(out -> extend(slots, out.slot(), out.offset(), out.value().shape()));
    return new ArrayList<>(slots.values());
  }

  private static void extend(Map<String, Slot> slots, String name, int offset, Shape shape) {
    int elements = Math.toIntExact(shape.elements());
    Slot slot = slots.getOrDefault(name, new Slot(name, false, 0, 0));
    int perExample = Math.max(slot.perExample(), shape.batched() ? elements : 0);
    int end = Math.addExact(offset, elements);
    int fixed = Math.max(slot.fixed(), shape.batched() ? offset : end);
    slots.put(name, new Slot(name, false, perExample, fixed));
  }
}
