package dev.nnc.compiler.plan;

import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.op.Elementwise;
import dev.nnc.compiler.op.Gather;
import dev.nnc.compiler.op.Leaf;
import dev.nnc.compiler.op.Reduce;
import dev.nnc.compiler.op.View;
import dev.nnc.compiler.shape.Shape;
import dev.nnc.runtime.Precision;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns the expression of a node at an index into a value inside a kernel. What is needed twice is
 * computed once; what does not depend on inner loops is computed before them.
 */
final class Lowering {
  private final KernelWriter writer;
  private final Materialise storage;
  private final Buffer[] buffers;
  private final Precision precision;
  private final List<Value.Bound> enclosing = new ArrayList<>();

  Lowering(KernelWriter writer, Materialise storage, Buffer[] buffers, Precision precision) {
    this.writer = writer;
    this.storage = storage;
    this.buffers = buffers;
    this.precision = precision;
  }

  /** A literal of the precision. */
  Value number(double value) {
    return new Value.Literal(precision.round(value));
  }

  /** Where a node is read as it stands, or null. */
  Affine affine(Node node) {
    return Affine.of(storage, node);
  }

  /** Where a node is kept. */
  Buffer buffer(Node node) {
    return buffers[node.id()];
  }

  /** The place of an element of a buffer in its array. */
  Index place(Buffer buffer, int offset, Index linear) {
    return linear.plus(writer.argument(buffer.offset + offset));
  }

  /** Where in its array an element of a stored node is. */
  Index place(Node node, Index... at) {
    return storage.place(node, at);
  }

  /** The element of a node at an index, read or computed. */
  Value value(Node node, Index... at) {
    Node from = storage.base(node);
    if (storage.inArray(from)) {
      return load(from, storage.place(node, at));
    }
    return from == node
        ? compute(node, at)
        : compute(from, Regroup.indices(node.shape(), from.shape(), at));
  }

  private Value load(Node node, Index linear) {
    Value known = writer.known(node, linear);
    if (known != null) {
      return known;
    }
    Buffer buffer = buffers[node.id()];
    Value load = new Value.Load(writer.array(buffer.source), place(buffer, 0, linear));
    return keep(load, node, linear);
  }

  /** The element of a node at an index, computed even where the node is stored. */
  Value compute(Node node, Index... at) {
    Value known = writer.known(node, at);
    if (known != null && !storage.stored(node)) {
      return known;
    }
    if (node.op() instanceof Elementwise op) {
      List<Value> args = new ArrayList<>();
      for (Node arg : node.args()) {
        args.add(value(arg, at));
      }
      return keep(new Value.Apply(op, args), node, at);
    } else if (node.op() instanceof View view) {
      return view(node, view, at);
    } else if (node.op() instanceof Gather gather) {
      return gather(node, gather, at);
    } else if (node.op() instanceof Reduce reduce) {
      return reduce(node, reduce, at);
    } else if (node.op() instanceof Leaf.Constant constant) {
      if (Materialise.uniform(constant)) {
        return number(constant.values().get(0));
      }
    } else if (node.op() instanceof Leaf.BatchSize) {
      return new Value.Whole(Index.variable(Kernel.BATCH));
    } else if (node.op() instanceof Leaf.Iota) {
      return new Value.Whole(at[0]);
    } else if (node.op() instanceof Leaf.Uniform uniform) {
      boolean batched = uniform.shape().batched();
      int key = writer.key(uniform.site(), batched ? at[0] : null);
      Index[] place = at.clone();
      if (batched) {
        place[0] = Index.ZERO;
      }
      return keep(new Value.Uniform(key, Regroup.linear(uniform.shape(), place)), node, at);
    }
    if (storage.inArray(node)) {
      return load(node, storage.place(node, at));
    }
    throw new IllegalStateException("no expression for " + node);
  }

  private Value view(Node node, View view, Index[] at) {
    Index[] from = Regroup.through(view, at);
    List<Value.Bound> bounds = bounds(view, node.arg(0).shape(), from);
    if (bounds.isEmpty()) {
      return value(node.arg(0), from);
    }
    return guarded(bounds, node, at, from);
  }

