package dev.nnc.compiler.elaborate;

import dev.nnc.compiler.elaborate.Value.Num;
import dev.nnc.compiler.elaborate.Value.Tensor;
import dev.nnc.compiler.ir.Graph;
import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.ir.Type;
import dev.nnc.compiler.op.Build;
import dev.nnc.compiler.op.Concat;
import dev.nnc.compiler.op.Elementwise;
import dev.nnc.compiler.op.Gather;
import dev.nnc.compiler.op.Leaf;
import dev.nnc.compiler.op.Reduce;
import dev.nnc.compiler.shape.AffineMap;
import dev.nnc.compiler.shape.Shape;
import dev.nnc.compiler.source.Code;
import dev.nnc.compiler.source.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * Operations on tensors with open indices. Operands are laid along the union of their open indices,
 * so a formula for one element, or one example, becomes one over whole arrays.
 */
final class Tensors {
  /** The order of open indices. */
  static final Comparator<Index> ORDER = Comparator.comparingInt(Index::order);

  private final Build build;

  Tensors(Graph graph) {
    build = new Build(graph);
  }

  Build build() {
    return build;
  }

  /** A number as a tensor without axes, a real. */
  Tensor constant(Num number) {
    return new Tensor(build.constant(number.value()), List.of());
  }

  /** A whole number as a tensor without axes that stays whole. */
  Tensor whole(Num number) {
    Node like = build.reshape(build.iota(1), Shape.SCALAR);
    return new Tensor(build.constantLike(like, number.value()), List.of());
  }

  /** The value of an index at each of its places. */
  Tensor index(Index index) {
    Node places = build.iota(index.size());
    Node values =
        index.start() == 0 ? places : build.add(places, build.constantLike(places, index.start()));
    return new Tensor(values, List.of(index));
  }

  /** All open indices of some tensors, in order. */
  static List<Index> union(List<Tensor> tensors) {
    TreeSet<Index> all = new TreeSet<>(ORDER);
    tensors.forEach(t -> all.addAll(t.open()));
    return List.copyOf(all);
  }

  /** The node laid along more open indices; a tensor without own axes also along given ones. */
  Node spread(Tensor t, List<Index> open, int[] dims) {
    int[] shape = new int[open.size() + dims.length];
    for (int i = 0; i < open.size(); i++) {
      shape[i] = open.get(i).size();
    }
    System.arraycopy(dims, 0, shape, open.size(), dims.length);
    int[] axes = new int[t.node().shape().rank()];
    for (int i = 0; i < axes.length; i++) {
      axes[i] =
          i < t.open().size() ? open.indexOf(t.open().get(i)) : open.size() + i - t.open().size();
    }
    return build.broadcast(t.node(), Shape.of(shape), axes);
  }

  /** An elementwise operator; own axes agree or belong to one operand alone. */
  Tensor elementwise(Elementwise op, Span span, List<Tensor> args) {
    List<Index> open = union(args);
    Tensor widest = args.get(0);
    for (Tensor arg : args) {
      if (arg.rank() > 0 && widest.rank() > 0 && !Arrays.equals(arg.dims(), widest.dims())) {
        throw Fault.at(
            Code.SHAPE_MISMATCH,
            span,
            "the shapes " + widest.sizes() + " and " + arg.sizes() + " do not fit together",
            "write the formula with indices, such as y[i, j] = a[i, j] + b[j]");
      }
      widest = arg.rank() > widest.rank() ? arg : widest;
    }
    int[] dims = widest.dims();
    List<Node> nodes = new ArrayList<>();
    for (Tensor arg : args) {
      nodes.add(spread(arg, open, dims));
    }
    try {
      return new Tensor(build.graph().node(op, nodes), open);
    } catch (IllegalArgumentException e) {
      throw Fault.at(
          Code.WRONG_TYPE,
          span,
          "numbers and truth values are mixed here",
          "turn a condition into a number with: if condition then 1 else 0");
    }
  }

  /** A reduction along open indices, which it closes. */
  Tensor reduce(Reduce.Kind kind, Tensor t, List<Index> closed, Span span) {
    if (t.isTruth()) {
      throw Fault.at(
          Code.WRONG_TYPE,
          span,
          "a truth value cannot be reduced",
          "turn it into a number with: if condition then 1 else 0");
    }
    Tensor wide = t;
    List<Index> missing = closed.stream().filter(i -> !t.open().contains(i)).toList();
    if (!missing.isEmpty()) {
      TreeSet<Index> all = new TreeSet<>(ORDER);
      all.addAll(t.open());
      all.addAll(missing);
      List<Index> open = List.copyOf(all);
      wide = new Tensor(spread(t, open, t.dims()), open);
    }
    List<Integer> axes = new ArrayList<>();
    List<Index> left = new ArrayList<>();
    for (int i = 0; i < wide.open().size(); i++) {
      if (closed.contains(wide.open().get(i))) {
        axes.add(i);
      } else {
        left.add(wide.open().get(i));
      }
    }
    return new Tensor(build.reduce(kind, wide.node(), axes.toArray(Integer[]::new)), left);
  }

  /** How many elements some indices run over: a number, or a node where the batch is among them. */
  Tensor count(List<Index> indices) {
    double fixed = 1;
    boolean batch = false;
    for (Index index : indices) {
      batch |= index.isBatch();
      fixed *= index.isBatch() ? 1 : index.size();
    }
    Tensor number = constant(new Num(fixed));
    if (!batch) {
      return number;
    }
    Node size = build.graph().node(new Leaf.BatchSize());
    return new Tensor(fixed == 1 ? size : build.mul(size, number.node()), List.of());
  }

