package dev.nnc.compiler.elaborate;

import dev.nnc.compiler.elaborate.Builtin.Call;
import dev.nnc.compiler.elaborate.Value.Argument;
import dev.nnc.compiler.elaborate.Value.Num;
import dev.nnc.compiler.elaborate.Value.Tensor;
import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.op.Elementwise;
import dev.nnc.compiler.op.Reduce;
import dev.nnc.compiler.pass.Differentiate;
import dev.nnc.compiler.shape.AffineMap;
import dev.nnc.compiler.shape.Shape;
import dev.nnc.compiler.source.Code;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The functions that the compiler itself knows. All others are formulas of the library. */
final class Builtins {
  private static final int MANY = 10_000;

  /** By name. */
  static final Map<String, Builtin> ALL = new TreeMap<>();

  static {
    for (String name :
        List.of(
            "exp",
            "expm1",
            "log",
            "log1p",
            "sqrt",
            "sin",
            "cos",
            "tanh",
            "atan",
            "erf",
            "abs",
            "sign",
            "floor",
            "stop_gradient")) {
      Elementwise op = Elementwise.valueOf(name.toUpperCase(java.util.Locale.ROOT));
      add(name, 1, 1, call -> elementwise(op, call));
    }
    add("max", 1, MANY, call -> extreme(Elementwise.MAX, "max", call));
    add("min", 1, MANY, call -> extreme(Elementwise.MIN, "min", call));
    for (String kind : List.of("sum", "mean", "prod", "argmax", "argmin")) {
      add(kind, 1, 1, call -> reductions(call).reduceAll(kind, call.value(0), call.span()));
    }
    add("grad", 2, 2, Builtins::grad);
    add("reshape", 2, MANY, Builtins::reshape);
    add("flatten", 1, 1, Builtins::flatten);
    add("scalar", 1, 1, Builtins::scalar);
    add("stack", 1, MANY, Builtins::stack);
    add("concat", 1, MANY, Builtins::concat);
    add("range", 1, 1, Builtins::range);
    add("pad", 2, 2, Builtins::pad);
    add("transpose", 1, 1, Builtins::transpose);
    add("uniform_like", 1, 1, Builtins::uniformLike);
    add("rank", 1, 1, call -> new Num(call.tensor(0).rank()));
    add("size", 2, 2, Builtins::size);
    add("zero_outside", 1, 1, Builtins::zeroOutside);
  }

  private Builtins() {}

  private static void add(String name, int least, int most, Builtin.Body body) {
    ALL.put(name, new Builtin(name, least, most, body));
  }

  private static Reductions reductions(Call call) {
    return new Reductions(call.evaluator());
  }

  private static Value elementwise(Elementwise op, Call call) {
    return call.evaluator().arithmetic().elementwise(op, call.span(), List.of(operand(call, 0)));
  }

  private static Value operand(Call call, int i) {
    return call.value(i) instanceof Num num ? num : call.tensor(i);
  }

  private static Value extreme(Elementwise op, String kind, Call call) {
    if (call.args().size() == 1) {
      return reductions(call).reduceAll(kind, call.value(0), call.span());
    }
    Value result = operand(call, 0);
    for (int i = 1; i < call.args().size(); i++) {
      result =
          call.evaluator()
              .arithmetic()
              .elementwise(op, call.span(), List.of(result, operand(call, i)));
    }
    return result;
  }

  private static Value grad(Call call) {
    Argument by = call.named("wrt");
    if (by == null || !(by.value() instanceof Tensor wrt)) {
      throw Fault.at(
          Code.BAD_GRADIENT,
          call.span(),
          "a gradient is taken of a number with respect to a value",
          "write grad(y, wrt: x)");
    }
    Argument of = call.positional().isEmpty() ? null : call.positional().get(0);
    if (of == null || !(of.value() instanceof Tensor y) || y.rank() > 0 || y.isTruth()) {
      throw Fault.at(
          Code.BAD_GRADIENT,
          call.span(),
          "only a single number computed at run time has a gradient",
          "sum the tensor first, such as grad(sum[i] y[i], wrt: x)");
    }
    if (Tensors.isWhole(y)) {
      throw Fault.at(
          Code.BAD_GRADIENT,
          of.span(),
          "a whole number jumps where it changes, so it has no gradient",
          "take the gradient of a real number");
    }
    for (Index index : y.open()) {
      if (!wrt.open().contains(index)) {
        throw Fault.at(
            Code.BAD_GRADIENT,
            by.span(),
            "the value differs along " + index.name() + ", but this does not",
            "sum it first, such as grad(sum[" + index.name() + "] y, wrt: x)");
      }
    }
    if (wrt.isTruth() || Tensors.isWhole(wrt)) {
      throw Fault.at(
          Code.BAD_GRADIENT,
          by.span(),
          "there is no gradient by whole numbers or truth values",
          "take it by a value that may change a little");
    }
    Tensors tensors = call.context().tensors();
    Tensor total = tensors.reduce(Reduce.Kind.SUM, y, y.open(), call.span());
    if (!reaches(total.node(), wrt.node())) {
      throw Fault.at(
          Code.BAD_GRADIENT,
          by.span(),
          "the value does not depend on this, so the gradient is zero everywhere",
          "compute the value from the very name that stands behind wrt");
    }
    Map<Node, Node> gradients =
        Differentiate.gradients(call.context().graph(), total.node(), List.of(wrt.node()));
    return new Tensor(gradients.get(wrt.node()), wrt.open());
  }

