package dev.nnc.compiler.elaborate;

import dev.nnc.compiler.elaborate.ElaboratedModel.Fitted;
import dev.nnc.compiler.elaborate.ElaboratedModel.Given;
import dev.nnc.compiler.elaborate.Value.Tensor;
import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.ir.Type;
import dev.nnc.compiler.op.Elementwise;
import dev.nnc.compiler.op.Leaf;
import dev.nnc.compiler.shape.Shape;
import dev.nnc.compiler.source.Code;
import dev.nnc.compiler.source.Span;
import dev.nnc.compiler.syntax.Expr;
import dev.nnc.compiler.syntax.Statement;
import dev.nnc.runtime.ModelInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The inputs and targets of a model. */
final class Declarations {
  private record Scale(Tensor mean, Tensor deviation) {}

  private final Evaluator evaluator;
  private final Context context;
  private final Map<String, Given> inputs = new LinkedHashMap<>();
  private final Map<String, Given> targets = new LinkedHashMap<>();
  private final Map<String, Scale> scales = new LinkedHashMap<>();
  private final List<Fitted> fitted = new ArrayList<>();
  private final Map<String, Span> spans = new LinkedHashMap<>();
  private int fittedCount;

  Declarations(Evaluator evaluator) {
    this.evaluator = evaluator;
    this.context = evaluator.context();
  }

  List<Given> inputs() {
    return List.copyOf(inputs.values());
  }

  List<Given> targets() {
    return List.copyOf(targets.values());
  }

  List<Fitted> fitted() {
    return List.copyOf(fitted);
  }

  int fittedCount() {
    return fittedCount;
  }

  /** The target of a name, or null. */
  Given target(String name) {
    return targets.get(name);
  }

  /** Where an input or target is declared. */
  Span span(String name) {
    return spans.get(name);
  }

  /** The names of all targets. */
  Set<String> targetNames() {
    return targets.keySet();
  }

  /** Forgets what an elaboration declared; the next one declares it again. */
  void begin() {
    inputs.clear();
    targets.clear();
    scales.clear();
    fitted.clear();
    fittedCount = 0;
  }

  /** Declares one name. */
  void declare(Statement.Input statement, Statement.Declarator item, Env env) {
    if (env.scope().defines(item.name())) {
      throw Fault.at(
          Code.DUPLICATE_NAME,
          item.span(),
          "`" + item.name() + "` is defined already",
          "choose another name; the column can be given with: from \"" + item.name() + "\"");
    }
    if (statement.standardized() && item.type() != null && !item.type().name().equals("real")) {
      throw Fault.at(
          Code.WRONG_TYPE,
          item.span(),
          "only numbers can be standardized, but `" + item.name() + "` is " + item.type().name(),
          "declare it in a statement of its own");
    }
    Leaf.Role role = statement.target() ? Leaf.Role.TARGET : Leaf.Role.INPUT;
    int place = statement.standardized() ? fittedCount : -1;
    Given given = given(role, item.name(), item, place, statement.doc(), env);
    Tensor value = statement.standardized() ? standardize(item, given) : value(item, given);
    spans.put(item.name(), item.span());
    (statement.target() ? targets : inputs).put(item.name(), given);
    env.scope().define(item.name(), value);
  }

  /**
   * What a declarator declares, as it comes from outside.
   *
   * @param role what it is to the model
   * @param leaf the name of its leaf, unique within the role
   * @param item what is written
   * @param fitted where its statistics start, or -1
   * @param doc its documentation
   * @param env where its sizes and texts are looked up
   */
  Given given(
      Leaf.Role role, String leaf, Statement.Declarator item, int fitted, String doc, Env env) {
    List<Integer> shape = new ArrayList<>();
    for (Expr dim : item.dims()) {
      shape.add(evaluator.whole(dim, env, 1));
    }
    evaluator.stored(shape.stream().mapToInt(Integer::intValue).toArray(), item.span());
    List<String> categories = categories(item, env);
    int classes = classes(item, categories, env);
    List<Integer> dims = new ArrayList<>(List.of(Shape.BATCH));
    dims.addAll(shape);
    Type type = new Type(classes > 0 ? Type.Kind.INT : Type.Kind.REAL, Shape.of(dims));
    Node node = context.graph().node(new Leaf.Given(role, leaf, type));
    context.graph().name(node, item.name());
    List<String> columns = columns(item, shape, env);
    return new Given(
        new ModelInfo.Field(item.name(), shape, classes, categories, columns, fitted, doc), node);
  }

  /** What the name of a declarator means in formulas, unless it is standardized. */
  Tensor value(Statement.Declarator item, Given given) {
    Tensor raw = new Tensor(given.leaf(), List.of(context.batch()), given.info().classes());
    if (item.type() == null || !item.type().name().equals("bool")) {
      return raw;
    }
    Tensor zero = context.tensors().constant(new Value.Num(0));
    return context.tensors().elementwise(Elementwise.DIFFERENT, item.span(), List.of(raw, zero));
  }

