package dev.nnc.compiler.plan;

import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.ir.Program;
import dev.nnc.compiler.op.Elementwise;
import dev.nnc.compiler.op.Reduce;
import dev.nnc.compiler.op.View;
import dev.nnc.compiler.shape.Shape;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Which values lie across the axis along which they are added up or compared. The order of a sum is
 * part of what a program means, so along the last axis its summands come one by one; with another
 * axis last, neighbouring sums stand in lanes. That is for values made by sums of products of two
 * factors that both differ by example, such as the scores of attention: rows and columns are alike
 * there. What is computed from them element by element lies the same way, or nothing does.
 */
final class Crosswise {
  /** For each such node which of its axes stands where. */
  final Map<Node, int[]> orders = new HashMap<>();

  private final Map<Node, List<Node>> users = new HashMap<>();
  private final Set<Node> outputs;

  /** Decides for the nodes of a program. */
  Crosswise(Program program, List<Node> nodes) {
    outputs = program.outputs().stream().map(Program.Output::value).collect(Collectors.toSet());
    for (Node node : nodes) {
      for (Node arg : node.args()) {
        users.computeIfAbsent(arg, n -> new ArrayList<>()).add(node);
      }
    }
    for (Node node : nodes) {
      if (node.op() instanceof Reduce && !contraction(node) && !orders.containsKey(node.arg(0))) {
        int[] order = across(node);
        if (order != null) {
          Group group = new Group();
          if (group.spread(node.arg(0), order)) {
            orders.putAll(group.found);
          }
        }
      }
    }
  }

  /** The order of what is reduced along its last axis, with another one last; null without one. */
  private static int[] across(Node node) {
    Shape shape = node.arg(0).shape();
    boolean[] gone = ((Reduce) node.op()).reduced(shape.rank());
    int last = shape.rank() - 1;
    if (last < 1 || !gone[last] || shape.dim(last) == 1) {
      return null;
    }
    for (int axis = last - 1; axis >= 0; axis--) {
      int dim = shape.dim(axis);
      if (gone[axis]) {
        return null;
      } else if (dim != 1) {
        return dim != Shape.BATCH && dim % Factors.WIDEST == 0 ? behind(shape, axis) : null;
      }
    }
    return null;
  }

  private static int[] behind(Shape shape, int lanes) {
    return IntStream.concat(
            IntStream.range(0, shape.rank()).filter(axis -> axis != lanes), IntStream.of(lanes))
        .toArray();
  }

  private static boolean contraction(Node node) {
    return node.op() instanceof Reduce reduce
        && reduce.kind() == Reduce.Kind.SUM
        && node.arg(0).op() == Elementwise.MUL
        && factors(node).rowsAndColumns();
  }

  private static Factors factors(Node sum) {
    Node product = sum.arg(0);
    return Factors.of(product, ((Reduce) sum.op()).reduced(product.shape().rank()));
  }

  /** Whether both factors of a sum of products differ by example. */
  private static boolean alike(Node sum) {
    Node product = sum.arg(0);
    return product.shape().batched()
        && sum.shape().batched()
        && Factors.moves(product.arg(0), 0)
        && Factors.moves(product.arg(1), 0);
  }

  /** Values that lie alike. */
  private final class Group {
    final Map<Node, int[]> found = new HashMap<>();
    private final Deque<Node> open = new ArrayDeque<>();
    private boolean possible = true;

    boolean spread(Node first, int... order) {
      add(first, order);
      while (possible && !open.isEmpty()) {
        Node node = open.pop();
        int[] here = found.get(node);
        possible &= !outputs.contains(node);
        from(node, here);
        users.getOrDefault(node, List.of()).forEach(user -> to(node, user, here));
      }
      return possible && found.keySet().stream().anyMatch(Crosswise::contraction);
    }

    private void add(Node node, int... order) {
      int[] before = found.putIfAbsent(node, order);
      if (before == null) {
        open.push(node);
        possible &= !orders.containsKey(node) || Arrays.equals(orders.get(node), order);
      } else {
        possible &= Arrays.equals(before, order);
      }
    }

    /** Goes on to what a value is computed from. */
    private void from(Node node, int... order) {
      if (node.op() instanceof Elementwise) {
        node.args().forEach(arg -> argument(arg, order));
      } else if (node.op() instanceof View view) {
        source(node, view, order);
      } else {
        possible &= contraction(node) && alike(node);
      }
    }

