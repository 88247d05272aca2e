package dev.nnc.compiler.elaborate;

import dev.nnc.compiler.elaborate.Value.Argument;
import dev.nnc.compiler.elaborate.Value.Num;
import dev.nnc.compiler.elaborate.Value.Tensor;
import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.ir.Program;
import dev.nnc.compiler.op.Build;
import dev.nnc.compiler.shape.AffineMap;
import dev.nnc.compiler.shape.Shape;
import dev.nnc.compiler.source.Code;
import dev.nnc.compiler.source.Diagnostics;
import dev.nnc.compiler.source.Span;
import dev.nnc.compiler.syntax.Definition;
import dev.nnc.compiler.syntax.Expr;
import dev.nnc.compiler.syntax.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The step of an optimiser as a program. Its formula runs over the vector of all parameters at
 * once, or, where it has a pattern such as {@code (param[rows, columns])}, over each parameter on
 * its own: as a vector, or as a matrix whose rows are the first axis and whose columns are all
 * others.
 *
 * <p>State k of the parameter i of a loss, both from 0, lies at k·n + i of the loss's own states,
 * where n is the number of the loss's parameters; a state that is smaller than its parameter leaves
 * the rest unused.
 */
final class OptimizerStep {
  /** What the formula runs over at once. */
  private record Piece(String suffix, Shape shape, int offset) {}

  private final Definitions definitions;
  private final List<Parameter> parameters;
  private final int start;
  private final int count;
  private final int stateStart;
  private final Context context;
  private final Evaluator evaluator;
  private final Env outer;
  private final List<Program.Input> inputs = new ArrayList<>();
  private final List<Program.Output> outputs = new ArrayList<>();
  private int stateCount;

  /**
   * Prepares the step of a loss.
   *
   * @param definitions all that the file sees
   * @param diagnostics where errors go
   * @param loss the loss; its parameters are all that the step changes
   * @param stateStart where its states start in the slot {@code state}
   */
  OptimizerStep(
      Definitions definitions, Diagnostics diagnostics, ElaboratedModel.Loss loss, int stateStart) {
    this.definitions = definitions;
    this.parameters = loss.parameters();
    this.start = loss.offset();
    this.stateStart = stateStart;
    count = Math.max(loss.count(), 1);
    context = new Context(definitions, diagnostics);
    evaluator = new Evaluator(context);
    outer = new Env(new Scope(context.globals()), null);
  }

  /**
   * The program.
   *
   * @param name what the program is called
   * @param expr the optimiser, as written
   * @param clip a function of the vector of all gradients, or null
   * @param average a function of the average so far, the parameters that the step leaves, and the
   *     number of the step; its values are one more state, the last; or null
   * @param initial gets the first value of each state
   */
  Program program(String name, Expr expr, Expr clip, Expr average, List<Double> initial) {
    Expr callee = expr instanceof Expr.Call call ? call.callee() : expr;
    Definition.Callable definition =
        callee instanceof Expr.Name called ? definitions.optimizer(called.name()) : null;
    if (definition == null) {
      throw TrainElaborator.unknown(
          "optimizer", callee.span(), definitions.names(Definition.Kind.OPTIMIZER));
    }
    Tensor step = TrainElaborator.argument(context, "step", Shape.SCALAR);
    Tensor rate = TrainElaborator.argument(context, "rate", Shape.SCALAR);
    inputs.add(new Program.Input(step.node(), "step", 0));
    inputs.add(new Program.Input(rate.node(), "rate", 0));
    Tensor all = clip == null ? null : clipped(clip, input("gradients", Shape.of(count), start));
    for (Piece piece : pieces(definition)) {
      Scope names = context.scopeOf(definition);
      names.define("step", step);
      names.define("rate", rate);
      names.define("grad", gradient(piece, all));
      Scope config = new Scope(names);
      List<Argument> args =
          expr instanceof Expr.Call call ? evaluator.arguments(call.args(), outer) : List.of();
      evaluator.application().binding().config(definition, args, config, expr.span());
      Scope body = new Scope(config);
      if (config.find("lr") instanceof Num lr) {
        body.define("lr", evaluator.arithmetic().binary("*", rate, lr, expr.span()));
      }
      Tensor next = run(definition, piece, names, body, initial);
      if (average != null) {
        average(average, piece, next, step);
      }
    }
    if (average != null) {
      initial.add(0.0);
    }
    return new Program(name, context.graph(), inputs, outputs);
  }

  private Tensor input(String slot, Shape shape, int offset) {
    String name = shape.elements() == count ? slot : slot + offset;
    Tensor tensor = TrainElaborator.argument(context, name, shape);
    inputs.add(new Program.Input(tensor.node(), slot, offset));
    return tensor;
  }

