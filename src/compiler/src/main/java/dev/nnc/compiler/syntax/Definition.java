package dev.nnc.compiler.syntax;

import dev.nnc.compiler.source.Span;
import java.util.List;

/** A definition at the top level of a file, as written. */
public sealed interface Definition {
  /** Where it stands. */
  Span span();

  /** Its name; for an import the path. */
  String name();

  /** The {@code ///} lines before it, without the slashes, or an empty text. */
  String doc();

  /** What a {@link Callable} defines. */
  enum Kind {
    /** A pure formula. */
    FN("fn"),
    /** A formula with parameters. */
    LAYER("layer"),
    /** How a parameter starts. */
    INITIALIZER("initializer"),
    /** How a parameter follows its gradient. */
    OPTIMIZER("optimizer"),
    /** How the learning rate goes with time. */
    SCHEDULE("schedule");

    private final String keyword;

    Kind(String keyword) {
      this.keyword = keyword;
    }

    /**
     * The kind whose definitions a keyword starts.
     *
     * @throws IllegalArgumentException if there is none
     */
    static Kind of(String keyword) {
      for (Kind kind : values()) {
        if (kind.keyword.equals(keyword)) {
          return kind;
        }
      }
      throw new IllegalArgumentException("no definition starts with " + keyword);
    }

    /** The keyword that starts such a definition. */
    public String keyword() {
      return keyword;
    }
  }

  /**
   * {@code import "path.nn"}.
   *
   * @param span the whole
   * @param name the path as written
   * @param doc always empty
   */
  record Import(Span span, String name, String doc) implements Definition {}

  /**
   * {@code shared name = instance}.
   *
   * @param span the whole
   * @param name its name
   * @param nameSpan where the name stands
   * @param value a layer or a pipeline of layers
   * @param doc its documentation
   */
  record Shared(Span span, String name, Span nameSpan, Expr value, String doc)
      implements Definition {}

  /**
   * A function, layer, initialiser, optimiser or schedule.
   *
   * @param span the whole
   * @param kind which
   * @param name its name
   * @param nameSpan where the name stands
   * @param config the first of two parameter lists; of an initialiser, optimiser or schedule also
   *     the only one; else empty
   * @param data the second, or the only one, of a function or layer; of an optimiser the pattern of
   *     the parameter that it sees, or empty
   * @param result the declared shape of the result, or null
   * @param body statements; a formula behind {@code =} is a single {@link Statement.Return}
   * @param gradient what a function says about its gradient, or null
   * @param doc its documentation
   */
  record Callable(
      Span span,
      Kind kind,
      String name,
      Span nameSpan,
      List<Statement.Parameter> config,
      List<Statement.Parameter> data,
      List<Expr> result,
      List<Statement> body,
      Gradient gradient,
      String doc)
      implements Definition {}

  /**
   * {@code with grad(g) = value} behind a function.
   *
   * @param span the whole
   * @param estimator whether it says that it is not the derivative
   * @param cotangent the name of what flows back to the result
   * @param value what flows back to the parameters
   */
  record Gradient(Span span, boolean estimator, String cotangent, Expr value) {}

  /**
   * A model.
   *
   * @param span the whole
   * @param name its name
   * @param nameSpan where the name stands
   * @param hyperparameters with their defaults
   * @param body statements
   * @param doc its documentation
   */
  record Model(
      Span span,
      String name,
      Span nameSpan,
      List<Statement.Parameter> hyperparameters,
      List<Statement> body,
      String doc)
      implements Definition {}

  /**
   * The settings of a training run.
   *
   * @param span the whole
   * @param name the model
   * @param nameSpan where the model's name stands
   * @param settings in written order
   * @param doc its documentation
   */
  record Train(Span span, String name, Span nameSpan, List<Statement.Assign> settings, String doc)
      implements Definition {}
}
