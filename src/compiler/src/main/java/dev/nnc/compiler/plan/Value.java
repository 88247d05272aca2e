package dev.nnc.compiler.plan;

import dev.nnc.compiler.op.Elementwise;
import java.util.List;
import java.util.function.UnaryOperator;

/** A number of the run's precision, as a kernel computes it. */
public sealed interface Value {
  /** The values of which it is computed. */
  default List<Value> parts() {
    if (this instanceof Apply apply) {
      return apply.args();
    } else if (this instanceof Fma fma) {
      return List.of(fma.a, fma.b, fma.c);
    }
    return this instanceof Guarded guarded ? List.of(guarded.inside) : List.of();
  }

  /** The same, computed of what a rule makes of the values of which it is computed. */
  default Value map(UnaryOperator<Value> rule) {
    if (this instanceof Apply apply) {
      return new Apply(apply.op, apply.args.stream().map(rule).toList());
    } else if (this instanceof Fma fma) {
      return new Fma(rule.apply(fma.a), rule.apply(fma.b), rule.apply(fma.c));
    }
    return this instanceof Guarded guarded
        ? new Guarded(guarded.bounds, rule.apply(guarded.inside))
        : this;
  }

  /**
   * A literal.
   *
   * @param value the number, rounded to the precision
   */
  record Literal(double value) implements Value {
    @Override
    public String toString() {
      return String.valueOf(value);
    }
  }

  /**
   * A local variable.
   *
   * @param local its number in the kernel
   */
  record Local(int local) implements Value {
    @Override
    public String toString() {
      return "t" + local;
    }
  }

  /**
   * An element of an array.
   *
   * @param array the number of the array in the kernel
   * @param at which element
   */
  record Load(int array, Index at) implements Value {
    @Override
    public String toString() {
      return "a" + array + "[" + at + "]";
    }
  }

  /**
   * An elementwise operator.
   *
   * @param op which
   * @param args its arguments
   */
  record Apply(Elementwise op, List<Value> args) implements Value {
    /** Copies the arguments. */
    public Apply {
      args = List.copyOf(args);
    }

    @Override
    public String toString() {
      StringBuilder text = new StringBuilder(op.label());
      for (int i = 0; i < args.size(); i++) {
        text.append(i == 0 ? "(" : ", ").append(args.get(i));
      }
      return text.append(')').toString();
    }
  }

  /**
   * {@code a * b + c}, rounded once.
   *
   * @param a a factor
   * @param b a factor
   * @param c the summand
   */
  record Fma(Value a, Value b, Value c) implements Value {
    @Override
    public String toString() {
      return "fma(" + a + ", " + b + ", " + c + ")";
    }
  }

  /**
   * A whole number as a number of the precision.
   *
   * @param index the whole number
   */
  record Whole(Index index) implements Value {
    @Override
    public String toString() {
      return "(" + index + ")";
    }
  }

  /**
   * Zero unless all bounds hold; evaluated only if they do.
   *
   * @param bounds what must hold
   * @param inside the value then
   */
  record Guarded(List<Bound> bounds, Value inside) implements Value {
    /** Copies the bounds. */
    public Guarded {
      bounds = List.copyOf(bounds);
    }

    @Override
    public String toString() {
      return bounds + " ? " + inside + " : 0";
    }
  }

  /**
   * {@code index >= 0} or {@code index < end}.
   *
   * @param index what is compared
   * @param end the place after the last, or -1 where the index must not be negative
   */
  record Bound(Index index, int end) {
    @Override
    public String toString() {
      return end < 0 ? index + ">=0" : index + "<" + end;
    }
  }

  /**
   * A uniform random number.
   *
   * @param key the number of the key made by {@link Statement.Key}
   * @param place which element of the leaf
   */
  record Uniform(int key, Index place) implements Value {
    @Override
    public String toString() {
      return "uniform" + key + "(" + place + ")";
    }
  }
}