  /** Turns open indices into the tensor's first own axes, in the given order. */
  Tensor close(Tensor t, List<Index> indices) {
    List<Index> left = t.open().stream().filter(i -> !indices.contains(i)).toList();
    int[] dims = new int[left.size() + indices.size() + t.rank()];
    int next = 0;
    for (Index index : left) {
      dims[next++] = index.size();
    }
    for (Index index : indices) {
      dims[next++] = index.size();
    }
    for (int d : t.dims()) {
      dims[next++] = d;
    }
    int[] axes = new int[t.node().shape().rank()];
    for (int i = 0; i < axes.length; i++) {
      if (i >= t.open().size()) {
        axes[i] = left.size() + indices.size() + i - t.open().size();
      } else {
        Index index = t.open().get(i);
        int at = indices.indexOf(index);
        axes[i] = at < 0 ? left.indexOf(index) : left.size() + at;
      }
    }
    return new Tensor(build.broadcast(t.node(), Shape.of(dims), axes), left, t.classes());
  }

  /** Turns the tensor's first own axis into an open index of the same size. */
  Tensor open(Tensor t, Index index) {
    return subscript(t, List.of(new Subscript.Affine(List.of(index), List.of(1), 0)));
  }

  /** One view for all subscripts; axes behind them stay. */
  Tensor subscript(Tensor base, List<Subscript> subscripts) {
    TreeSet<Index> all = new TreeSet<>(ORDER);
    all.addAll(base.open());
    List<Integer> kept = new ArrayList<>();
    for (Subscript subscript : subscripts) {
      if (subscript instanceof Subscript.Affine affine) {
        all.addAll(affine.indices());
      } else if (subscript instanceof Subscript.Slice slice) {
        kept.add(slice.size());
      }
    }
    List<Index> open = List.copyOf(all);
    for (int i = subscripts.size(); i < base.rank(); i++) {
      kept.add(base.dim(i));
    }
    int[] dims = new int[open.size() + kept.size()];
    for (int i = 0; i < dims.length; i++) {
      dims[i] = i < open.size() ? open.get(i).size() : kept.get(i - open.size());
    }
    int sourceRank = base.node().shape().rank();
    int[][] rows = new int[sourceRank][dims.length];
    int[] offsets = new int[sourceRank];
    int axis = 0;
    for (Index index : base.open()) {
      rows[axis++][open.indexOf(index)] = 1;
    }
    int next = open.size();
    for (Subscript subscript : subscripts) {
      offsets[axis] = subscript.offset();
      if (subscript instanceof Subscript.Affine affine) {
        for (int i = 0; i < affine.indices().size(); i++) {
          rows[axis][open.indexOf(affine.indices().get(i))] += affine.factors().get(i);
        }
      } else {
        rows[axis][next++] = 1;
      }
      axis++;
    }
    while (axis < sourceRank) {
      rows[axis++][next++] = 1;
    }
    AffineMap map = new AffineMap(dims.length, rows, offsets);
    return new Tensor(build.view(base.node(), Shape.of(dims), map), open, base.classes());
  }

  /**
   * The elements of a tensor at computed places along one of its open indices, which it closes;
   * zero outside.
   *
   * @param t what is read
   * @param index an open index of {@code t} over the whole axis
   * @param place whole numbers without own axes
   */
  Tensor gather(Tensor t, Index index, Tensor place) {
    TreeSet<Index> all = new TreeSet<>(ORDER);
    all.addAll(t.open());
    all.remove(index);
    all.addAll(place.open());
    List<Index> open = List.copyOf(all);
    Node places = spread(place, open, t.dims());
    int axis = t.open().indexOf(index);
    int[][] rows = new int[t.node().shape().rank()][places.shape().rank()];
    for (int d = 0; d < rows.length; d++) {
      int at =
          d < t.open().size() ? open.indexOf(t.open().get(d)) : open.size() + d - t.open().size();
      if (d != axis) {
        rows[d][at] = 1;
      }
    }
    AffineMap map = new AffineMap(places.shape().rank(), rows, new int[rows.length]);
    Gather op = new Gather(places.shape(), map, axis);
    return new Tensor(build.graph().node(op, t.node(), places), open, t.classes());
  }

  /** The same elements under other own sizes. */
  Tensor reshape(Tensor t, int[] dims) {
    int open = t.open().size();
    int[] shape = Arrays.copyOf(t.node().shape().dims(), open + dims.length);
    System.arraycopy(dims, 0, shape, open, dims.length);
    return new Tensor(build.reshape(t.node(), Shape.of(shape)), t.open(), t.classes());
  }

  /** Tensors one behind the other along an own axis. */
  Tensor concat(List<Tensor> parts, int axis) {
    List<Index> open = union(parts);
    List<Node> nodes = parts.stream().map(t -> spread(t, open, t.dims())).toList();
    Node node =
        nodes.size() == 1
            ? nodes.get(0)
            : build.graph().node(new Concat(open.size() + axis), nodes);
    return new Tensor(node, open);
  }

  /** A whole-number or truth tensor as reals, where an operator needs them. */
  Tensor number(Tensor t) {
    if (!t.isTruth()) {
      return t;
    }
    Node one = build.like(t.node(), 1);
    return new Tensor(build.select(t.node(), one, build.like(t.node(), 0)), t.open());
  }

  /** Whether values of a node are whole numbers. */
  static boolean isWhole(Tensor t) {
    return t.node().type().kind() == Type.Kind.INT;
  }
}
