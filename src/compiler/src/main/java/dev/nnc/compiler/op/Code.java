package dev.nnc.compiler.op;

/** What the emitter writes for an elementwise operator whose arguments are on the stack. */
public sealed interface Code {
  /** An instruction of the machine, in the run's precision. */
  enum Arithmetic implements Code {
    /** Negation. */
    NEG,
    /** Addition. */
    ADD,
    /** Subtraction. */
    SUB,
    /** Multiplication. */
    MUL,
    /** Division. */
    DIV
  }

  /** A comparison that leaves a truth value; every comparison with NaN is false but NOT_EQUAL. */
  enum Compare implements Code {
    /** a = b. */
    EQUAL,
    /** a ≠ b. */
    NOT_EQUAL,
    /** a < b. */
    LESS,
    /** a ≤ b. */
    LESS_EQUAL,
    /** a > b. */
    GREATER,
    /** a ≥ b. */
    GREATER_EQUAL
  }

  /** An operator on truth values. */
  enum Logic implements Code {
    /** Both. */
    AND,
    /** One of both. */
    OR,
    /** The opposite. */
    NOT
  }

  /** Nothing is computed. */
  enum Move implements Code {
    /** The argument is the result. */
    COPY,
    /** The second or third argument, by the first. */
    SELECT
  }

  /**
   * A static method with the run's precision as the type of all arguments and of the result.
   *
   * @param owner the internal name of the class
   * @param method the method
   */
  record Call(String owner, String method) implements Code {}

  /** A method of {@link Math} whose result is specified exactly. */
  static Code math(String method) {
    return new Call("java/lang/Math", method);
  }

  /** A method of {@link dev.nnc.runtime.Numeric}. */
  static Code numeric(String method) {
    return new Call("dev/nnc/runtime/Numeric", method);
  }
}
