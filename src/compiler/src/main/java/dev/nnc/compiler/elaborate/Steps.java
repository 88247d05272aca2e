package dev.nnc.compiler.elaborate;

import dev.nnc.compiler.elaborate.Value.Num;
import dev.nnc.compiler.elaborate.Value.Tensor;
import dev.nnc.compiler.op.Elementwise;
import dev.nnc.compiler.op.Reduce;
import dev.nnc.compiler.source.Code;
import dev.nnc.compiler.source.Span;
import dev.nnc.compiler.syntax.Expr;
import dev.nnc.compiler.syntax.Statement;
import java.util.List;

/**
 * The steps of a scan.
 *
 * @param index runs over them
 * @param reversed whether the last is taken first
 * @param length how many count in an example, or null where all do: behind them nothing changes
 * @param tensors makes tensors
 * @param span where the index is bound
 */
record Steps(Index index, boolean reversed, Tensor length, Tensors tensors, Span span) {
  /** The steps of a scan in a scope. */
  static Steps of(Evaluator evaluator, Statement.Scan scan, Env env) {
    Expr.Binder binder = scan.index();
    Tensors tensors = evaluator.context().tensors();
    int from = 0;
    int to = -1;
    Tensor length = null;
    if (binder.range() != null && binder.range().from() != null) {
      from = evaluator.whole(binder.range().from(), env, 0);
    }
    if (binder.range() != null && binder.range().to() != null) {
      Value end = evaluator.evaluate(binder.range().to(), env);
      if (end instanceof Tensor tensor && Tensors.isWhole(tensor) && tensor.rank() == 0) {
        length = tensor;
      } else {
        to = evaluator.whole(binder.range().to(), env, from + 1);
      }
    }
    if (to < 0) {
      to = new Extent(env.scope()).of(binder.name(), scan.body());
    }
    if (to < 0 && length != null && length.classes() > 1) {
      to = length.classes() - 1;
    }
    if (to <= from) {
      throw Fault.at(
          Code.INDEX_RANGE,
          binder.span(),
          "the number of steps cannot be inferred",
          "write the range: scan " + binder.name() + " in 0..n");
    }
    Index index = evaluator.context().index(binder.name(), from, to - from, binder.span());
    return new Steps(index, scan.reversed(), length, tensors, binder.span());
  }

  /** The place of the step that is taken last. */
  int end() {
    return reversed ? 0 : index.size() - 1;
  }

  /** Whether a step counts, a truth value. */
  private Tensor counts() {
    return tensors.elementwise(Elementwise.LESS_THAN, span, List.of(tensors.index(index), length));
  }

  /** A value in the steps that count, another one in the others. */
  Tensor keep(Tensor value, Tensor otherwise) {
    return length == null
        ? value
        : tensors.elementwise(Elementwise.SELECT, span, List.of(counts(), value, otherwise));
  }

  /** Zero in place of a value, whole where that is. */
  private Tensor nothing(Tensor value) {
    Num zero = new Num(0);
    return Tensors.isWhole(value) ? tensors.whole(zero) : tensors.constant(zero);
  }

  /** All values, one a step along the first axis; 0 in steps that do not count. */
  Tensor sequence(Tensor value) {
    return tensors.close(length == null ? value : keep(value, nothing(value)), List.of(index));
  }

  /** The value at one step. */
  Tensor at(Tensor value, int step) {
    return tensors.subscript(
        tensors.close(value, List.of(index)),
        List.of(new Subscript.Affine(List.of(), List.of(), step)));
  }

  /** The value at the last step that counts. */
  Tensor last(Tensor value) {
    if (length == null || reversed) {
      return at(length == null ? value : keep(value, nothing(value)), end());
    }
    Tensor one = tensors.constant(new Num(1));
    Tensor behind = tensors.elementwise(Elementwise.ADD, span, List.of(tensors.index(index), one));
    Tensor here = tensors.elementwise(Elementwise.EQUAL_TO, span, List.of(behind, length));
    Tensor chosen =
        tensors.elementwise(Elementwise.SELECT, span, List.of(here, value, nothing(value)));
    return tensors.reduce(Reduce.Kind.SUM, chosen, List.of(index), span);
  }
}