  private Tensor standardize(Statement.Declarator item, Given given) {
    String name = item.name();
    List<Integer> shape = given.info().shape();
    Tensor raw = new Tensor(given.leaf(), List.of(context.batch()), given.info().classes());
    Tensor mean = fittedLeaf("mean:" + name, shape);
    Tensor deviation = fittedLeaf("deviation:" + name, shape);
    scales.put(name, new Scale(mean, deviation));
    Tensors tensors = context.tensors();
    Tensor centred = tensors.elementwise(Elementwise.SUB, item.span(), List.of(raw, mean));
    Tensor result = tensors.elementwise(Elementwise.DIV, item.span(), List.of(centred, deviation));
    context.graph().name(result.node(), name);
    return result;
  }

  private Tensor fittedLeaf(String name, List<Integer> shape) {
    Type type = Type.real(Shape.of(shape));
    Node leaf = context.graph().node(new Leaf.Given(Leaf.Role.FITTED, name, type));
    fitted.add(new Fitted(leaf, fittedCount));
    fittedCount += (int) type.shape().elements();
    return new Tensor(leaf, List.of());
  }

  /** A value in the units of a target: mean and deviation put back, where they were taken out. */
  Tensor inUnitsOf(String target, Tensor value, Span span) {
    Scale scale = scales.get(target);
    if (scale == null) {
      return value;
    }
    Tensors tensors = context.tensors();
    Tensor wide = tensors.elementwise(Elementwise.MUL, span, List.of(value, scale.deviation()));
    return tensors.elementwise(Elementwise.ADD, span, List.of(wide, scale.mean()));
  }

  /** A target as it stands in the data. */
  Tensor raw(String target) {
    Given given = targets.get(target);
    return new Tensor(given.leaf(), List.of(context.batch()), given.info().classes());
  }

  boolean isStandardized(String target) {
    return scales.containsKey(target);
  }

  private List<String> categories(Statement.Declarator item, Env env) {
    if (item.type() == null || !item.type().name().equals("one_of")) {
      return List.of();
    }
    Set<String> texts = new LinkedHashSet<>();
    for (Expr argument : item.type().arguments()) {
      Value value = evaluator.evaluate(argument, env);
      if (!(value instanceof Value.Text text)) {
        throw Fault.at(
            Code.WRONG_TYPE,
            argument.span(),
            "categories are texts, but this is " + value.describe(),
            "write it in quotes: \"" + argument.span().text() + "\"");
      }
      if (!texts.add(text.value())) {
        throw Fault.at(
            Code.DUPLICATE_NAME,
            argument.span(),
            "the category \"" + text.value() + "\" stands here twice",
            "leave one out");
      }
    }
    if (texts.isEmpty()) {
      throw Fault.at(
          Code.MISSING_ARGUMENT,
          item.type().span(),
          "one_of needs the texts of the column",
          "write one_of(\"yes\", \"no\")");
    }
    return List.copyOf(texts);
  }

  private int classes(Statement.Declarator item, List<String> categories, Env env) {
    if (item.type() == null || item.type().name().equals("real")) {
      return 0;
    }
    return switch (item.type().name()) {
      case "one_of" -> categories.size();
      case "bool" -> 2;
      default -> {
        if (item.type().arguments().isEmpty()) {
          throw Fault.at(
              Code.BAD_SIZE,
              item.type().span(),
              "a whole number needs the number of its classes",
              "write int<10> for the numbers 0 to 9");
        }
        yield evaluator.whole(item.type().arguments().get(0), env, 1);
      }
    };
  }

  /**
   * The columns that a declaration names: one for all numbers of an example, one for each, or,
   * where the first axis counts rows of a table, one for each number of a row.
   */
  private List<String> columns(Statement.Declarator item, List<Integer> shape, Env env) {
    List<String> columns = named(item, env);
    int numbers = shape.stream().reduce(1, Math::multiplyExact);
    int row = numbers / (shape.isEmpty() ? 1 : shape.get(0));
    if (columns.size() > 1 && columns.size() != numbers && columns.size() != row) {
      throw Fault.at(
          Code.BAD_SIZE,
          item.from().span(),
          "`"
              + item.name()
              + "` takes "
              + numbers
              + " numbers, but "
              + columns.size()
              + " columns are named",
          "name one column for each number");
    }
    return columns;
  }

  private List<String> named(Statement.Declarator item, Env env) {
    List<String> columns = new ArrayList<>();
    if (item.from() instanceof Expr.Range range) {
      int from = range.from() == null ? 0 : evaluator.whole(range.from(), env, 0);
      int to = evaluator.whole(range.to(), env, from + 1);
      for (int i = from; i < to; i++) {
        columns.add("{" + i + "}");
      }
    } else if (item.from() != null) {
      Value value = evaluator.evaluate(item.from(), env);
      List<Value.Argument> all =
          value instanceof Value.Items items
              ? items.items()
              : List.of(new Value.Argument(null, value, item.from().span()));
      for (Value.Argument one : all) {
        columns.add(column(one));
      }
    }
    return columns;
  }

  private static String column(Value.Argument one) {
    if (one.value() instanceof Value.Text text) {
      return text.value();
    }
    return "{" + Builtin.Call.whole(one, 0) + "}";
  }
}
