package dev.nnc.compiler.ir;

import java.util.List;

/** A value in a {@link Graph}: an operator over other values. Identity is equality. */
public final class Node {
  private final int id;
  private final Op op;
  private final List<Node> args;
  private final Type type;

  Node(int id, Op op, List<Node> args, Type type) {
    this.id = id;
    this.op = op;
    this.args = args;
    this.type = type;
  }

  /** Its number in the graph; greater than that of any argument. */
  public int id() {
    return id;
  }

  /** What it computes. */
  public Op op() {
    return op;
  }

  /** From what. */
  public List<Node> args() {
    return args;
  }

  /** One argument. */
  public Node arg(int index) {
    return args.get(index);
  }

  /** What its value is. */
  public Type type() {
    return type;
  }

  /** The sizes of its axes. */
  public dev.nnc.compiler.shape.Shape shape() {
    return type.shape();
  }

  /**
   * The same in every run, unlike that of {@link Object}; numbers in sequence are spread. Nodes are
   * interned, so equality stays identity.
   */
  @Override
  public int hashCode() {
    return id * 0x9E3779B9;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("%" + id + " = " + op.label());
    for (Node arg : args) {
      text.append(" %").append(arg.id);
    }
    return text.append(" : ").append(type).toString();
  }
}
