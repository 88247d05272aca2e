package dev.nnc.compiler.emit;

import static dev.nnc.compiler.emit.Programs.B;
import static dev.nnc.compiler.emit.Programs.axes;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.ir.Program;
import dev.nnc.compiler.op.Reduce;
import dev.nnc.compiler.pass.Differentiate;
import dev.nnc.compiler.pass.Pipeline;
import dev.nnc.compiler.plan.Planner;
import dev.nnc.compiler.plan.Target;
import dev.nnc.compiler.shape.Shape;
import dev.nnc.runtime.Precision;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Scores of attention lie across the axis along which they are added up; no bit changes. */
class CrosswiseTest {
  /** What a sum along the last axis looks like in a plan: rows side by side, lanes at its end. */
  private static final String ALONG = "of each lane";

  private final Programs p = new Programs();

  /** Scores of [B, heads, queries, keys] of two values of [B, places, heads, width]. */
  private Node scores(Node queries, Node keys) {
    Shape q = queries.shape();
    Shape space = Shape.of(B, q.dim(2), q.dim(1), keys.shape().dim(1), q.dim(3));
    return p.contract(space, queries, axes(0, 2, 1, 4), keys, axes(0, 3, 1, 4), 4);
  }

  private Node softmax(Node x) {
    Shape shape = x.shape();
    int last = shape.rank() - 1;
    int[] others = new int[last];
    for (int axis = 0; axis < last; axis++) {
      others[axis] = axis;
    }
    Node top = p.build.broadcast(p.build.reduce(Reduce.Kind.MAX, x, last), shape, others);
    Node e = p.build.unary("EXP", p.build.sub(x, top));
    return p.build.div(
        e, p.build.broadcast(p.build.reduce(Reduce.Kind.SUM, e, last), shape, others));
  }

  /** Only keys up to the query count. */
  private Node causal(Node x) {
    Shape shape = x.shape();
    int queries = shape.dim(2);
    int keys = shape.dim(3);
    Shape both = Shape.of(queries, keys);
    Node mask =
        p.build.compare(
            "LESS_EQUAL",
            p.build.broadcast(p.build.iota(keys), both, 1),
            p.build.broadcast(p.build.iota(queries), both, 0));
    return p.build.select(p.build.broadcast(mask, shape, 2, 3), x, p.build.like(x, -1e9));
  }

  private Node mixed(Node weights, Node values) {
    Shape w = weights.shape();
    Shape v = values.shape();
    Shape space = Shape.of(B, w.dim(2), w.dim(1), v.dim(3), v.dim(1));
    return p.contract(space, weights, axes(0, 2, 1, 4), values, axes(0, 4, 2, 3), 4);
  }

  private static Program simplified(Program program) {
    return Pipeline.standard().run(program).program();
  }

  private static String plan(Program program) {
    return Planner.plan(program, Precision.FLOAT, Target.VECTOR).describe();
  }

  @Test
  void attentionForwardAndBackward() {
    Node q = p.input(B, 16, 2, 4);
    Node k = p.input(B, 16, 2, 4);
    Node v = p.input(B, 16, 2, 4);
    Node y = mixed(softmax(causal(scores(q, k))), v);
    Node loss = p.build.reduce(Reduce.Kind.SUM, p.build.mul(y, y), 0, 1, 2, 3);
    p.output(loss);
    Differentiate.gradients(p.graph, loss, List.of(q, k, v)).values().forEach(p::output);
    Program program = simplified(p.program());
    assertFalse(plan(program).contains(ALONG), plan(program));
    Check.agrees(program);
  }

  @Test
  void queriesThatFillNoVectorStayLast() {
    Node q = p.input(B, 5, 2, 4);
    Node k = p.input(B, 16, 2, 4);
    Node y = mixed(softmax(scores(q, k)), p.input(B, 16, 2, 4));
    Program program = simplified(p.output(y).program());
    assertTrue(plan(program).contains(ALONG), plan(program));
    Check.agrees(program);
  }

  @Test
  void whatIsSeenOutsideLiesAsItIsNamed() {
    Node weights = softmax(scores(p.input(B, 16, 2, 4), p.input(B, 16, 2, 4)));
    Program program =
        simplified(p.output(weights).output(mixed(weights, p.input(B, 16, 2, 4))).program());
    assertTrue(plan(program).contains(ALONG), plan(program));
    Check.agrees(program);
  }

  @Test
  void sumsAlongBothAxesLieAlongNeither() {
    Node s = scores(p.input(B, 16, 2, 4), p.input(B, 16, 2, 4));
    Node sum = p.build.reduce(Reduce.Kind.SUM, p.build.unary("EXP", s), 2);
    Program program =
        simplified(p.output(sum).output(mixed(softmax(s), p.input(B, 16, 2, 4))).program());
    Check.agrees(program);
  }

  @Test
  void inputsStayAsTheyAre() {
    Node s = scores(p.input(B, 16, 2, 4), p.input(B, 16, 2, 4));
    Node y = softmax(p.build.add(s, p.input(B, 2, 16, 16)));
    Program program = simplified(p.output(mixed(y, p.input(B, 16, 2, 4))).program());
    assertTrue(plan(program).contains(ALONG), plan(program));
    Check.agrees(program);
  }
}
