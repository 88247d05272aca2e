package dev.nnc.compiler.elaborate;

import dev.nnc.compiler.elaborate.Value.Num;
import dev.nnc.compiler.elaborate.Value.Tensor;
import dev.nnc.compiler.elaborate.Value.Truth;
import dev.nnc.compiler.op.Elementwise;
import dev.nnc.compiler.source.Code;
import dev.nnc.compiler.source.Span;
import dev.nnc.runtime.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Operators on compile-time numbers, which fold, and on tensors, which become nodes. */
final class Arithmetic {
  private static final Map<String, Elementwise> OPERATORS =
      Map.ofEntries(
          Map.entry("+", Elementwise.ADD),
          Map.entry("-", Elementwise.SUB),
          Map.entry("*", Elementwise.MUL),
          Map.entry("/", Elementwise.DIV),
          Map.entry("^", Elementwise.POW),
          Map.entry("==", Elementwise.EQUAL_TO),
          Map.entry("!=", Elementwise.DIFFERENT),
          Map.entry("<", Elementwise.LESS_THAN),
          Map.entry("<=", Elementwise.AT_MOST),
          Map.entry(">", Elementwise.GREATER_THAN),
          Map.entry(">=", Elementwise.AT_LEAST),
          Map.entry("and", Elementwise.AND),
          Map.entry("or", Elementwise.OR));

  private final Context context;

  Arithmetic(Context context) {
    this.context = context;
  }

  /** A value as a tensor; numbers and truth values become constants. */
  Tensor tensor(Value value, Span span) {
    if (value instanceof Tensor tensor) {
      return tensor;
    } else if (value instanceof Num num) {
      return context.tensors().constant(num);
    } else if (value instanceof Truth truth) {
      Tensor number = context.tensors().constant(new Num(truth.value() ? 1 : 0));
      Tensor zero = context.tensors().constant(new Num(0));
      return context.tensors().elementwise(Elementwise.DIFFERENT, span, List.of(number, zero));
    } else if (value instanceof Value.Items items) {
      return table(items, span);
    }
    throw Fault.at(Code.WRONG_KIND, span, "a number is needed here, not " + value.describe(), "");
  }

  private Tensor table(Value.Items items, Span span) {
    if (items.items().isEmpty()) {
      throw Fault.at(Code.BAD_SIZE, span, "an empty list is no tensor", "give it elements");
    }
    List<Tensor> parts = new ArrayList<>();
    Tensor first = tensor(items.items().get(0).value(), span);
    for (Value.Argument item : items.items()) {
      Tensor part = tensor(item.value(), item.span());
      if (!java.util.Arrays.equals(part.dims(), first.dims())) {
        throw Fault.at(
            Code.SHAPE_MISMATCH,
            item.span(),
            "the elements of a list must have the same shape: "
                + first.sizes()
                + " and "
                + part.sizes(),
            "");
      }
      int[] dims = new int[part.rank() + 1];
      dims[0] = 1;
      System.arraycopy(part.dims(), 0, dims, 1, part.rank());
      parts.add(context.tensors().reshape(part, dims));
    }
    return context.tensors().concat(parts, 0);
  }

  /** {@code -x} or {@code not x}. */
  Value unary(String op, Value x, Span span) {
    if (op.equals("-") && x instanceof Num num) {
      return new Num(-num.value());
    } else if (op.equals("not") && x instanceof Truth truth) {
      return new Truth(!truth.value());
    }
    return elementwise(op.equals("-") ? Elementwise.NEG : Elementwise.NOT, span, List.of(x));
  }

  /** An infix operator. */
  Value binary(String op, Value left, Value right, Span span) {
    if (left instanceof Truth a && right instanceof Truth b) {
      return switch (op) {
        case "and" -> new Truth(a.value() && b.value());
        case "or" -> new Truth(a.value() || b.value());
        case "==" -> new Truth(a.value() == b.value());
        case "!=" -> new Truth(a.value() != b.value());
        default ->
            throw Fault.at(
                Code.WRONG_TYPE, span, "`" + op + "` does not apply to truth values", "");
      };
    }
    if (op.equals("and") || op.equals("or")) {
      Value known = left instanceof Truth ? left : right instanceof Truth ? right : null;
      if (known instanceof Truth truth) {
        Value other = known == left ? right : left;
        return truth.value() == op.equals("and") ? other : known;
      }
    }
    if (op.equals("%")) {
      Value quotient = binary("/", left, right, span);
      Value floor = elementwise(Elementwise.FLOOR, span, List.of(quotient));
      return binary("-", left, binary("*", right, floor, span), span);
    }
    return elementwise(OPERATORS.get(op), span, List.of(left, right));
  }

  /** {@code if condition then a else b} for a condition known at run time only. */
  Value select(Tensor condition, Value whenTrue, Value whenFalse, Span span) {
    boolean whole = isWhole(whenTrue) || isWhole(whenFalse);
    Tensor a = operand(whenTrue, whole, span);
    Tensor b = operand(whenFalse, whole, span);
    return context.tensors().elementwise(Elementwise.SELECT, span, List.of(condition, a, b));
  }

  private static boolean isWhole(Value value) {
    return value instanceof Tensor tensor && Tensors.isWhole(tensor);
  }

  /** An operand as a tensor; beside whole numbers, a whole number known to the compiler is one. */
  private Tensor operand(Value value, boolean besideWhole, Span span) {
    return besideWhole && value instanceof Num number && number.isWhole()
        ? context.tensors().whole(number)
        : tensor(value, span);
  }

  /** An elementwise operator; folds where all operands are known to the compiler. */
  Value elementwise(Elementwise op, Span span, List<Value> args) {
    boolean logical = op.code() instanceof dev.nnc.compiler.op.Code.Logic;
    if (!logical && args.stream().allMatch(Num.class::isInstance)) {
      double[] numbers = args.stream().mapToDouble(a -> ((Num) a).value()).toArray();
      double result = op.at(Precision.DOUBLE, numbers);
      if (op == Elementwise.DIV && result != Math.rint(result)) {
        return new Num(result, Num.text(numbers[0]) + " / " + Num.text(numbers[1]));
      }
      boolean truth = op.code() instanceof dev.nnc.compiler.op.Code.Compare;
      return truth ? new Truth(result != 0) : new Num(result);
    }
    boolean whole = op.keepsWhole() && args.stream().anyMatch(Arithmetic::isWhole);
    List<Tensor> tensors = new ArrayList<>();
    for (Value arg : args) {
      Tensor tensor = operand(arg, whole, span);
      if (tensor.isTruth() != logical) {
        throw Fault.at(
            Code.WRONG_TYPE,
            span,
            logical
                ? "a truth value is needed here, not a number"
                : "a number is needed here, not a truth value",
            logical
                ? "compare it with something, such as x > 0"
                : "turn it into a number with: if condition then 1 else 0");
      }
      tensors.add(tensor);
    }
    return context.tensors().elementwise(op, span, tensors);
  }
}
