package dev.nnc.compiler.elaborate;

import dev.nnc.compiler.elaborate.Value.IndexValue;
import dev.nnc.compiler.elaborate.Value.Tensor;
import dev.nnc.compiler.source.Code;
import dev.nnc.compiler.source.Diagnostic;
import dev.nnc.compiler.source.Span;
import dev.nnc.compiler.syntax.Expr;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * The indices of one formula. Before the formula is evaluated, all its subscripts are collected; an
 * index that stands alone in a subscript ranges over that axis, and one that stands with others, as
 * in {@code x[2*i + k]}, takes every value that keeps the subscript inside.
 */
final class Ranges {
  private record Use(
      Subscript.Affine at, int size, boolean lenient, Span span, Span base, int axis) {}

  private final Evaluator evaluator;
  private final IdentityHashMap<Expr, List<Index>> bound = new IdentityHashMap<>();
  private final IdentityHashMap<Expr, Value> bases = new IdentityHashMap<>();
  private final IdentityHashMap<Expr, Scope> pending = new IdentityHashMap<>();
  private final List<Expr> pendingOrder = new ArrayList<>();
  private final List<Index> indices = new ArrayList<>();
  private final List<Use> uses = new ArrayList<>();
  private final IdentityHashMap<Index, Tensor> limits = new IdentityHashMap<>();
  private final int ellipsisOrder;
  private final boolean bindsEllipsis;
  private List<Index> ellipsis;

  /**
   * An empty formula.
   *
   * @param evaluator evaluates what is subscripted
   * @param bindsEllipsis whether {@code ...} stands on the left, so that it names indices
   */
  Ranges(Evaluator evaluator, boolean bindsEllipsis) {
    this.evaluator = evaluator;
    this.bindsEllipsis = bindsEllipsis;
    this.ellipsisOrder = evaluator.context().nextOrder();
  }

  /** Adds an index that the formula binds. */
  Index bind(String name, Span span) {
    Index index = evaluator.context().index(name, 0, Index.UNKNOWN, span);
    indices.add(index);
    return index;
  }

  /**
   * The indices that a reduction or an application along indices binds, or null if unknown here.
   */
  List<Index> boundBy(Expr expr) {
    return bound.get(expr);
  }

  /** What is subscripted, where that was evaluated already, or null. */
  Value base(Expr expr) {
    return bases.get(expr);
  }

  /** The indices that {@code ...} stands for. */
  List<Index> ellipsis() {
    return ellipsis == null ? List.of() : ellipsis;
  }

  boolean bindsEllipsis() {
    return bindsEllipsis;
  }

  /** Finds the range of every index of a formula. */
  void infer(Expr formula, Scope scope) {
    collect(formula, scope);
    while (solve() || resume()) {
      // each round settles an index or evaluates a base that waited for one
    }
    for (Index index : indices) {
      Tensor limit = limits.get(index);
      if (!index.resolved() && limit != null && limit.classes() > 1) {
        index.resolve(limit.classes() - 1);
      }
      if (!index.resolved()) {
        throw Fault.at(
            Code.INDEX_RANGE,
            index.span(),
            "the range of the index " + index.name() + " cannot be inferred",
            "subscript an array with it, or write the range: " + index.name() + " in 0..n");
      }
    }
    uses.forEach(this::check);
  }

  private void collect(Expr expr, Scope scope) {
    if (expr instanceof Expr.Reduction reduction) {
      Scope inner = new Scope(scope);
      bound.put(reduction, binders(reduction.binders(), scope, inner));
      collect(reduction.body(), inner);
    } else if (expr instanceof Expr.Call call
        && call.callee() instanceof Expr.Subscript along
        && evaluator.isFunction(along.base(), scope)) {
      Scope inner = new Scope(scope);
      bound.put(call, alongIndices(along, scope, inner));
      call.args().forEach(arg -> collect(arg.value(), inner));
    } else if (expr instanceof Expr.Subscript subscript) {
      collect(subscript.base(), scope);
      subscript.subscripts().forEach(sub -> collect(sub, scope));
      pending.put(subscript, scope);
      pendingOrder.add(subscript);
    } else if (expr instanceof Expr.Conditional conditional) {
      Expr branch = evaluator.decided(conditional, new Env(scope, this));
      List<Expr> reached = branch == null ? Expressions.children(expr) : List.of(branch);
      reached.forEach(child -> collect(child, scope));
    } else {
      Expressions.children(expr).forEach(child -> collect(child, scope));
    }
  }

