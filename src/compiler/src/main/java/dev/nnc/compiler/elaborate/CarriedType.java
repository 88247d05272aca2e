package dev.nnc.compiler.elaborate;

import dev.nnc.compiler.elaborate.Value.Argument;
import dev.nnc.compiler.elaborate.Value.Num;
import dev.nnc.compiler.elaborate.Value.Tensor;
import dev.nnc.compiler.ir.Type;
import dev.nnc.compiler.source.Code;
import dev.nnc.compiler.source.Span;
import dev.nnc.compiler.syntax.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * What a carried value is declared as: a number, or with {@code k: int<n>} one of so many classes.
 *
 * @param classes how many, or 0 for a number
 */
record CarriedType(int classes) {
  /** The type of what a scan or an entry carries. */
  static CarriedType of(Evaluator evaluator, Statement.StateItem item, Env env) {
    Statement.TypeName type = item.type();
    if (type == null || type.name().equals("real")) {
      return new CarriedType(0);
    }
    if (!type.name().equals("int") || type.arguments().isEmpty()) {
      throw Fault.at(
          Code.WRONG_TYPE,
          type.span(),
          "what is carried is a number or an int<n>",
          "write, for example: " + item.name() + ": int<10> = 0");
    }
    return new CarriedType(evaluator.whole(type.arguments().get(0), env, 1));
  }

  /** Tells of a type where there are numbers only: in states, which training steps carry on. */
  static void onlyNumbers(Statement.StateItem item) {
    if (item.type() != null && !item.type().name().equals("real")) {
      throw Fault.at(
          Code.WRONG_TYPE,
          item.type().span(),
          "a state is a number",
          "leave out the type; scans and entries carry whole numbers");
    }
  }

  /** What its numbers mean. */
  Type.Kind kind() {
    return classes > 0 ? Type.Kind.INT : Type.Kind.REAL;
  }

  /**
   * A first or next value as a tensor of this type.
   *
   * @param what it is, for an error
   */
  Tensor value(Evaluator evaluator, String what, Value value, Span span) {
    Tensor tensor = evaluator.tensor(whole(evaluator, what, value, span), span);
    if (classes == 0) {
      return tensor;
    }
    boolean known = tensor.classes() > 0;
    if (!Tensors.isWhole(tensor) || (known && tensor.classes() != classes)) {
      throw Fault.at(
          Code.WRONG_TYPE,
          span,
          what
              + " must be an int<"
              + classes
              + ">, but it is "
              + (known ? "an int<" + tensor.classes() + ">" : tensor.describe()),
          "whole numbers come from inputs of type int, from indices and from argmax");
    }
    return new Tensor(tensor.node(), tensor.open(), classes);
  }

  /** Numbers that the compiler knows as whole ones, where those are wanted. */
  private Value whole(Evaluator evaluator, String what, Value value, Span span) {
    if (classes > 0 && value instanceof Value.Items items) {
      List<Argument> all = new ArrayList<>();
      for (Argument item : items.items()) {
        all.add(
            new Argument(
                item.name(), whole(evaluator, what, item.value(), item.span()), item.span()));
      }
      return new Value.Items(all);
    }
    if (classes == 0 || !(value instanceof Num number)) {
      return value;
    }
    if (!number.isWhole() || number.value() < 0 || number.value() >= classes) {
      throw Fault.at(
          Code.WRONG_TYPE,
          span,
          what + " is " + number.describe() + ", but an int<" + classes + "> is from 0 to "
              + (classes - 1),
          "write a whole number in this range");
    }
    return evaluator.context().tensors().whole(number);
  }
}
