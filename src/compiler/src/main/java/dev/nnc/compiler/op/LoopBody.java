package dev.nnc.compiler.op;

import dev.nnc.compiler.ir.Node;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What has to be computed step by step: the nodes that depend on what a loop carries and on which
 * its next values, or values that are traced, depend.
 */
public final class LoopBody {
  private final Node scan;
  private final Map<Node, Integer> axes = new HashMap<>();
  private final List<Node> nodes = new ArrayList<>();

  private LoopBody(Node scan) {
    this.scan = scan;
  }

  /**
   * The body of a loop.
   *
   * @param scan a node of {@link Scan}
   * @param traced nodes that are traced besides; those that do not depend on the loop are no part
   * @return the body
   * @throws StepException if a node of the body does not work step by step
   */
  public static LoopBody of(Node scan, Collection<Node> traced) {
    LoopBody body = new LoopBody(scan);
    Scan op = (Scan) scan.op();
    List<Node> roots = new ArrayList<>(traced);
    for (int i = 0; i < op.carries().size(); i++) {
      roots.add(op.next(scan, i));
    }
    for (Node node : new Dependence(op.id()).among(roots)) {
      body.add(node);
    }
    return body;
  }

  private void add(Node node) {
    int axis = -1;
    if (node.op() instanceof Leaf.Carry carry) {
      axis = carry.axis();
    } else {
      for (int i = 0; i < node.args().size(); i++) {
        if (contains(node.arg(i))) {
          int found = node.op().follow(i, axis(node.arg(i)), node);
          if (found < 0 || (axis >= 0 && found != axis)) {
            throw new StepException(node);
          }
          axis = found;
        }
      }
    }
    axes.put(node, axis);
    nodes.add(node);
  }

  /** Whether a node depends on what a loop carries. */
  public static boolean dependsOn(Node node, int scan) {
    return new Dependence(scan).on(node);
  }

  /** The loop. */
  public Node scan() {
    return scan;
  }

  /** Its operator. */
  public Scan op() {
    return (Scan) scan.op();
  }

  /** The nodes of the body, the carries among them, arguments first. */
  public List<Node> nodes() {
    return List.copyOf(nodes);
  }

  /** Whether a node is computed step by step. */
  public boolean contains(Node node) {
    return axes.containsKey(node);
  }

  /** The axis of a node of the body along which its steps lie. */
  public int axis(Node node) {
    return axes.get(node);
  }

  /** The axis of an argument along which a node of the body reads its own step, or -1. */
  public int axis(Node node, int argument) {
    Node arg = node.arg(argument);
    for (int axis = 0; axis < arg.shape().rank(); axis++) {
      if (node.op().follow(argument, axis, node) == axis(node)) {
        return axis;
      }
    }
    return -1;
  }

  /** A node of a body that computes a step from other steps. */
  public static final class StepException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;
    private final transient Node node;

    StepException(Node node) {
      super("computes a step of a loop from other steps: " + node);
      this.node = node;
    }

    /** The node. */
    public Node node() {
      return node;
    }
  }

  /** Finds what depends on a loop's carries; loops that have run are closed. */
  static final class Dependence {
    private final int scan;
    private final Map<Node, Boolean> known = new HashMap<>();

    Dependence(int scan) {
      this.scan = scan;
    }

    /** Whether a node depends on a carry of the loop. */
    boolean on(Node root) {
      Deque<Node> open = new ArrayDeque<>();
      open.push(root);
      while (!open.isEmpty()) {
        Node node = open.peek();
        if (known.containsKey(node)) {
          open.pop();
        } else if (node.args().isEmpty() || node.op() instanceof Trace) {
          known.put(node, node.op() instanceof Leaf.Carry carry && carry.scan() == scan);
        } else {
          boolean waits = false;
          boolean depends = false;
          for (Node arg : node.args()) {
            Boolean found = known.get(arg);
            if (found == null) {
              open.push(arg);
              waits = true;
            } else {
              depends |= found;
            }
          }
          if (!waits) {
            known.put(node, depends);
          }
        }
      }
      return known.get(root);
    }

    /** The nodes that depend on a carry and on which one of the roots depends, arguments first. */
    Collection<Node> among(Collection<Node> roots) {
      TreeMap<Integer, Node> found = new TreeMap<>();
      Deque<Node> open = new ArrayDeque<>(roots);
      Set<Node> seen = new HashSet<>();
      while (!open.isEmpty()) {
        Node node = open.pop();
        if (seen.add(node) && on(node)) {
          found.put(node.id(), node);
          if (!(node.op() instanceof Trace)) {
            node.args().forEach(open::push);
          }
        }
      }
      return found.values();
    }
  }
}
