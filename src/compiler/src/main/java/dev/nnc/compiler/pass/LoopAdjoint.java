package dev.nnc.compiler.pass;

import dev.nnc.compiler.ir.Graph;
import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.ir.Type;
import dev.nnc.compiler.op.Build;
import dev.nnc.compiler.op.Leaf;
import dev.nnc.compiler.op.LoopBody;
import dev.nnc.compiler.op.Scan;
import dev.nnc.compiler.op.Tracer;
import dev.nnc.compiler.op.View;
import dev.nnc.compiler.shape.AffineMap;
import dev.nnc.compiler.shape.Shape;
import dev.nnc.compiler.source.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * The chain rule for a loop: reverse accumulation step by step, as a loop in the other direction.
 *
 * <p>With {@code h[t] = f(h[t-1], x[t])} and {@code ḡ[t]} what flows back into {@code h[t]} from
 * outside of the loop, {@code λ[t] = ḡ[t] + λ[t+1] ∂f/∂h}, from the last step to the first, and
 * what flows back to {@code x[t]} is {@code λ[t] ∂f/∂x}. The values of the forward loop that this
 * needs are traced. What does not lead from step to step, such as the gradients of weights, is no
 * part of the loop: it is computed from λ for all steps at once.
 */
final class LoopAdjoint {
  private final Graph graph;
  private final Build build;
  private final Node scan;
  private final Scan op;
  private final Tracer forward;
  private final Map<Node, Node> seeds = new LinkedHashMap<>();
  private final Map<Node, Node> cotangents = new LinkedHashMap<>();
  private final Map<Node, List<Node>> outside = new LinkedHashMap<>();
  private LoopBody body;

  LoopAdjoint(Graph graph, Node scan) {
    this.graph = graph;
    this.scan = scan;
    build = new Build(graph);
    op = (Scan) scan.op();
    forward = new Tracer(graph, scan);
  }

  /** Says what flows back into a traced node of the loop's body. */
  void seed(Node node, Node cotangent) {
    seeds.merge(node, cotangent, build::add);
  }

  /**
   * Makes the loop of the derivative.
   *
   * @param receiver takes, for nodes outside of the loop, what flows back to them
   */
  void spread(BiConsumer<Node, Node> receiver) {
    int id = graph.number(List.of("adjoint", scan, Map.copyOf(seeds)));
    body = LoopBody.of(scan, seeds.keySet());
    seeds.forEach(this::add);
    List<Leaf.Carry> carries = new ArrayList<>();
    List<Integer> real = new ArrayList<>();
    List<Node> leaves = new ArrayList<>();
    for (int i = 0; i < op.carries().size(); i++) {
      Leaf.Carry carry = op.carries().get(i);
      if (carry.declared().kind() == Type.Kind.REAL) {
        Leaf.Carry back = new Leaf.Carry(id, real.size(), carry.axis(), carry.declared());
        leaves.add(graph.node(carry));
        add(op.next(scan, i), graph.node(back));
        carries.add(back);
        real.add(i);
      }
    }
    sweep();
    List<Node> args = new ArrayList<>();
    carries.forEach(carry -> args.add(zeros(without(carry))));
    for (Node leaf : leaves) {
      args.add(cotangents.containsKey(leaf) ? cotangents.get(leaf) : zeros(leaf.shape()));
    }
    Node back = graph.node(new Scan(id, op.steps(), !op.reversed(), carries), args);
    Tracer backward = new Tracer(graph, back);
    outside.forEach((node, parts) -> parts.forEach(p -> receiver.accept(node, backward.trace(p))));
    for (int i = 0; i < carries.size(); i++) {
      Node into = backward.trace(args.get(carries.size() + i));
      receiver.accept(op.initial(scan, real.get(i)), at(into, carries.get(i).axis(), op.first()));
    }
  }

  private void sweep() {
    List<Node> nodes = body.nodes();
    Span before = graph.at(null);
    for (int i = nodes.size() - 1; i >= 0; i--) {
      Node node = nodes.get(i);
      Node cotangent = cotangents.get(node);
      if (cotangent != null && !node.args().isEmpty()) {
        graph.at(graph.origin(node));
        List<Node> parts = node.op().adjoint(graph, node, cotangent);
        for (int k = 0; k < parts.size(); k++) {
          if (parts.get(k) != null && node.arg(k).type().kind() == Type.Kind.REAL) {
            add(node.arg(k), forward.trace(parts.get(k)));
          }
        }
      }
    }
    graph.at(before);
  }

  private void add(Node node, Node part) {
    if (body.contains(node)) {
      cotangents.merge(node, part, build::add);
    } else {
      outside.computeIfAbsent(node, n -> new ArrayList<>()).add(part);
    }
  }

  private static Shape without(Leaf.Carry carry) {
    boolean[] step = new boolean[carry.declared().shape().rank()];
    step[carry.axis()] = true;
    return carry.declared().shape().without(step);
  }

  private Node zeros(Shape shape) {
    return build.broadcast(build.constant(0), shape);
  }

  /** The place of a sequence at one step. */
  private Node at(Node sequence, int axis, int step) {
    boolean[] gone = new boolean[sequence.shape().rank()];
    gone[axis] = true;
    Shape shape = sequence.shape().without(gone);
    int[][] rows = new int[gone.length][shape.rank()];
    int[] offsets = new int[gone.length];
    int next = 0;
    for (int d = 0; d < gone.length; d++) {
      if (d == axis) {
        offsets[d] = step;
      } else {
        rows[d][next++] = 1;
      }
    }
    return graph.node(new View(shape, new AffineMap(shape.rank(), rows, offsets)), sequence);
  }
}
