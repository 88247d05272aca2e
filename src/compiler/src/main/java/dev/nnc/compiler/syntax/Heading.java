package dev.nnc.compiler.syntax;

import java.util.function.Supplier;

/** A definition of which the kind and the name are known; the rest is read when it is wanted. */
public final class Heading {
  private final Definition.Kind kind;
  private final String name;
  private final Supplier<Definition.Callable> reader;
  private Definition.Callable definition;

  Heading(Definition.Kind kind, String name, Supplier<Definition.Callable> reader) {
    this.kind = kind;
    this.name = name;
    this.reader = reader;
  }

  /** What is defined. */
  public Definition.Kind kind() {
    return kind;
  }

  /** Its name. */
  public String name() {
    return name;
  }

  /**
   * The definition, always the same one.
   *
   * @throws IllegalStateException if it has mistakes
   */
  public synchronized Definition.Callable definition() {
    if (definition == null) {
      definition = reader.get();
    }
    return definition;
  }
}
