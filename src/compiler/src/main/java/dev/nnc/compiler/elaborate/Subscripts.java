package dev.nnc.compiler.elaborate;

import dev.nnc.compiler.elaborate.Value.IndexValue;
import dev.nnc.compiler.elaborate.Value.Num;
import dev.nnc.compiler.elaborate.Value.Tensor;
import dev.nnc.compiler.source.Code;
import dev.nnc.compiler.source.Span;
import dev.nnc.compiler.syntax.Expr;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads elements and slices of tensors. */
final class Subscripts {
  private record Lookup(Index index, Tensor place) {}

  private final Evaluator evaluator;

  Subscripts(Evaluator evaluator) {
    this.evaluator = evaluator;
  }

  Value evaluate(Expr.Subscript subscript, Env env) {
    Expr inside = evaluator.insideZeroOutside(subscript.base());
    Value known = env.ranges() == null ? null : env.ranges().base(subscript.base());
    Value value =
        known != null ? known : evaluator.evaluate(inside != null ? inside : subscript.base(), env);
    if (value instanceof Value.Items items) {
      return item(subscript, items, env);
    }
    if (!(value instanceof Tensor base)) {
      throw Fault.at(
          Code.WRONG_KIND,
          subscript.span(),
          value.describe() + " cannot be subscripted",
          value instanceof Value.Function
              ? "apply it along an index: " + subscript.span().text() + "(...)"
              : "");
    }
    return read(subscript, base, inside != null, env);
  }

  private Value item(Expr.Subscript subscript, Value.Items items, Env env) {
    if (subscript.subscripts().size() == 1
        && !evaluator.mentionsIndex(subscript.subscripts().get(0), env.scope())
        && evaluator.evaluate(subscript.subscripts().get(0), env) instanceof Num num
        && num.isWhole()) {
      if (num.value() < 0 || num.value() >= items.items().size()) {
        throw Fault.at(
            Code.OUT_OF_RANGE,
            subscript.span(),
            "the list has " + items.items().size() + " elements",
            "subscripts count from 0");
      }
      return items.items().get((int) num.value()).value();
    }
    return read(subscript, evaluator.tensor(items, subscript.base().span()), false, env);
  }

  private Tensor read(Expr.Subscript subscript, Tensor base, boolean lenient, Env env) {
    List<Subscript> result = new ArrayList<>();
    List<Lookup> lookups = new ArrayList<>();
    int rest = base.rank();
    int ellipses = 0;
    for (Expr sub : subscript.subscripts()) {
      rest -= sub instanceof Expr.Ellipsis ? 0 : 1;
      ellipses += sub instanceof Expr.Ellipsis ? 1 : 0;
      if (ellipses > 1) {
        throw Fault.at(
            Code.BAD_SUBSCRIPT, sub.span(), "`...` stands among subscripts once", "name the axes");
      }
    }
    if (rest < 0) {
      throw Fault.at(
          Code.WRONG_RANK,
          subscript.span(),
          "there are " + (base.rank() - rest) + " subscripts, but the shape is " + base.sizes(),
          base.rank() == 0 ? "a single number has no subscripts" : "leave out " + -rest);
    }
    for (Expr sub : subscript.subscripts()) {
      int axis = result.size();
      if (sub instanceof Expr.Ellipsis) {
        ellipsis(base, rest, env, result, sub.span());
      } else if (sub instanceof Expr.Range range) {
        result.add(slice(range, base.dim(axis), env));
      } else {
        Subscript.Affine affine = affine(sub, env, base, axis);
        if (affine == null) {
          Lookup lookup = lookup(sub, base.dim(axis), lenient, env);
          lookups.add(lookup);
          affine = new Subscript.Affine(List.of(lookup.index()), List.of(1), 0);
        } else {
          inside(affine, lenient, base.dim(axis), sub.span());
        }
        result.add(affine);
      }
    }
    Tensor read = evaluator.context().tensors().subscript(base, result);
    for (Lookup lookup : lookups) {
      read = evaluator.context().tensors().gather(read, lookup.index(), lookup.place());
    }
    return read;
  }

  private static void ellipsis(Tensor base, int count, Env env, List<Subscript> result, Span span) {
    boolean named = env.ranges() != null && env.ranges().bindsEllipsis();
    List<Index> indices = named ? env.ranges().ellipsis() : List.of();
    if (named && indices.size() != count) {
      throw Fault.at(
          Code.SHAPE_MISMATCH,
          span,
          "`...` stands for " + count + " axes here, but for " + indices.size() + " elsewhere",
          "name the axes");
    }
    for (int i = 0; i < count; i++) {
      result.add(
          named
              ? new Subscript.Affine(List.of(indices.get(i)), List.of(1), 0)
              : new Subscript.Slice(0, base.dim(result.size())));
    }
  }

  private Subscript.Slice slice(Expr.Range range, int size, Env env) {
    int from = range.from() == null ? 0 : evaluator.whole(range.from(), env, 0);
    int to = range.to() == null ? size : evaluator.whole(range.to(), env, 0);
    if (from >= to || to > size) {
      throw Fault.at(
          Code.OUT_OF_RANGE,
          range.span(),
          "the slice " + from + ".." + to + " is not within an axis of size " + size,
          "a slice a..b holds the elements a to b-1");
    }
    return new Subscript.Slice(from, to - from);
  }

