package dev.nnc.compiler.syntax;

import dev.nnc.compiler.source.Span;
import java.util.List;

/** An expression as written. */
public sealed interface Expr {
  /** Where it stands. */
  Span span();

  /**
   * A number; a percentage is already divided by a hundred.
   *
   * @param span where it stands
   * @param value its value
   */
  record NumberLiteral(Span span, double value) implements Expr {}

  /**
   * A text in double quotes, escapes resolved.
   *
   * @param span where it stands, quotes included
   * @param value the text
   */
  record TextLiteral(Span span, String value) implements Expr {}

  /**
   * {@code true} or {@code false}.
   *
   * @param span where it stands
   * @param value which
   */
  record BoolLiteral(Span span, boolean value) implements Expr {}

  /**
   * A name, primes included.
   *
   * @param span where it stands
   * @param name as written
   */
  record Name(Span span, String name) implements Expr {}

  /**
   * {@code callee(args) }; a block behind the parentheses is the last argument, without a name.
   *
   * @param span the whole
   * @param callee what is called
   * @param args in written order
   */
  record Call(Span span, Expr callee, List<Argument> args) implements Expr {}

  /**
   * {@code base[subscripts]}; also the {@code f[s]} of {@code f[s](e)}.
   *
   * @param span the whole
   * @param base what is subscripted
   * @param subscripts expressions, {@link Range}s and {@link Ellipsis}
   */
  record Subscript(Span span, Expr base, List<Expr> subscripts) implements Expr {}

  /**
   * {@code base.name}.
   *
   * @param span the whole
   * @param base what has the member
   * @param name the member
   */
  record Field(Span span, Expr base, String name) implements Expr {}

  /**
   * A prefix operator.
   *
   * @param span the whole
   * @param op {@code -} or {@code not}
   * @param operand behind it
   */
  record Unary(Span span, String op, Expr operand) implements Expr {}

  /**
   * An infix operator.
   *
   * @param span the whole
   * @param op one of {@code + - * / % ^ == != < <= > >= and or}
   * @param left before it
   * @param right behind it
   */
  record Binary(Span span, String op, Expr left, Expr right) implements Expr {}

  /**
   * {@code if condition then a else b}.
   *
   * @param span the whole
   * @param condition decides
   * @param whenTrue the first branch
   * @param whenFalse the second branch
   */
  record Conditional(Span span, Expr condition, Expr whenTrue, Expr whenFalse) implements Expr {}

  /**
   * {@code left |> right}.
   *
   * @param span the whole
   * @param left what flows
   * @param right the stage that takes it
   */
  record Pipe(Span span, Expr left, Expr right) implements Expr {}

  /**
   * {@code sum[i, j in 0..n] body}.
   *
   * @param span the whole
   * @param kind one of {@code sum prod max min mean argmax argmin}
   * @param binders the indices it binds
   * @param body what is reduced
   */
  record Reduction(Span span, String kind, List<Binder> binders, Expr body) implements Expr {}

  /**
   * An index that a reduction or scan binds.
   *
   * @param span where it stands
   * @param name the index
   * @param range its explicit range, or null where it is to be inferred
   */
  record Binder(Span span, String name, Range range) {}

  /**
   * {@code from..to}, the end excluded; an absent bound is null.
   *
   * @param span the whole
   * @param from the first value, or null
   * @param to the value after the last, or null
   */
  record Range(Span span, Expr from, Expr to) implements Expr {}

  /**
   * {@code ...} among subscripts or dimensions.
   *
   * @param span where it stands
   */
  record Ellipsis(Span span) implements Expr {}

  /**
   * {@code [a, b]} or {@code [train: 80%, valid: 10%]}.
   *
   * @param span the whole
   * @param items the elements, named or not
   */
  record ListLiteral(Span span, List<Argument> items) implements Expr {}

  /**
   * {@code { pipeline }}: evaluated anew wherever it is used.
   *
   * @param span the whole
   * @param body the pipeline; its first stage takes what flows into the block
   */
  record Block(Span span, Expr body) implements Expr {}

  /**
   * {@code repeat count { pipeline }}: a stage that applies the block count times.
   *
   * @param span the whole
   * @param count how often
   * @param block what is repeated, with fresh parameters in each copy
   */
  record Repeat(Span span, Expr count, Block block) implements Expr {}

  /**
   * An argument of a call or an element of a list.
   *
   * @param span the whole
   * @param name its name, or null where it goes by position
   * @param value its value
   */
  record Argument(Span span, String name, Expr value) {}
}
