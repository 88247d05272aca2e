package dev.nnc.compiler.elaborate;

import dev.nnc.compiler.shape.Shape;
import dev.nnc.compiler.source.Span;

/**
 * An index variable: one axis along which a formula is written element by element. Identity is
 * equality. Axes of open indices lie in ascending {@link #order}, the batch first.
 */
final class Index {
  /** The size of an index whose range is not known yet. */
  static final int UNKNOWN = 0;

  private final String name;
  private final int order;
  private final Span span;
  private final int start;
  private int size;

  /**
   * An index in scope.
   *
   * @param name as written
   * @param order its rank among open indices
   * @param start its first value
   * @param size how many values it takes, or {@link #UNKNOWN}
   * @param span where it is bound, or null
   */
  Index(String name, int order, int start, int size, Span span) {
    this.name = name;
    this.order = order;
    this.start = start;
    this.size = size;
    this.span = span;
  }

  /** The reserved index over the examples of the batch. */
  static Index batch() {
    return new Index("batch", 0, 0, Shape.BATCH, null);
  }

  String name() {
    return name;
  }

  int order() {
    return order;
  }

  /** Where it is bound, or null. */
  Span span() {
    return span;
  }

  /** Its first value. */
  int start() {
    return start;
  }

  /** How many values it takes; {@link #UNKNOWN} until that is inferred. */
  int size() {
    return size;
  }

  void resolve(int newSize) {
    size = newSize;
  }

  boolean resolved() {
    return size != UNKNOWN;
  }

  boolean isBatch() {
    return size == Shape.BATCH;
  }

  @Override
  public String toString() {
    return name;
  }
}