  private List<Index> binders(List<Expr.Binder> binders, Scope scope, Scope inner) {
    List<Index> result = new ArrayList<>();
    for (Expr.Binder binder : binders) {
      Index index;
      if (binder.name().equals("batch")) {
        index = evaluator.context().batch();
      } else if (binder.range() == null) {
        index = bind(binder.name(), binder.span());
      } else {
        Env env = new Env(scope, this);
        int from =
            binder.range().from() == null ? 0 : evaluator.whole(binder.range().from(), env, 0);
        Tensor length = from == 0 ? length(binder.range().to(), env) : null;
        if (binder.range().to() == null) {
          index = evaluator.context().index(binder.name(), from, Index.UNKNOWN, binder.span());
          indices.add(index);
        } else if (length != null) {
          index = bind(binder.name(), binder.span());
          limits.put(index, length);
        } else {
          int to = evaluator.whole(binder.range().to(), env, from + 1);
          index = evaluator.context().index(binder.name(), from, to - from, binder.span());
        }
      }
      inner.define(binder.name(), new IndexValue(index));
      result.add(index);
    }
    return result;
  }

  /** The end of a range that is known at run time only, or null. */
  private Tensor length(Expr end, Env env) {
    boolean known = end == null || evaluator.mentionsUnresolved(end, env.scope());
    return !known
            && evaluator.evaluate(end, env) instanceof Tensor tensor
            && Tensors.isWhole(tensor)
            && tensor.rank() == 0
        ? tensor
        : null;
  }

  /** How many values of an index count, or null where all do. */
  Tensor limit(Index index) {
    return limits.get(index);
  }

  private List<Index> alongIndices(Expr.Subscript along, Scope scope, Scope inner) {
    List<Index> result = new ArrayList<>();
    for (Expr sub : along.subscripts()) {
      if (!(sub instanceof Expr.Name name)) {
        throw Fault.at(
            Code.BAD_SUBSCRIPT,
            sub.span(),
            "a function is applied along an index, which is a plain name",
            "write f[i](...) with a name for i");
      }
      if (scope.find(name.name()) instanceof IndexValue known) {
        result.add(known.index());
      } else {
        Index index = bind(name.name(), name.span());
        inner.define(name.name(), new IndexValue(index));
        result.add(index);
      }
    }
    return result;
  }

  /** Evaluates bases whose indices are all known; says whether there was one. */
  private boolean resume() {
    boolean progress = false;
    for (Expr expr : List.copyOf(pendingOrder)) {
      Scope scope = pending.get(expr);
      Expr.Subscript subscript = (Expr.Subscript) expr;
      if (!evaluator.mentionsUnresolved(subscript.base(), scope)) {
        pendingOrder.remove(expr);
        pending.remove(expr);
        use(subscript, scope);
        progress = true;
      }
    }
    return progress;
  }

  private void use(Expr.Subscript subscript, Scope scope) {
    Env env = new Env(scope, this);
    Expr inside = evaluator.insideZeroOutside(subscript.base());
    boolean lenient = inside != null;
    Value value = evaluator.evaluate(lenient ? inside : subscript.base(), env);
    bases.put(subscript.base(), value);
    if (!(value instanceof Tensor) && !(value instanceof Value.Items)) {
      return;
    }
    Tensor base = evaluator.tensor(value, subscript.base().span());
    int axis = 0;
    int explicit = 0;
    for (Expr sub : subscript.subscripts()) {
      explicit += sub instanceof Expr.Ellipsis ? 0 : 1;
    }
    for (Expr sub : subscript.subscripts()) {
      if (sub instanceof Expr.Ellipsis) {
        axis = skipEllipsis(base, axis, base.rank() - explicit, sub.span());
      } else {
        Subscript.Affine at =
            sub instanceof Expr.Range ? null : evaluator.affine(sub, env, base, axis);
        if (at != null && axis < base.rank()) {
          uses.add(new Use(at, base.dim(axis), lenient, sub.span(), subscript.base().span(), axis));
        }
        axis++;
      }
    }
  }

