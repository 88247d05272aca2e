package dev.nnc.compiler.op;

import dev.nnc.compiler.ir.Evaluation;
import dev.nnc.compiler.ir.Graph;
import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.ir.Op;
import dev.nnc.compiler.ir.Type;
import dev.nnc.compiler.shape.Shape;
import java.util.List;

/**
 * A loop over one axis with carried values. A loop is an equation between whole sequences: each
 * {@link Leaf.Carry} stands for the values that something carried has before each step, all of them
 * along one axis; the formulas of the body are ordinary nodes over such sequences, each of which
 * computes its place along that axis from the same place of what it reads; and the scan says that
 * what is carried into a step is what the step before it computed:
 *
 * <pre>carry[first] = initial,  carry[t] = next[t - 1]  (next[t + 1] where reversed)</pre>
 *
 * <p>Arguments are the initial values, one a carry, of the carry's shape without the axis of steps,
 * and behind them the next values, of the carry's shape. The node itself stands for the loop that
 * has run; {@link Trace} reads what it computed. What the body computes without a carried value is
 * no part of the loop: it is computed for all steps at once, before it. The derivative of a loop is
 * a loop in the other direction, see {@code pass.LoopAdjoint}.
 *
 * @param id tells the loops of a graph apart
 * @param steps how many steps, at least 2
 * @param reversed whether the last place along the axis comes first
 * @param carries what is carried
 */
public record Scan(int id, int steps, boolean reversed, List<Leaf.Carry> carries) implements Op {
  /** Checks the carries. */
  public Scan {
    carries = List.copyOf(carries);
    if (steps < 2) {
      throw new IllegalArgumentException("a loop of " + steps + " steps");
    }
    for (Leaf.Carry carry : carries) {
      if (carry.scan() != id || carry.declared().shape().dim(carry.axis()) != steps) {
        throw new IllegalArgumentException(carry.label() + " in loop " + id);
      }
    }
  }

  /** The place along the axis of steps where the loop starts. */
  public int first() {
    return reversed ? steps - 1 : 0;
  }

  /** How far apart consecutive steps are along the axis: 1 or -1. */
  public int stride() {
    return reversed ? -1 : 1;
  }

  /** The place along the axis of steps where the loop ends. */
  public int last() {
    return reversed ? 0 : steps - 1;
  }

  /** The first value of a carry. */
  public Node initial(Node self, int carry) {
    return self.arg(carry);
  }

  /** What each step computes for the one after it. */
  public Node next(Node self, int carry) {
    return self.arg(carries.size() + carry);
  }

  @Override
  public String label() {
    return "scan " + id + (reversed ? " reversed over " : " over ") + steps;
  }

  @Override
  public Type type(List<Type> args) {
    if (args.size() != 2 * carries.size()) {
      throw new IllegalArgumentException(label() + " of " + args);
    }
    for (int i = 0; i < carries.size(); i++) {
      Type type = carries.get(i).declared();
      boolean[] step = new boolean[type.shape().rank()];
      step[carries.get(i).axis()] = true;
      if (!args.get(i).equals(type.with(type.shape().without(step)))
          || !args.get(carries.size() + i).equals(type)) {
        throw new IllegalArgumentException(label() + " of " + args);
      }
    }
    return new Type(Type.Kind.INT, Shape.SCALAR);
  }

  @Override
  public List<Node> adjoint(Graph graph, Node self, Node cotangent) {
    throw new IllegalStateException("a loop is differentiated as a whole: " + self);
  }

  @Override
  public double[] evaluate(Evaluation run, Node self) {
    throw new IllegalStateException("a loop is evaluated as a whole: " + self);
  }
}