  private Value gather(Node node, Gather gather, Index[] at) {
    View view = new View(gather.shape(), gather.map());
    Index[] from = Regroup.through(view, at);
    Index place = place(node.arg(1), node.arg(0).shape().dim(gather.axis()), at);
    List<Value.Bound> bounds = bounds(view, node.arg(0).shape(), from);
    bounds.add(0, new Value.Bound(place, -1));
    from[gather.axis()] = place;
    return guarded(bounds, node, at, from);
  }

  /** The place on an axis that an element of a node names, in a variable; -1 outside. */
  Index place(Node index, int size, Index... at) {
    List<Object> what = List.of(index, size);
    if (writer.known(what, at) instanceof Value.Whole known) {
      return known.index();
    }
    Value value = value(index, at);
    if (!enclosing.isEmpty()) {
      // The variable is set outside of the guards, where the number may not be readable.
      return writer.place(new Value.Guarded(enclosing, value), size);
    }
    Index place = writer.place(value, size);
    writer.remember(writer.level(place), new Value.Whole(place), what, at);
    return place;
  }

  private static List<Value.Bound> bounds(View view, Shape source, Index[] from) {
    List<Value.Bound> bounds = new ArrayList<>();
    for (int d = 0; d < from.length; d++) {
      if (view.map().leaves(d, view.shape(), source)) {
        if (view.map().min(d, view.shape()) < 0) {
          bounds.add(new Value.Bound(from[d], -1));
        }
        if (view.map().max(d, view.shape()) >= source.dim(d)) {
          bounds.add(new Value.Bound(from[d], source.dim(d)));
        }
      }
    }
    return bounds;
  }

  private Value guarded(List<Value.Bound> bounds, Node node, Index[] at, Index[] from) {
    enclosing.addAll(bounds);
    Value inside = value(node.arg(0), from);
    enclosing.subList(enclosing.size() - bounds.size(), enclosing.size()).clear();
    return keep(new Value.Guarded(bounds, inside), node, at);
  }

  private Value reduce(Node node, Reduce reduce, Index[] at) {
    int depth = writer.depth();
    Value.Local sum = writer.let(depth, number(start(reduce.kind())));
    Shape shape = node.arg(0).shape();
    boolean[] gone = reduce.reduced(shape.rank());
    Index[] inner = new Index[shape.rank()];
    int next = 0;
    for (int d = 0; d < inner.length; d++) {
      inner[d] = gone[d] ? writer.open(KernelWriter.extent(shape.dim(d))) : at[next++];
    }
    writer.assign(sum, step(node, reduce, sum, inner));
    writer.close(depth);
    return sum;
  }

  /** The number with which a reduction starts: combined with any other it gives that one. */
  static double start(Reduce.Kind kind) {
    return switch (kind) {
      case SUM -> 0;
      case PRODUCT -> 1;
      case MAX -> Double.NEGATIVE_INFINITY;
      case MIN -> Double.POSITIVE_INFINITY;
    };
  }

  /** What a reduction has reached after one more element. */
  Value step(Node node, Reduce reduce, Value before, Index[] at) {
    Node arg = node.arg(0);
    if (reduce.kind() == Reduce.Kind.SUM && arg.op() == Elementwise.MUL) {
      return new Value.Fma(value(arg.arg(0), at), value(arg.arg(1), at), before);
    }
    Elementwise op =
        switch (reduce.kind()) {
          case SUM -> Elementwise.ADD;
          case PRODUCT -> Elementwise.MUL;
          case MAX -> Elementwise.MAX;
          case MIN -> Elementwise.MIN;
        };
    return new Value.Apply(op, List.of(before, value(arg, at)));
  }

  private Value keep(Value value, Node node, Index... at) {
    if (!enclosing.isEmpty()) {
      return value;
    }
    int level = writer.level(value);
    if (level == writer.depth() && storage.uses(node) < 2) {
      return value;
    }
    Value local = writer.let(level, value);
    writer.remember(level, local, node, at);
    return local;
  }
}
