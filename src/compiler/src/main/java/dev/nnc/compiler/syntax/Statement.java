package dev.nnc.compiler.syntax;

import dev.nnc.compiler.source.Span;
import java.util.List;

/** A statement in the body of a definition, as written. */
public sealed interface Statement {
  /** Where it stands. */
  Span span();

  /**
   * {@code name = value} or {@code name[i, j] = value}; the name may end in primes.
   *
   * @param span the whole
   * @param name what is defined
   * @param nameSpan where the name stands
   * @param indices null without brackets, else {@link Expr.Name}s and {@link Expr.Ellipsis}
   * @param value its definition
   */
  record Assign(Span span, String name, Span nameSpan, List<Expr> indices, Expr value)
      implements Statement {}

  /**
   * {@code param W[n, m] ~ init}; {@code param W[n] frozen ~ init} is not trained.
   *
   * @param span the whole
   * @param name the parameter
   * @param dims its sizes, perhaps none
   * @param frozen whether it keeps its first value
   * @param initializer the initialiser, or null for the default
   */
  record Param(Span span, String name, List<Expr> dims, boolean frozen, Expr initializer)
      implements Statement {}

  /**
   * {@code if condition { … } else { … }}, decided by the compiler.
   *
   * @param span the whole
   * @param condition a static condition
   * @param whenTrue statements
   * @param whenFalse statements, perhaps none
   */
  record If(Span span, Expr condition, List<Statement> whenTrue, List<Statement> whenFalse)
      implements Statement {}

  /**
   * {@code return value}.
   *
   * @param span the whole
   * @param value the result
   */
  record Return(Span span, Expr value) implements Statement {}

  /**
   * {@code input a, b[3]: int<10> standardized from "column"}; {@code target} likewise.
   *
   * @param span the whole
   * @param target whether the keyword was {@code target}
   * @param items what is declared
   * @param standardized whether mean and deviation of the training split are taken out
   * @param doc the {@code ///} lines before it, or an empty text
   */
  record Input(Span span, boolean target, List<Declarator> items, boolean standardized, String doc)
      implements Statement {}

  /**
   * {@code noise eps[n] ~ normal}.
   *
   * @param span the whole
   * @param item what is drawn
   * @param distribution from what
   */
  record Noise(Span span, Declarator item, Expr distribution) implements Statement {}

  /**
   * {@code state m = 0}.
   *
   * @param span the whole
   * @param items what is carried, each with its first value
   */
  record State(Span span, List<StateItem> items) implements Statement {}

  /**
   * One carried value.
   *
   * @param span the whole
   * @param name its name
   * @param dims its sizes, perhaps none
   * @param type its type, or null
   * @param initial the first value
   */
  record StateItem(Span span, String name, List<Expr> dims, TypeName type, Expr initial) {}

  /**
   * {@code output name}, {@code output name as target} or {@code output name = value}.
   *
   * @param span the whole
   * @param name the output
   * @param as the target whose units it takes, or null
   * @param value its definition, or null where the name is already defined
   * @param doc the {@code ///} lines before it, or an empty text
   */
  record Output(Span span, String name, String as, Expr value, String doc) implements Statement {}

  /**
   * {@code loss value}, or {@code loss name = value trains a, b.W every 5}.
   *
   * @param span the whole
   * @param name its name, or null
   * @param value the loss of one example
   * @param trained instances and parameters, or null where it trains all
   * @param every in which steps it takes its turn, or null for each
   */
  record Loss(Span span, String name, Expr value, List<Expr> trained, Expr every)
      implements Statement {}

  /**
   * {@code frozen a, b.W}.
   *
   * @param span the whole
   * @param parts instances and parameters that are not trained
   */
  record Frozen(Span span, List<Expr> parts) implements Statement {}

  /**
   * {@code metric a, name = b}.
   *
   * @param span the whole
   * @param items each with an optional name
   */
  record Metric(Span span, List<Expr.Argument> items) implements Statement {}

  /**
   * {@code name = scan t in 0..T reversed with h[H] = 0 { … }}.
   *
   * @param span the whole
   * @param name what the sequence of yielded values is called, or null
   * @param index the index of the loop
   * @param reversed whether the last step is taken first
   * @param carried what goes from step to step
   * @param body statements; {@code yield} gives the output of a step
   */
  record Scan(
      Span span,
      String name,
      Expr.Binder index,
      boolean reversed,
      List<StateItem> carried,
      List<Statement> body)
      implements Statement {}

  /**
   * {@code yield value} inside a scan.
   *
   * @param span the whole
   * @param value the output of this step
   */
  record Yield(Span span, Expr value) implements Statement {}

  /**
   * {@code entry name(x[n]) = value} or {@code entry name(x[n]) with h[H] = 0 { … return value }}.
   *
   * @param span the whole
   * @param name the method
   * @param nameSpan where the name stands
   * @param parameters its arguments
   * @param carried what goes from call to call
   * @param body statements; a {@code return} alone where it was written with {@code =}
   * @param doc the {@code ///} lines before it, or an empty text
   */
  record Entry(
      Span span,
      String name,
      Span nameSpan,
      List<Parameter> parameters,
      List<StateItem> carried,
      List<Statement> body,
      String doc)
      implements Statement {}

  /**
   * What an input, target or noise statement declares.
   *
   * @param span the whole
   * @param name the name in formulas
   * @param dims sizes, perhaps none
   * @param type its type, or null for a number
   * @param from the column or columns it comes from ({@link Expr.TextLiteral}, number, {@link
   *     Expr.Range} or list), or null where the name says it
   */
  record Declarator(Span span, String name, List<Expr> dims, TypeName type, Expr from) {}

  /**
   * A type as written: {@code int<V>}, {@code bool}, {@code real} or {@code one_of("a", "b")}.
   *
   * @param span the whole
   * @param name {@code int}, {@code bool}, {@code real} or {@code one_of}
   * @param arguments the size of {@code int}, or the texts of {@code one_of}
   */
  record TypeName(Span span, String name, List<Expr> arguments) {}

  /**
   * A parameter of a definition: configuration with an optional default, or data with a shape
   * pattern.
   *
   * @param span the whole
   * @param name its name
   * @param dims null where no brackets stand, else sizes to match: names are bound or compared,
   *     {@link Expr.Ellipsis} stands for any leading axes, {@code _} for any size
   * @param type its type, or null
   * @param initial the default, or null
   */
  record Parameter(Span span, String name, List<Expr> dims, TypeName type, Expr initial) {}
}