  /** A subscript that is computed at run time; the axis it chooses along is opened first. */
  private Lookup lookup(Expr sub, int size, boolean lenient, Env env) {
    Value value = evaluator.evaluate(sub, env);
    if (!(value instanceof Tensor place) || !Tensors.isWhole(place) || place.rank() > 0) {
      throw Fault.at(
          Code.BAD_SUBSCRIPT,
          sub.span(),
          "a subscript is a sum of indices, or a whole number, but this is " + value.describe(),
          value instanceof Tensor tensor && tensor.rank() > 0
              ? "give it subscripts of its own, as in x[k[i]]"
              : "subscripts may be i, 2*i + 1, or a value of type int");
    }
    if (!lenient && place.classes() > size) {
      throw Fault.at(
          Code.OUT_OF_RANGE,
          sub.span(),
          "this is an int<" + place.classes() + ">, but the axis has size " + size,
          "give the axis size "
              + place.classes()
              + ", or read zeros outside: zero_outside(x)[...]");
    }
    return new Lookup(evaluator.context().index("lookup", 0, size, sub.span()), place);
  }

  private static void inside(Subscript.Affine affine, boolean lenient, int size, Span span) {
    if (affine.indices().stream().anyMatch(Index::isBatch)) {
      throw Fault.at(
          Code.BAD_SUBSCRIPT,
          span,
          "`batch` is no subscript",
          "it only stands in reductions, such as mean[batch] x[c]");
    }
    if (!lenient && (affine.min() < 0 || affine.max() >= size)) {
      throw Fault.at(
          Code.OUT_OF_RANGE,
          span,
          affine.indices().isEmpty()
              ? "there is no element " + affine.offset() + " in an axis of size " + size
              : "this runs from "
                  + affine.min()
                  + " to "
                  + affine.max()
                  + ", but the axis has size "
                  + size,
          "subscripts count from 0 to " + (size - 1));
    }
  }

  /**
   * A subscript as a combination of indices.
   *
   * @return null where it is computed at run time
   */
  Subscript.Affine affine(Expr sub, Env env, Tensor base, int axis) {
    Map<Index, Integer> factors = new LinkedHashMap<>();
    Integer offset = combine(sub, env, 1, factors);
    if (offset == null) {
      if (evaluator.mentionsIndex(sub, env.scope()) && !evaluator.isComputed(sub, env.scope())) {
        throw Fault.at(
            Code.BAD_SUBSCRIPT,
            sub.span(),
            "a subscript must be a sum of indices times whole numbers",
            "write it as a*i + b*j + c, or cut the array with reshape first");
      }
      return null;
    }
    List<Index> indices = new ArrayList<>();
    List<Integer> values = new ArrayList<>();
    factors.forEach(
        (index, factor) -> {
          if (factor != 0) {
            indices.add(index);
            values.add(factor);
          }
        });
    return new Subscript.Affine(indices, values, offset);
  }

  /** Adds {@code scale * expr} to the factors; gives the constant part, or null if not affine. */
  private Integer combine(Expr expr, Env env, int scale, Map<Index, Integer> factors) {
    if (expr instanceof Expr.Name name
        && env.scope().find(name.name()) instanceof IndexValue value) {
      factors.merge(value.index(), scale, Integer::sum);
      return scale * value.index().start();
    }
    if (expr instanceof Expr.Name name && !evaluator.isKnown(name, env.scope())) {
      throw Fault.at(
          Code.UNBOUND_INDEX,
          name.span(),
          "the index `" + name.name() + "` is not bound",
          "put it on the left, as in y["
              + name.name()
              + "] = ..., or reduce along it, as in sum["
              + name.name()
              + "] ...");
    }
    if (!evaluator.mentionsIndex(expr, env.scope())) {
      Value value = evaluator.evaluate(expr, env);
      if (value instanceof Num num && num.isWhole()) {
        return (int) (scale * num.value());
      }
      if (value instanceof Num num) {
        throw Fault.at(
            Code.BAD_SIZE,
            expr.span(),
            "a subscript must be whole, but this is " + num.describe(),
            "use floor(...)");
      }
      return null;
    }
    if (expr instanceof Expr.Unary unary && unary.op().equals("-")) {
      return combine(unary.operand(), env, -scale, factors);
    }
    if (expr instanceof Expr.Binary binary) {
      return combineBinary(binary, env, scale, factors);
    }
    return null;
  }

  private Integer combineBinary(
      Expr.Binary binary, Env env, int scale, Map<Index, Integer> factors) {
    switch (binary.op()) {
      case "+", "-" -> {
        Integer left = combine(binary.left(), env, scale, factors);
        int sign = binary.op().equals("+") ? scale : -scale;
        Integer right = left == null ? null : combine(binary.right(), env, sign, factors);
        return right == null ? null : Integer.valueOf(left + right);
      }
      case "*" -> {
        boolean leftIndex = evaluator.mentionsIndex(binary.left(), env.scope());
        Expr factor = leftIndex ? binary.right() : binary.left();
        if (evaluator.mentionsIndex(factor, env.scope())
            || !(evaluator.evaluate(factor, env) instanceof Num num)
            || !num.isWhole()) {
          return null;
        }
        Expr other = leftIndex ? binary.left() : binary.right();
        return combine(other, env, (int) (scale * num.value()), factors);
      }
      default -> {
        return null;
      }
    }
  }
}
