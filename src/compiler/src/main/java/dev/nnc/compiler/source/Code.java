package dev.nnc.compiler.source;

/** The catalogue of diagnostics. A code keeps its number and meaning for ever. */
public enum Code {
  /** The text cannot be read as a program. */
  SYNTAX(1),
  /** A text, comment or bracket is not closed. */
  UNCLOSED(2),
  /** Expressions or blocks are nested deeper than the compiler follows. */
  TOO_DEEP(3),
  /** A number is too large or malformed. */
  BAD_NUMBER(4),
  /** A name stands for nothing here. */
  UNKNOWN_NAME(10),
  /** A name is defined twice in one scope. */
  DUPLICATE_NAME(11),
  /** An argument has a name that the definition does not have. */
  UNKNOWN_ARGUMENT(12),
  /** An argument without a default is missing. */
  MISSING_ARGUMENT(13),
  /** More arguments than the definition takes. */
  TOO_MANY_ARGUMENTS(14),
  /** A definition refers to itself without end. */
  ENDLESS_RECURSION(15),
  /** A kind of value stands where another is needed. */
  WRONG_KIND(16),
  /** Something is applied that is not a function or layer. */
  NOT_A_FUNCTION(17),
  /** A file to import cannot be found or read. */
  IMPORT_NOT_FOUND(18),
  /** Files import each other in a circle. */
  IMPORT_CYCLE(19),
  /** Two shapes that must agree do not. */
  SHAPE_MISMATCH(20),
  /** A tensor has another number of axes than is needed. */
  WRONG_RANK(21),
  /** A size is not a whole positive number. */
  BAD_SIZE(22),
  /** A subscript reads outside its axis. */
  OUT_OF_RANGE(23),
  /** The range of an index cannot be inferred, or two uses disagree. */
  INDEX_RANGE(24),
  /** An index is used but not bound. */
  UNBOUND_INDEX(25),
  /** A subscript is not affine in the indices. */
  BAD_SUBSCRIPT(26),
  /** A value must be known when the program is compiled. */
  NOT_STATIC(27),
  /** A condition is not a truth value, or a truth value is used as a number. */
  WRONG_TYPE(28),
  /** A statement is not allowed in this place. */
  MISPLACED(30),
  /** A model lacks something that it must have. */
  INCOMPLETE_MODEL(31),
  /** A setting of a train block is unknown or has a wrong value. */
  BAD_SETTING(32),
  /** The gradient asked for does not exist. */
  BAD_GRADIENT(33),
  /** A size or the program as a whole is larger than the compiler supports. */
  TOO_LARGE(34),
  /** The language has this, but this compiler does not support it here. */
  UNSUPPORTED(35),
  /** A parameter is trained by no loss, or by two. */
  UNCLEAR_TRAINING(36),
  /** A training step takes more memory than it may, even where it computes values again. */
  TOO_LITTLE_MEMORY(37),
  /** A line of a tuning file makes no sense. */
  BAD_TUNING(40),
  /** Compiles, but a name is never used. */
  UNUSED(51);

  private final int number;

  Code(int number) {
    this.number = number;
  }

  /** The code as messages show it, such as {@code NN020}. */
  public String id() {
    return String.format("NN%03d", number);
  }
}
