package dev.nnc.compiler.ir;

import dev.nnc.compiler.shape.Shape;
import java.util.Objects;

/**
 * What a node's value is. Whatever the kind, values are kept as numbers of the run's precision:
 * whole numbers exactly, truth as 1 and 0.
 *
 * @param kind what the numbers mean
 * @param shape the sizes of the axes
 */
public record Type(Kind kind, Shape shape) {
  /** What the numbers of a tensor mean. */
  public enum Kind {
    /** Real numbers; the only kind with gradients. */
    REAL,
    /** Whole numbers: class numbers, indices. */
    INT,
    /** Truth values. */
    BOOL
  }

  /** Checks that nothing is missing. */
  public Type {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(shape, "shape");
  }

  /** Real numbers of a shape. */
  public static Type real(Shape shape) {
    return new Type(Kind.REAL, shape);
  }

  /** The same kind with another shape. */
  public Type with(Shape other) {
    return new Type(kind, other);
  }

  @Override
  public String toString() {
    return kind.name().toLowerCase(java.util.Locale.ROOT) + shape;
  }
}