    private void argument(Node arg, int... order) {
      boolean still = arg.op() instanceof View && (!moves(arg, order, 1) || !moves(arg, order, 2));
      if (!still) {
        add(arg, order);
      }
    }

    /** Whether a view moves along the last axis, or the one before it, of an order. */
    private boolean moves(Node view, int[] order, int fromLast) {
      return Factors.moves(view, order[order.length - fromLast]);
    }

    private void source(Node node, View view, int... order) {
      Node source = node.arg(0);
      int[] axis = new int[source.shape().rank()];
      for (int d = 0; d < axis.length; d++) {
        axis[d] = axis(view, d, source.shape().dim(d));
        possible &= axis[d] >= 0 || source.shape().dim(d) == 1;
      }
      if (!possible) {
        return;
      }
      Integer[] places = IntStream.range(0, axis.length).boxed().toArray(Integer[]::new);
      List<Integer> standing = Arrays.stream(order).boxed().toList();
      int[] rank = new int[axis.length];
      for (int d = 0; d < rank.length; d++) {
        rank[d] = axis[d] >= 0 ? standing.indexOf(axis[d]) : d == 0 ? -1 : rank[d - 1];
      }
      Arrays.sort(places, (a, b) -> Integer.compare(rank[a], rank[b]));
      int[] inner = Arrays.stream(places).mapToInt(Integer::intValue).toArray();
      if (source.shape().rank() == node.shape().rank()) {
        add(source, inner);
      } else if (source.op() instanceof Elementwise) {
        // The same for all examples or heads: whoever else reads it reads it across.
        possible &= !found.containsKey(source) || Arrays.equals(found.get(source), inner);
        found.put(source, inner);
        source.args().forEach(arg -> possible &= arg.op() instanceof View);
      } else {
        possible = false;
      }
    }

    /** The axis of a view along which an axis of its source runs, or -1. */
    private static int axis(View view, int d, int dim) {
      int axis = -1;
      for (int a = 0; a < view.map().resultRank(); a++) {
        int c = view.map().coefficient(d, a);
        if (c != 0) {
          boolean whole = c == 1 && axis < 0 && view.shape().dim(a) == dim;
          if (!whole || view.map().offset(d) != 0) {
            return -1;
          }
          axis = a;
        }
      }
      return axis;
    }

    /** Goes on to what is computed from a value. */
    private void to(Node node, Node user, int... order) {
      if (user.op() instanceof Reduce reduce) {
        possible &= !reduce.reduced(order.length)[order[order.length - 1]];
      } else if (user.op() instanceof View view) {
        if (!feedsContractions(user)) {
          int[] outer = through(node, user, view, order);
          possible &= outer != null;
          if (outer != null) {
            add(user, outer);
          }
        }
      } else if (user.op() instanceof Elementwise) {
        if (!factorOnly(user)) {
          add(user, order);
        }
      } else {
        possible = false;
      }
    }

    /** The order of a permutation of a value that lies in an order, or null. */
    private static int[] through(Node node, Node user, View view, int... order) {
      if (user.shape().rank() != node.shape().rank()) {
        return null;
      }
      int[] outer = new int[order.length];
      boolean[] taken = new boolean[order.length];
      for (int i = 0; i < outer.length; i++) {
        int dim = node.shape().dim(order[i]);
        int axis = axis(view, order[i], dim);
        outer[i] = axis;
        if (axis >= 0) {
          taken[axis] = true;
        } else if (dim != 1) {
          return null;
        }
      }
      int next = 0;
      for (int i = 0; i < outer.length; i++) {
        if (outer[i] < 0) {
          while (taken[next]) {
            next++;
          }
          outer[i] = next;
          taken[next] = true;
        }
      }
      return outer;
    }

    private boolean feedsContractions(Node view) {
      return !outputs.contains(view)
          && users.getOrDefault(view, List.of()).stream().allMatch(this::factorOnly);
    }

    /** Whether a node is a product of which nothing but a sum over rows and columns is used. */
    private boolean factorOnly(Node node) {
      return node.op() == Elementwise.MUL
          && !outputs.contains(node)
          && users.getOrDefault(node, List.of()).stream().allMatch(Crosswise::contraction);
    }
  }
}
