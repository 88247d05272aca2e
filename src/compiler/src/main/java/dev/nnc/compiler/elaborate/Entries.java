package dev.nnc.compiler.elaborate;

import dev.nnc.compiler.elaborate.ElaboratedModel.Carried;
import dev.nnc.compiler.elaborate.ElaboratedModel.Entry;
import dev.nnc.compiler.elaborate.ElaboratedModel.Given;
import dev.nnc.compiler.elaborate.ElaboratedModel.Result;
import dev.nnc.compiler.elaborate.Value.Tensor;
import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.ir.Type;
import dev.nnc.compiler.op.Leaf;
import dev.nnc.compiler.shape.Shape;
import dev.nnc.compiler.source.Code;
import dev.nnc.compiler.source.Span;
import dev.nnc.compiler.syntax.Expr;
import dev.nnc.compiler.syntax.Statement;
import dev.nnc.runtime.ModelInfo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The entries of a model: further methods over the same weights, with inputs of their own. They are
 * elaborated as inference is, where they stand among the model's statements.
 */
final class Entries {
  private final Evaluator evaluator;
  private final Context context;
  private final Declarations declarations;
  private final EntryScope reach;
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final Map<String, Span> spans = new LinkedHashMap<>();

  Entries(Evaluator evaluator, Declarations declarations) {
    this.evaluator = evaluator;
    this.context = evaluator.context();
    this.declarations = declarations;
    this.reach = new EntryScope(context);
  }

  List<Entry> all() {
    return List.copyOf(entries.values());
  }

  /** Tells of an entry that takes the name of an output: both are methods of one class. */
  void distinct(String output) {
    if (entries.containsKey(output)) {
      context
          .diagnostics()
          .error(
              Code.DUPLICATE_NAME,
              spans.get(output),
              "there is an output `" + output + "` already",
              "choose another name for the entry");
    }
  }

  /** Elaborates an entry in the scope of its model. */
  void declare(Statement.Entry statement, Scope model) {
    String name = statement.name();
    for (String other : entries.keySet()) {
      // Two classes whose names differ in case only cannot lie in one folder on every system.
      if (other.equalsIgnoreCase(name)) {
        throw Fault.at(
            Code.DUPLICATE_NAME,
            statement.nameSpan(),
            "there is an entry `" + other + "` already",
            Evaluator.note("the first one", spans.get(other)),
            "choose another name");
      }
    }
    spans.put(name, statement.nameSpan());
    int parameters = context.parameters().size();
    Scope scope = new Scope(model);
    List<Given> inputs = new ArrayList<>();
    for (Statement.Parameter parameter : statement.parameters()) {
      inputs.add(input(name, parameter, scope, model));
    }
    List<Carried> before = new ArrayList<>();
    for (Statement.StateItem item : statement.carried()) {
      before.add(carried(name, item, scope, model));
    }
    Value value = evaluator.application().bodies().run(statement.body(), new Env(scope, null));
    if (value == null) {
      throw Fault.at(
          Code.MISPLACED,
          statement.nameSpan(),
          "the entry `" + name + "` ends without a return",
          "end it with: return y");
    }
    List<Result> results = results(statement, value);
    List<Carried> carried = new ArrayList<>();
    for (int i = 0; i < before.size(); i++) {
      carried.add(next(before.get(i), statement.carried().get(i), scope));
    }
    Entry entry =
        new Entry(
            new ModelInfo.Entry(
                name,
                inputs.stream().map(Given::info).toList(),
                carried.stream().map(Carried::info).toList(),
                results.stream().map(Result::info).toList(),
                statement.doc()),
            inputs,
            carried,
            results);
    reach.check(entry, statement, model);
    trained(statement, parameters);
    entries.put(name, entry);
  }

  private Given input(String entry, Statement.Parameter parameter, Scope scope, Scope model) {
    unused(parameter.name(), parameter.span(), scope);
    if (parameter.initial() != null) {
      throw Fault.at(
          Code.MISPLACED,
          parameter.initial().span(),
          "an input of an entry has no default",
          "leave it out; whoever calls the entry gives the value");
    }
    List<Expr> dims = parameter.dims() == null ? List.of() : parameter.dims();
    for (Expr dim : dims) {
      boolean any = dim instanceof Expr.Name name && name.name().equals("_");
      if (any || dim instanceof Expr.Ellipsis) {
        throw Fault.at(
            Code.BAD_SIZE,
            dim.span(),
            "an input of an entry has sizes that are known to the compiler",
            "write them out: " + parameter.name() + "[28, 28]");
      }
    }
    Statement.Declarator item =
        new Statement.Declarator(parameter.span(), parameter.name(), dims, parameter.type(), null);
    Given given =
        declarations.given(
            Leaf.Role.INPUT, entry + "." + item.name(), item, -1, "", new Env(model, null));
    scope.define(item.name(), declarations.value(item, given));
    return given;
  }

