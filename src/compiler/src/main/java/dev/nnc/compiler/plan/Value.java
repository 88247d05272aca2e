package dev.nnc.compiler.plan;

import dev.nnc.compiler.op.Elementwise;
import java.util.List;

/** A number of the run's precision, as a kernel computes it. */
public sealed interface Value {
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
