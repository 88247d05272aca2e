package dev.nnc.compiler.elaborate;

import dev.nnc.compiler.elaborate.Value.Tensor;
import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.ir.Type;
import dev.nnc.compiler.op.Leaf;
import dev.nnc.compiler.op.OwnGradient;
import dev.nnc.compiler.op.Reduce;
import dev.nnc.compiler.source.Code;
import dev.nnc.compiler.source.Span;
import dev.nnc.compiler.syntax.Definition;
import dev.nnc.compiler.syntax.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Functions that say their gradient themselves: {@code fn f(x) = … with grad(g) = …}. The formula
 * gives what flows back to each parameter, from g, which flows back to the result.
 */
final class Gradients {
  private final Evaluator evaluator;
  private final Context context;

  Gradients(Evaluator evaluator) {
    this.evaluator = evaluator;
    this.context = evaluator.context();
  }

  /** A function's result as a value with the gradient that its definition states. */
  Value attach(Definition.Callable definition, Value result, Scope scope) {
    if (!(result instanceof Tensor y) || y.node().type().kind() != Type.Kind.REAL) {
      return result;
    }
    Definition.Gradient gradient = definition.gradient();
    Span span = gradient.value().span();
    Node leaf =
        context
            .graph()
            .node(
                new Leaf.Given(
                    Leaf.Role.ARGUMENT,
                    "cotangent" + context.graph().number(new Object()),
                    y.node().type()));
    Scope names = new Scope(scope);
    names.define(gradient.cotangent(), new Tensor(leaf, y.open()));
    Value value = evaluator.evaluate(gradient.value(), new Env(names, null));
    List<Value> given = each(definition, value, span);
    List<Node> args = new ArrayList<>(List.of(y.node()));
    List<Node> adjoints = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      Statement.Parameter parameter = definition.data().get(i);
      if (scope.find(parameter.name()) instanceof Tensor x
          && x.node().type().kind() == Type.Kind.REAL) {
        args.add(x.node());
        adjoints.add(laid(evaluator.tensor(given.get(i), span), x, y, parameter.name(), span));
      }
    }
    OwnGradient op = new OwnGradient(leaf, adjoints, gradient.estimator());
    return new Tensor(context.graph().node(op, args), y.open(), y.classes());
  }

  /** The formulas for the parameters, in order; a list for more than one. */
  private static List<Value> each(Definition.Callable definition, Value value, Span span) {
    long needed = definition.data().stream().filter(p -> p.initial() == null).count();
    if (needed < 2 || !(value instanceof Value.Items items)) {
      if (needed > 1) {
        throw Fault.at(
            Code.BAD_GRADIENT,
            span,
            "`" + definition.name() + "` has " + needed + " parameters, so its gradient is a list",
            "write one formula for each: with grad(g) = [ …, … ]");
      }
      return List.of(value);
    }
    int count = items.items().size();
    if (count < needed || count > definition.data().size()) {
      throw Fault.at(
          Code.BAD_GRADIENT,
          span,
          "there are "
              + count
              + " gradients for the "
              + needed
              + " parameters of `"
              + definition.name()
              + "`",
          "write one for each, 0 where none flows");
    }
    return items.items().stream().map(Value.Argument::value).toList();
  }

  /** What flows back to a parameter, in its shape, summed where it was repeated. */
  private Node laid(Tensor part, Tensor x, Tensor y, String name, Span span) {
    if (part.isTruth() || (part.rank() > 0 && !Arrays.equals(part.dims(), x.dims()))) {
      throw Fault.at(
          part.isTruth() ? Code.WRONG_TYPE : Code.SHAPE_MISMATCH,
          span,
          "the gradient of `"
              + name
              + "` is "
              + part.describe()
              + ", but `"
              + name
              + "` is "
              + x.describe(),
          "a gradient has the shape of what it belongs to");
    }
    Set<Index> repeated = new LinkedHashSet<>(y.open());
    repeated.addAll(part.open());
    x.open().forEach(repeated::remove);
    Tensors tensors = context.tensors();
    Tensor wide =
        new Tensor(tensors.spread(part, Tensors.union(List.of(part)), x.dims()), part.open());
    Tensor sum = tensors.reduce(Reduce.Kind.SUM, wide, List.copyOf(repeated), span);
    Node node = tensors.spread(sum, x.open(), x.dims());
    return node.type().kind() == Type.Kind.REAL
        ? node
        : tensors.build().mul(node, tensors.build().like(node, 1));
  }
}