  private static void unused(String name, Span span, Scope scope) {
    if (scope.defines(name)) {
      throw Fault.at(
          Code.DUPLICATE_NAME, span, "`" + name + "` is defined already", "choose another name");
    }
  }

  private Carried carried(String entry, Statement.StateItem item, Scope scope, Scope model) {
    unused(item.name(), item.span(), scope);
    List<Integer> shape = new ArrayList<>();
    for (Expr dim : item.dims()) {
      shape.add(evaluator.whole(dim, new Env(model, null), 1));
    }
    int[] sizes = shape.stream().mapToInt(Integer::intValue).toArray();
    evaluator.stored(sizes, item.span());
    CarriedType type = CarriedType.of(evaluator, item, new Env(model, null));
    Tensor first = new Draws(evaluator).start(item, sizes, type, new Env(model, null));
    List<Integer> dims = new ArrayList<>(List.of(Shape.BATCH));
    dims.addAll(shape);
    Node leaf =
        context
            .graph()
            .node(
                new Leaf.Given(
                    Leaf.Role.ARGUMENT,
                    entry + "." + item.name(),
                    new Type(type.kind(), Shape.of(dims))));
    context.graph().name(leaf, item.name());
    scope.define(item.name(), new Tensor(leaf, List.of(context.batch()), type.classes()));
    Node start = laid(first, sizes, "the first value of `" + item.name() + "`", item.span());
    return new Carried(
        new ModelInfo.Carried(item.name(), shape, type.classes()), leaf, start, null);
  }

  private Carried next(Carried carried, Statement.StateItem item, Scope scope) {
    String primed = item.name() + "'";
    if (!scope.defines(primed)) {
      throw Fault.at(
          Code.INCOMPLETE_MODEL,
          item.span(),
          "the entry carries `" + item.name() + "`, but does not say its next value",
          "add: " + primed + " = …");
    }
    int[] sizes = carried.info().shape().stream().mapToInt(Integer::intValue).toArray();
    CarriedType type = new CarriedType(carried.info().classes());
    Tensor next = type.value(evaluator, "`" + primed + "`", scope.find(primed), item.span());
    Node node = laid(next, sizes, "`" + primed + "`", item.span());
    return new Carried(carried.info(), carried.leaf(), carried.start(), node);
  }

  /** A value of a carried value's shape, or a number for all of it, for each example. */
  private Node laid(Tensor value, int[] sizes, String what, Span span) {
    Tensor number = context.tensors().number(value);
    if (number.rank() > 0 && !Arrays.equals(number.dims(), sizes)) {
      throw Fault.at(
          Code.SHAPE_MISMATCH,
          span,
          what
              + " must be a number or have the shape "
              + Arrays.toString(sizes)
              + ", but it is "
              + number.describe(),
          "make both shapes the same");
    }
    return context.tensors().spread(number, List.of(context.batch()), sizes);
  }

  private List<Result> results(Statement.Entry statement, Value value) {
    if (!(value instanceof Value.Items items)) {
      return List.of(result(statement.name(), value, statement.nameSpan()));
    }
    List<Result> results = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Value.Argument item : items.items()) {
      if (item.name() == null) {
        throw Fault.at(
            Code.MISSING_ARGUMENT,
            item.span(),
            "the results of an entry have names",
            "write [mean: m, spread: s]");
      }
      if (!names.add(item.name())) {
        throw Fault.at(
            Code.DUPLICATE_NAME,
            item.span(),
            "there is a result `" + item.name() + "` already",
            "choose another name");
      }
      results.add(result(item.name(), item.value(), item.span()));
    }
    if (results.isEmpty()) {
      throw Fault.at(
          Code.MISSING_ARGUMENT,
          statement.nameSpan(),
          "the entry `" + statement.name() + "` gives nothing",
          "write what it gives: = [mean: m, spread: s]");
    }
    return results;
  }

  private Result result(String name, Value value, Span span) {
    Tensor tensor = context.tensors().number(evaluator.tensor(value, span));
    evaluator.stored(tensor.dims(), span);
    Node node = context.tensors().spread(tensor, List.of(context.batch()), tensor.dims());
    List<Integer> shape = Arrays.stream(tensor.dims()).boxed().toList();
    return new Result(new ModelInfo.Output(name, shape, "", ""), node);
  }

  /** Training does not run an entry: weights that it alone uses would stay what they are. */
  private void trained(Statement.Entry statement, int parametersBefore) {
    if (context.parameters().size() > parametersBefore) {
      Parameter own = context.parameters().get(parametersBefore);
      throw Fault.at(
          Code.MISPLACED,
          statement.nameSpan(),
          "the entry `"
              + statement.name()
              + "` has the weights `"
              + own.name()
              + "` to itself, and nothing trains them",
          "name the layer in the model and use it there: net = dense(4)");
    }
  }
}
