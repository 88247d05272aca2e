package dev.nnc.compiler.ir;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Checks that a program is well formed; what it finds is a bug of the compiler. */
public final class Verifier {
  private Verifier() {}

  /**
   * Checks a program: the nodes that its outputs need are of its graph, their types are those that
   * their operators give, leaves and results have a place, and batched ones start their slot.
   *
   * @param program what is checked
   * @throws IllegalStateException if something is wrong
   */
  public static void verify(Program program) {
    Set<Node> placed = new HashSet<>();
    for (Program.Input input : program.inputs()) {
      require(input.leaf().args().isEmpty(), "no leaf", input.leaf());
      checkPlace(input.leaf(), input.offset());
      placed.add(input.leaf());
    }
    for (Program.Output output : program.outputs()) {
      checkPlace(output.value(), output.offset());
    }
    program.slots();
    List<Node> all = program.graph().nodes();
    for (Node node : reachable(program)) {
      boolean own = node.id() < all.size() && all.get(node.id()) == node;
      require(own, "a node of another graph", node);
      for (Node arg : node.args()) {
        require(arg.id() < node.id(), "an argument behind its use", node);
      }
      Type type = node.op().type(node.args().stream().map(Node::type).toList());
      require(type.equals(node.type()), "not of type " + type, node);
      require(!node.op().given() || placed.contains(node), "a leaf without a place", node);
    }
  }

  /**
   * The nodes that a program's outputs need, arguments before the nodes that use them.
   *
   * @param program the program
   * @return its nodes by ascending number
   */
  public static List<Node> reachable(Program program) {
    return reachable(program.outputs().stream().map(Program.Output::value).toList());
  }

  /**
   * The nodes that some nodes need, and themselves, by ascending number.
   *
   * @param roots nodes of one graph
   * @return arguments before the nodes that use them
   */
  public static List<Node> reachable(Collection<Node> roots) {
    int size = roots.stream().mapToInt(Node::id).max().orElse(-1) + 1;
    Node[] found = new Node[size];
    Deque<Node> open = new ArrayDeque<>(roots);
    while (!open.isEmpty()) {
      Node node = open.pop();
      if (found[node.id()] == null) {
        found[node.id()] = node;
        node.args().forEach(open::push);
      }
    }
    return Arrays.stream(found).filter(Objects::nonNull).toList();
  }

  private static void checkPlace(Node node, int offset) {
    boolean fits = offset >= 0 && (offset == 0 || !node.shape().batched());
    require(fits, "offset " + offset, node);
  }

  private static void require(boolean condition, String what, Node node) {
    if (!condition) {
      throw new IllegalStateException(what + ": " + node);
    }
  }
}