  private int skipEllipsis(Tensor base, int axis, int count, Span span) {
    if (!bindsEllipsis || count < 0) {
      return axis + Math.max(count, 0);
    }
    if (ellipsis == null) {
      ellipsis = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        ellipsis.add(new Index("...", ellipsisOrder + i, 0, base.dim(axis + i), span));
      }
    }
    boolean same = ellipsis.size() == count;
    for (int i = 0; same && i < count; i++) {
      same = ellipsis.get(i).size() == base.dim(axis + i);
    }
    if (!same) {
      throw Fault.at(
          Code.SHAPE_MISMATCH,
          span,
          "`...` stands for other axes here than elsewhere in this formula",
          "name the axes");
    }
    return axis + count;
  }

  /** Settles indices that a single unknown determines; says whether there was one. */
  private boolean solve() {
    boolean progress = false;
    for (boolean plain : new boolean[] {true, false}) {
      for (Use use : uses) {
        Index open = onlyUnknown(use.at());
        if (open == null || use.at().isPlain() != plain || (use.lenient() && !plain)) {
          continue;
        }
        open.resolve(open.start() > 0 ? narrowest(open) : plain ? use.size() : widest(use, open));
        progress = true;
      }
      if (progress) {
        return true;
      }
    }
    return false;
  }

  /** The range of an index that starts further behind and goes as far as every use allows. */
  private int narrowest(Index open) {
    int least = Integer.MAX_VALUE;
    for (Use use : uses) {
      if (!use.lenient() && onlyUnknown(use.at()) == open) {
        least = Math.min(least, widest(use, open));
      }
    }
    return least;
  }

  private static Index onlyUnknown(Subscript.Affine at) {
    Index found = null;
    for (Index index : at.indices()) {
      if (!index.resolved()) {
        if (found != null) {
          return null;
        }
        found = index;
      }
    }
    return found;
  }

  /** The largest range of an index with which a subscript stays inside its axis. */
  private static int widest(Use use, Index open) {
    long low = use.at().offset();
    long high = use.at().offset();
    int factor = 0;
    for (int i = 0; i < use.at().indices().size(); i++) {
      Index index = use.at().indices().get(i);
      int f = use.at().factors().get(i);
      if (index == open) {
        factor = f;
      } else {
        low += f < 0 ? (long) f * (index.size() - 1) : 0;
        high += f > 0 ? (long) f * (index.size() - 1) : 0;
      }
    }
    long count = factor > 0 ? (use.size() - 1 - high) / factor + 1 : low / -factor + 1;
    if (count < 1 || (factor > 0 && high > use.size() - 1)) {
      throw Fault.at(
          Code.OUT_OF_RANGE,
          use.span(),
          "this subscript leaves the axis of size " + use.size() + " whatever " + open + " is",
          "make the array larger, for example with pad(x, n)");
    }
    return (int) count;
  }

  private void check(Use use) {
    if (use.lenient() || use.at().indices().stream().anyMatch(Index::isBatch)) {
      return;
    }
    long min = use.at().min();
    long max = use.at().max();
    boolean inferred =
        use.at().isPlain()
            && use.at().indices().get(0).start() == 0
            && indices.contains(use.at().indices().get(0));
    if (inferred ? max == use.size() - 1 : min >= 0 && max < use.size()) {
      return;
    }
    if (use.at().isPlain()) {
      Index index = use.at().indices().get(0);
      String message =
          "the index "
              + index
              + " takes "
              + index.size()
              + " values, but this axis has "
              + use.size();
      if (index.span() == null) {
        throw Fault.at(Code.SHAPE_MISMATCH, use.span(), message, "make both sizes the same");
      }
      throw Fault.at(
          Code.SHAPE_MISMATCH,
          use.span(),
          message,
          new Diagnostic.Note("the index is bound here", index.span()),
          "make both sizes the same");
    }
    throw Fault.at(
        Code.OUT_OF_RANGE,
        use.span(),
        "this subscript runs from " + min + " to " + max + ", but the axis has size " + use.size(),
        "give the index a smaller range, or read zeros outside: zero_outside(x)[...]");
  }
}