  /** All parameters as one vector, or each on its own as the definition's pattern says. */
  private List<Piece> pieces(Definition.Callable definition) {
    if (definition.data().isEmpty()) {
      return List.of(new Piece("", Shape.of(count), start));
    }
    Statement.Parameter pattern = definition.data().get(0);
    boolean fits =
        definition.data().size() == 1
            && pattern.name().equals("param")
            && pattern.initial() == null
            && pattern.dims() != null
            && (pattern.dims().size() == 1 || pattern.dims().size() == 2)
            && pattern.dims().stream().allMatch(Expr.Name.class::isInstance);
    if (!fits) {
      throw Fault.at(
          Code.MISPLACED,
          pattern.span(),
          "an optimizer sees the parameter, as a vector or a matrix, and nothing else",
          "write (param[n]) or (param[rows, columns])");
    }
    boolean matrix = pattern.dims().size() == 2;
    List<Piece> pieces = new ArrayList<>();
    for (Parameter parameter : parameters) {
      Shape shape = parameter.leaf().shape();
      int size = (int) shape.elements();
      int rows = shape.rank() == 0 ? 1 : shape.dim(0);
      Shape seen = matrix ? Shape.of(rows, size / rows) : Shape.of(size);
      pieces.add(new Piece(parameter.name() + ".", seen, parameter.offset()));
    }
    return pieces.isEmpty()
        ? List.of(new Piece("none.", matrix ? Shape.of(1, 1) : Shape.of(1), start))
        : pieces;
  }

  private Tensor gradient(Piece piece, Tensor all) {
    if (all == null) {
      return input("gradients", piece.shape(), piece.offset());
    }
    if (piece.suffix().isEmpty()) {
      return all;
    }
    Build build = context.tensors().build();
    AffineMap slice = new AffineMap(1, new int[][] {{1}}, new int[] {piece.offset() - start});
    Node part = build.view(all.node(), Shape.of((int) piece.shape().elements()), slice);
    return new Tensor(build.reshape(part, piece.shape()), List.of());
  }

  /** Lets the definition run over a piece; returns what its parameters become. */
  private Tensor run(
      Definition.Callable definition, Piece piece, Scope names, Scope body, List<Double> initial) {
    Tensor parameter = input("parameters", piece.shape(), piece.offset());
    names.define("param", parameter);
    if (!definition.data().isEmpty()) {
      List<Expr> dims = definition.data().get(0).dims();
      for (int d = 0; d < dims.size(); d++) {
        names.define(((Expr.Name) dims.get(d)).name(), new Num(piece.shape().dim(d)));
      }
    }
    Bodies bodies = evaluator.application().bodies();
    bodies.recurrences().allow(piece.shape(), piece.suffix());
    bodies.run(definition.body(), new Env(body, null));
    bodies.recurrences().finish(body);
    Value next = body.find("param'");
    if (next == null) {
      throw Fault.at(
          Code.INCOMPLETE_MODEL,
          definition.nameSpan(),
          "the optimizer `" + definition.name() + "` does not say what the parameters become",
          "end it with: param' = param - lr * ...");
    }
    Span span = definition.nameSpan();
    Tensor result = evaluator.tensor(next, span);
    Node value = bodies.recurrences().laid(result, piece.shape(), "`param'`", span);
    outputs.add(new Program.Output("param'", value, "parameters", piece.offset()));
    List<Recurrences.State> states = bodies.recurrences().states();
    for (int k = 0; k < states.size(); k++) {
      Recurrences.State state = states.get(k);
      int place = stateStart + k * count + piece.offset() - start;
      inputs.add(new Program.Input(state.leaf(), "state", place));
      outputs.add(new Program.Output(state.name() + "'", state.next(), "state", place));
      first(state, k, initial);
    }
    stateCount = states.size();
    return new Tensor(value, List.of());
  }

  /** The average of a piece of the parameters, behind the states of the optimiser. */
  private void average(Expr average, Piece piece, Tensor next, Tensor step) {
    int place = stateStart + stateCount * count + piece.offset() - start;
    Tensor before = TrainElaborator.argument(context, piece.suffix() + "average", piece.shape());
    inputs.add(new Program.Input(before.node(), "state", place));
    Value.Function function = evaluator.application().stage(average, outer);
    Span span = average.span();
    List<Argument> args =
        List.of(
            new Argument(null, before, span),
            new Argument(null, next, span),
            new Argument(null, step, span));
    Tensor result =
        evaluator.tensor(evaluator.application().apply(function, args, span, average), span);
    if (!result.node().shape().equals(piece.shape()) || result.isTruth()) {
      throw Fault.at(
          Code.SHAPE_MISMATCH,
          span,
          "an average has the shape of the parameters, but this one has " + result.sizes(),
          "use a function of average, parameter and step, such as ema(0.999)");
    }
    outputs.add(new Program.Output("average'", result.node(), "state", place));
  }

  /** Notes the first value of state k, which is one for all parameters. */
  private static void first(Recurrences.State state, int k, List<Double> initial) {
    if (k == initial.size()) {
      initial.add(state.initial());
    } else if (initial.get(k) != state.initial()) {
      throw Fault.at(
          Code.UNSUPPORTED,
          state.span(),
          "`" + state.name() + "` starts otherwise than the state of other parameters in its place",
          "let it start at " + Num.text(initial.get(k)));
    }
  }

  private Tensor clipped(Expr clip, Tensor gradients) {
    Value.Function function = evaluator.application().stage(clip, outer);
    Argument argument = new Argument(null, gradients, clip.span());
    Value result = evaluator.application().apply(function, List.of(argument), clip.span(), clip);
    Tensor tensor = evaluator.tensor(result, clip.span());
    if (tensor.rank() != 1 || tensor.dim(0) != gradients.dim(0)) {
      throw Fault.at(
          Code.SHAPE_MISMATCH,
          clip.span(),
          "clipping must give a gradient for each parameter, but its shape is " + tensor.sizes(),
          "use a function from a vector to a vector, such as clip_norm(1)");
    }
    return tensor;
  }
}
