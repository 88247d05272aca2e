package dev.nnc.compiler.plan;

import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.op.LoopBody;
import dev.nnc.compiler.op.Scan;
import dev.nnc.compiler.op.Trace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which nodes of a program are computed step by step, and in which loop. */
final class Loops {
  private final Map<Node, LoopBody> bodies = new LinkedHashMap<>();
  private final Map<Node, LoopBody> inside = new HashMap<>();

  /**
   * The loops of a program.
   *
   * @param order its nodes, arguments first
   */
  Loops(List<Node> order) {
    Map<Node, List<Node>> traced = new LinkedHashMap<>();
    for (Node node : order) {
      if (node.op() instanceof Scan) {
        traced.put(node, new ArrayList<>());
      } else if (node.op() instanceof Trace) {
        traced.get(node.arg(0)).add(node.arg(1));
      }
    }
    traced.forEach(
        (scan, nodes) -> {
          LoopBody body = LoopBody.of(scan, nodes);
          bodies.put(scan, body);
          body.nodes().forEach(node -> inside.put(node, body));
        });
  }

  /** The body of a loop. */
  LoopBody body(Node scan) {
    return bodies.get(scan);
  }

  /** The loop that computes a node, or null. */
  LoopBody around(Node node) {
    return inside.get(node);
  }

  /** The axis of a node along which the steps of its loop lie, or -1 outside of loops. */
  int axis(Node node) {
    LoopBody body = inside.get(node);
    return body == null ? -1 : body.axis(node);
  }
}
