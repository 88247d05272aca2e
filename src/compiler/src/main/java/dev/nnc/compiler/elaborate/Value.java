package dev.nnc.compiler.elaborate;

import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.ir.Type;
import dev.nnc.compiler.source.Span;
import dev.nnc.compiler.syntax.Definition;
import dev.nnc.compiler.syntax.Expr;
import java.util.List;
import java.util.function.Supplier;

/** What an expression means while a model is elaborated. */
sealed interface Value {
  /** What it is, in the user's words, with an article. */
  String describe();

  /**
   * A number known to the compiler.
   *
   * @param value the number
   * @param quotient how it came about where it is a quotient that is not whole, such as {@code 128
   *     / 3}, else null
   */
  record Num(double value, String quotient) implements Value {
    Num(double value) {
      this(value, null);
    }

    boolean isWhole() {
      return value == Math.rint(value) && Math.abs(value) < 1e9;
    }

    @Override
    public String describe() {
      return "the number " + (quotient == null ? "" : quotient + " = ") + text(value);
    }

    static String text(double value) {
      return value == Math.rint(value) && Math.abs(value) < 1e15
          ? String.valueOf((long) value)
          : String.valueOf(value);
    }
  }

  /**
   * A truth value known to the compiler.
   *
   * @param value which
   */
  record Truth(boolean value) implements Value {
    @Override
    public String describe() {
      return "the truth value " + value;
    }
  }

  /**
   * A text.
   *
   * @param value its characters
   */
  record Text(String value) implements Value {
    @Override
    public String describe() {
      return "the text \"" + value + "\"";
    }
  }

  /**
   * A list, possibly of named items.
   *
   * @param items in written order
   */
  record Items(List<Argument> items) implements Value {
    @Override
    public String describe() {
      return "a list";
    }
  }

  /**
   * A value computed at run time. The node's axes are those of the open indices, in their order,
   * and behind them the tensor's own.
   *
   * @param node the value
   * @param open the open indices
   * @param classes for whole numbers the number of classes where it is known, else 0
   */
  record Tensor(Node node, List<Index> open, int classes) implements Value {
    /** Copies the list. */
    public Tensor {
      open = List.copyOf(open);
    }

    Tensor(Node node, List<Index> open) {
      this(node, open, 0);
    }

    /** The number of the tensor's own axes. */
    int rank() {
      return node.shape().rank() - open.size();
    }

    /** The size of one of the tensor's own axes. */
    int dim(int axis) {
      return node.shape().dim(open.size() + axis);
    }

    /** The sizes of the tensor's own axes. */
    int[] dims() {
      int[] dims = new int[rank()];
      for (int i = 0; i < dims.length; i++) {
        dims[i] = dim(i);
      }
      return dims;
    }

    boolean isTruth() {
      return node.type().kind() == Type.Kind.BOOL;
    }

    @Override
    public String describe() {
      String kind = isTruth() ? "truth value" : "number";
      return rank() == 0 ? "a " + kind + " computed at run time" : "a tensor of shape " + sizes();
    }

    /** Its own sizes as in {@code [3, 4]}. */
    String sizes() {
      return java.util.Arrays.toString(dims());
    }
  }

  /**
   * An index in scope.
   *
   * @param index which
   */
  record IndexValue(Index index) implements Value {
    @Override
    public String describe() {
      return "the index " + index.name();
    }
  }

  /**
   * A name whose value is made anew at each mention.
   *
   * @param supplier makes it
   */
  record Fresh(Supplier<Value> supplier) implements Value {
    @Override
    public String describe() {
      return "a random tensor";
    }
  }

  /** A name whose definition had an error. */
  record Poison() implements Value {
    @Override
    public String describe() {
      return "a value with an error";
    }
  }

  /** Something that can be applied. */
  sealed interface Function extends Value {}

  /**
   * A definition that is not applied yet.
   *
   * @param definition which
   */
  record Defined(Definition.Callable definition) implements Function {
    @Override
    public String describe() {
      return "the " + definition.kind().keyword() + " " + definition.name();
    }
  }

  /**
   * A function of the compiler itself.
   *
   * @param builtin which
   */
  record BuiltIn(Builtin builtin) implements Function {
    @Override
    public String describe() {
      return "the function " + builtin.name();
    }
  }

  /**
   * A layer with its own weights.
   *
   * @param instance its identity
   */
  record Layer(Instance instance) implements Function {
    @Override
    public String describe() {
      return "an instance of the layer " + instance.definition().name();
    }
  }

  /**
   * A function that waits for its first argument.
   *
   * @param function which
   * @param rest the other arguments
   * @param span where they stand
   */
  record Partial(Function function, List<Argument> rest, Span span) implements Function {
    @Override
    public String describe() {
      return function.describe() + " with arguments";
    }
  }

  /**
   * A block, evaluated anew at each use.
   *
   * @param block its text
   * @param scope the names it sees
   */
  record Deferred(Expr.Block block, Scope scope) implements Function {
    @Override
    public String describe() {
      return "a block";
    }
  }

  /**
   * A block applied several times.
   *
   * @param count how often
   * @param block its text
   * @param scope the names it sees
   */
  record Repeated(int count, Expr.Block block, Scope scope) implements Function {
    @Override
    public String describe() {
      return "a repeated block";
    }
  }

  /**
   * One function behind another.
   *
   * @param first applied first
   * @param second applied to its result
   */
  record Composed(Function first, Function second) implements Function {
    @Override
    public String describe() {
      return "a pipeline";
    }
  }

  /**
   * A named pipeline that makes instances when it is applied: they are its own, found again each
   * time.
   *
   * @param function the pipeline
   * @param home holds the instances
   * @param place the pipeline in the text
   */
  record Held(Function function, Instance home, Expr place) implements Function {
    @Override
    public String describe() {
      return function.describe();
    }
  }

  /**
   * An evaluated argument.
   *
   * @param name its name, or null where it goes by position
   * @param value its value
   * @param span where it stands
   */
  record Argument(String name, Value value, Span span) {}
}