  private static boolean reaches(Node from, Node to) {
    boolean[] seen = new boolean[from.id() + 1];
    List<Node> work = new ArrayList<>(List.of(from));
    while (!work.isEmpty()) {
      Node node = work.remove(work.size() - 1);
      if (node == to) {
        return true;
      }
      for (Node arg : node.args()) {
        if (!seen[arg.id()]) {
          seen[arg.id()] = true;
          work.add(arg);
        }
      }
    }
    return false;
  }

  private static Value reshape(Call call) {
    Tensor t = call.tensor(0);
    int[] dims = new int[call.args().size() - 1];
    long product = 1;
    for (int i = 0; i < dims.length; i++) {
      dims[i] = call.whole(i + 1, 1);
      product *= dims[i];
    }
    long elements = Arrays.stream(t.dims()).asLongStream().reduce(1, (a, b) -> a * b);
    if (product != elements) {
      throw Fault.at(
          Code.SHAPE_MISMATCH,
          call.span(),
          "shape "
              + t.sizes()
              + " has "
              + elements
              + " elements, but "
              + Arrays.toString(dims)
              + " has "
              + product,
          "the numbers of elements must be the same");
    }
    return call.context().tensors().reshape(t, dims);
  }

  private static Value flatten(Call call) {
    Tensor t = call.tensor(0);
    int elements = Arrays.stream(t.dims()).reduce(1, Math::multiplyExact);
    return call.context().tensors().reshape(t, new int[] {elements});
  }

  private static Value scalar(Call call) {
    if (call.value(0) instanceof Num) {
      return call.value(0);
    }
    Tensor t = call.tensor(0);
    if (Arrays.stream(t.dims()).anyMatch(d -> d != 1)) {
      throw Fault.at(
          Code.SHAPE_MISMATCH,
          call.span(),
          "shape " + t.sizes() + " is not a single number",
          "end the layers before it with dense(1)");
    }
    return call.context().tensors().reshape(t, new int[0]);
  }

  private static Value stack(Call call) {
    return call.evaluator().tensor(new Value.Items(call.args()), call.span());
  }

  private static Value concat(Call call) {
    Argument at = call.named("axis");
    int axis = at == null ? 0 : Call.whole(at, 0);
    List<Tensor> parts = new ArrayList<>();
    if (call.positional().isEmpty()) {
      throw Fault.at(Code.MISSING_ARGUMENT, call.span(), "`concat` joins at least one tensor", "");
    }
    for (Argument arg : call.positional()) {
      Tensor part = call.evaluator().tensor(arg.value(), arg.span());
      Tensor first = parts.isEmpty() ? part : parts.get(0);
      boolean fits = part.rank() > axis && part.rank() == first.rank();
      for (int i = 0; fits && i < part.rank(); i++) {
        fits = i == axis || part.dim(i) == first.dim(i);
      }
      if (!fits) {
        throw Fault.at(
            Code.SHAPE_MISMATCH,
            arg.span(),
            "shapes " + first.sizes() + " and " + part.sizes() + " do not fit along axis " + axis,
            "all other axes must agree");
      }
      parts.add(part);
    }
    return call.context().tensors().concat(parts, axis);
  }

  private static Value range(Call call) {
    int size = call.whole(0, 1);
    Node node = call.context().tensors().build().iota(size);
    return new Tensor(node, List.of(), size);
  }

  /** Zeros around every axis behind the first (channel) axis, or around the only one. */
  private static Value pad(Call call) {
    Tensor t = call.tensor(0);
    int width = call.whole(1, 0);
    int open = t.open().size();
    int rank = t.node().shape().rank();
    int[] dims = t.node().shape().dims();
    int[][] rows = new int[rank][rank];
    int[] offsets = new int[rank];
    for (int d = 0; d < rank; d++) {
      rows[d][d] = 1;
      if (d >= open + (t.rank() > 1 ? 1 : 0)) {
        dims[d] += 2 * width;
        offsets[d] = -width;
      }
    }
    Node node =
        call.context()
            .tensors()
            .build()
            .view(t.node(), Shape.of(dims), new AffineMap(rank, rows, offsets));
    return new Tensor(node, t.open());
  }

  private static Value transpose(Call call) {
    Tensor t = call.tensor(0);
    if (t.rank() != 2) {
      throw Fault.at(
          Code.WRONG_RANK,
          call.span(),
          "only a matrix is transposed, but the shape is " + t.sizes(),
          "name the axes: y[j, i] = x[i, j]");
    }
    List<Index> indices = new ArrayList<>();
    for (int axis = 0; axis < 2; axis++) {
      indices.add(call.context().index("axis" + axis, 0, t.dim(axis), call.span()));
    }
    Tensors tensors = call.context().tensors();
    Tensor opened = tensors.open(tensors.open(t, indices.get(0)), indices.get(1));
    return tensors.close(opened, List.of(indices.get(1), indices.get(0)));
  }

  private static Value uniformLike(Call call) {
    Tensor t = call.tensor(0);
    return new Tensor(call.context().noise(t.node().shape(), call.span()), t.open());
  }

  private static Value size(Call call) {
    Tensor t = call.tensor(0);
    int axis = call.whole(1, 0);
    if (axis >= t.rank()) {
      throw Fault.at(
          Code.WRONG_RANK,
          call.span(),
          "there is no axis " + axis + " in shape " + t.sizes(),
          "axes count from 0");
    }
    return new Num(t.dim(axis));
  }

  private static Value zeroOutside(Call call) {
    throw Fault.at(
        Code.MISPLACED,
        call.span(),
        "zero_outside(x) must be subscripted at once",
        "write zero_outside(x)[i - 1]");
  }
}
