package dev.nnc.compiler.elaborate;

import dev.nnc.compiler.elaborate.Value.IndexValue;
import dev.nnc.compiler.elaborate.Value.Num;
import dev.nnc.compiler.elaborate.Value.Tensor;
import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.op.Build;
import dev.nnc.compiler.op.Elementwise;
import dev.nnc.compiler.op.Reduce;
import dev.nnc.compiler.shape.Shape;
import dev.nnc.compiler.source.Code;
import dev.nnc.compiler.source.Span;
import dev.nnc.compiler.syntax.Expr;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reductions along indices: {@code sum[i] …}, {@code argmax[c] …}. */
final class Reductions {
  private final Evaluator evaluator;

  Reductions(Evaluator evaluator) {
    this.evaluator = evaluator;
  }

  Value evaluate(Expr.Reduction reduction, Env env) {
    Ranges ranges = env.ranges();
    if (ranges == null || ranges.boundBy(reduction) == null) {
      ranges = new Ranges(evaluator, false);
      ranges.infer(reduction, env.scope());
    }
    List<Index> indices = ranges.boundBy(reduction);
    Scope inner = new Scope(env.scope());
    for (int i = 0; i < indices.size(); i++) {
      inner.define(reduction.binders().get(i).name(), new IndexValue(indices.get(i)));
    }
    Value body = evaluator.evaluate(reduction.body(), new Env(inner, ranges));
    Tensor tensor = evaluator.tensor(body, reduction.body().span());
    Map<Index, Tensor> limits = new LinkedHashMap<>();
    for (Index index : indices) {
      if (ranges.limit(index) != null) {
        limits.put(index, ranges.limit(index));
      }
    }
    return limits.isEmpty()
        ? reduce(reduction.kind(), tensor, indices, reduction.span())
        : limited(reduction.kind(), tensor, indices, limits, reduction.span());
  }

  /**
   * A reduction of which only the first places of some indices count: the others stand for what
   * changes nothing. The mean of nothing is 0.
   */
  private Tensor limited(
      String kind, Tensor t, List<Index> indices, Map<Index, Tensor> limits, Span span) {
    Tensors tensors = evaluator.context().tensors();
    double neutral =
        switch (kind) {
          case "prod" -> 1;
          case "max", "argmax" -> Double.NEGATIVE_INFINITY;
          case "min", "argmin" -> Double.POSITIVE_INFINITY;
          default -> 0;
        };
    Tensor kept = t;
    for (Map.Entry<Index, Tensor> limit : limits.entrySet()) {
      Tensor place = tensors.index(limit.getKey());
      Tensor counts =
          tensors.elementwise(Elementwise.LESS_THAN, span, List.of(place, limit.getValue()));
      Tensor nothing = tensors.constant(new Num(neutral));
      kept = tensors.elementwise(Elementwise.SELECT, span, List.of(counts, kept, nothing));
    }
    if (!kind.equals("mean")) {
      return reduce(kind, kept, indices, span);
    }
    Tensor count = tensors.count(indices.stream().filter(i -> !limits.containsKey(i)).toList());
    Tensor one = tensors.constant(new Num(1));
    for (Tensor limit : limits.values()) {
      Tensor some = tensors.elementwise(Elementwise.MAX, span, List.of(limit, one));
      count = tensors.elementwise(Elementwise.MUL, span, List.of(count, some));
    }
    Tensor sum = reduce("sum", kept, indices, span);
    return tensors.elementwise(Elementwise.DIV, span, List.of(sum, count));
  }

  /** A reduction by the name of its kind along open indices. */
  Tensor reduce(String kind, Tensor t, List<Index> indices, Span span) {
    Tensors tensors = evaluator.context().tensors();
    if (indices.isEmpty()) {
      return t;
    }
    return switch (kind) {
      case "sum" -> tensors.reduce(Reduce.Kind.SUM, t, indices, span);
      case "prod" -> tensors.reduce(Reduce.Kind.PRODUCT, t, indices, span);
      case "max" -> tensors.reduce(Reduce.Kind.MAX, t, indices, span);
      case "min" -> tensors.reduce(Reduce.Kind.MIN, t, indices, span);
      case "mean" -> {
        Tensor sum = tensors.reduce(Reduce.Kind.SUM, t, indices, span);
        yield tensors.elementwise(Elementwise.DIV, span, List.of(sum, tensors.count(indices)));
      }
      case "argmax" -> best(Reduce.Kind.MAX, t, indices, span);
      case "argmin" -> best(Reduce.Kind.MIN, t, indices, span);
      default -> throw new IllegalArgumentException(kind);
    };
  }

  /**
   * The first place at which the extreme value stands: the smallest index among those equal to it.
   */
  private Tensor best(Reduce.Kind kind, Tensor t, List<Index> indices, Span span) {
    if (indices.size() != 1 || indices.get(0).isBatch()) {
      throw Fault.at(
          Code.UNSUPPORTED,
          span,
          "the place of the extreme value is found along one index that is not the batch",
          "flatten the axes first");
    }
    Index index = indices.get(0);
    Tensors tensors = evaluator.context().tensors();
    Build build = tensors.build();
    Tensor extreme = tensors.reduce(kind, t, indices, span);
    Tensor places = tensors.index(index);
    Tensor found = tensors.elementwise(Elementwise.EQUAL_TO, span, List.of(t, extreme));
    Node none = build.constantLike(build.reshape(build.iota(1), Shape.SCALAR), index.size());
    Tensor otherwise = new Tensor(none, List.of());
    Tensor candidates =
        tensors.elementwise(Elementwise.SELECT, span, List.of(found, places, otherwise));
    Tensor first = tensors.reduce(Reduce.Kind.MIN, candidates, indices, span);
    return new Tensor(first.node(), first.open(), index.size());
  }

  /** A reduction of all own axes of a tensor. */
  Tensor reduceAll(String kind, Value value, Span span) {
    Tensor t = evaluator.tensor(value, span);
    if (t.rank() == 0) {
      return kind.startsWith("arg")
          ? evaluator.tensor(new Num(0), span)
          : reduce(kind, t, List.of(), span);
    }
    Tensor opened = t;
    List<Index> indices = new java.util.ArrayList<>();
    for (int axis = 0; axis < t.rank(); axis++) {
      Index index = evaluator.context().index("axis" + axis, 0, t.dim(axis), span);
      indices.add(index);
      opened = evaluator.context().tensors().open(opened, index);
    }
    return reduce(kind, opened, indices, span);
  }
}
