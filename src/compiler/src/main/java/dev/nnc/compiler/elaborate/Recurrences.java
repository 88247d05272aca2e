package dev.nnc.compiler.elaborate;

import dev.nnc.compiler.elaborate.Value.Num;
import dev.nnc.compiler.elaborate.Value.Tensor;
import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.ir.Type;
import dev.nnc.compiler.op.Leaf;
import dev.nnc.compiler.shape.Shape;
import dev.nnc.compiler.source.Code;
import dev.nnc.compiler.source.Span;
import dev.nnc.compiler.syntax.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The states of an optimiser or schedule: numbers that one step leaves to the next. {@code state m
 * = 0} declares one; {@code m' = …} says what the next step finds.
 */
final class Recurrences {
  /**
   * A state.
   *
   * @param name as declared
   * @param leaf its value before the step
   * @param initial its value before the first step
   * @param next its value after the step
   * @param span where it is declared
   */
  record State(String name, Node leaf, double initial, Node next, Span span) {}

  private final Evaluator evaluator;
  private final List<State> states = new ArrayList<>();
  private final List<State> open = new ArrayList<>();
  private Shape shape;
  private String owner = "";

  Recurrences(Evaluator evaluator) {
    this.evaluator = evaluator;
  }

  /** Allows states of a shape from now on; null forbids them. */
  void allow(Shape newShape) {
    allow(newShape, "");
  }

  /**
   * Allows states from now on.
   *
   * @param newShape of states that are declared without one
   * @param newOwner tells states of different owners apart; empty forbids states a shape of their
   *     own
   */
  void allow(Shape newShape, String newOwner) {
    shape = newShape;
    owner = newOwner;
    states.clear();
    open.clear();
  }

  /** {@code state m = 0}. */
  void declare(Statement.State statement, Env env) {
    if (shape == null) {
      throw Fault.at(
          Code.MISPLACED,
          statement.span(),
          "states belong to models, layers, optimizers and schedules",
          "");
    }
    for (Statement.StateItem item : statement.items()) {
      CarriedType.onlyNumbers(item);
      if (env.scope().defines(item.name())) {
        throw Fault.at(
            Code.DUPLICATE_NAME, item.span(), "`" + item.name() + "` is defined already", "");
      }
      if (!(evaluator.evaluate(item.initial(), env) instanceof Num first)) {
        throw Fault.at(
            Code.NOT_STATIC,
            item.initial().span(),
            "the first value of a state is a number known to the compiler",
            "write a number or a parameter of the definition");
      }
      String name = "state" + (states.size() + open.size()) + ":" + owner + item.name();
      Shape own = shape(item, env);
      Node leaf =
          evaluator
              .context()
              .graph()
              .node(new Leaf.Given(Leaf.Role.ARGUMENT, name, Type.real(own)));
      open.add(new State(item.name(), leaf, first.value(), null, item.span()));
      env.scope().define(item.name(), new Tensor(leaf, List.of()));
    }
  }

  private Shape shape(Statement.StateItem item, Env env) {
    if (item.dims().isEmpty()) {
      return shape;
    }
    int[] dims = new int[item.dims().size()];
    for (int i = 0; i < dims.length; i++) {
      dims[i] = evaluator.whole(item.dims().get(i), env, 1);
    }
    Shape own = Shape.of(dims);
    if (owner.isEmpty() || own.elements() > shape.elements()) {
      throw Fault.at(
          Code.SHAPE_MISMATCH,
          item.span(),
          owner.isEmpty()
              ? "a state has a shape of its own only where the optimizer sees one parameter at a"
                  + " time"
              : "the state " + item.name() + own + " is larger than its parameter " + shape,
          owner.isEmpty()
              ? "write a second list, as in: optimizer name(lr = 0.01)(param[rows, columns])"
              : "a state has as many numbers as the parameter at most");
    }
    return own;
  }

  /** Takes the next values from a scope whose statements have run. */
  void finish(Scope scope) {
    for (State state : open) {
      Value value = scope.find(state.name() + "'");
      Tensor next =
          value == null
              ? new Tensor(state.leaf(), List.of())
              : evaluator.tensor(value, state.span());
      Node node = laid(next, state.leaf().shape(), "`" + state.name() + "'`", state.span());
      states.add(new State(state.name(), state.leaf(), state.initial(), node, state.span()));
    }
    open.clear();
  }

  /** A value of the states' shape, or a number for all of it, as a node of that shape. */
  Node laid(Tensor next, Shape wanted, String what, Span span) {
    boolean fits = next.rank() == 0 || Arrays.equals(next.dims(), wanted.dims());
    if (!fits || !next.open().isEmpty() || next.isTruth()) {
      throw Fault.at(
          next.isTruth() ? Code.WRONG_TYPE : Code.SHAPE_MISMATCH,
          span,
          what + " must be a number or have the shape " + wanted + ", but it is " + next.describe(),
          "write it as a formula of each element");
    }
    return evaluator.context().tensors().spread(next, List.of(), wanted.dims());
  }

  /** All states declared since they were allowed. */
  List<State> states() {
    return List.copyOf(states);
  }
}
