package dev.nnc.compiler.elaborate;

import dev.nnc.compiler.elaborate.Value.Argument;
import dev.nnc.compiler.source.Code;
import dev.nnc.compiler.source.Span;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A function that cannot be a formula of the library.
 *
 * @param name as called
 * @param least how many arguments it needs
 * @param most how many it takes
 * @param body what it does
 */
record Builtin(String name, int least, int most, Body body) {
  /** The arguments that may be given by name. */
  private static final Map<String, Set<String>> NAMED =
      Map.of("grad", Set.of("wrt"), "concat", Set.of("axis"), "size", Set.of("axis"));

  /** What a function does with its arguments. */
  interface Body {
    Value apply(Call call);
  }

  /**
   * An application.
   *
   * @param evaluator evaluates
   * @param args in written order
   * @param span the whole application
   */
  record Call(Evaluator evaluator, List<Argument> args, Span span) {
    Context context() {
      return evaluator.context();
    }

    Value value(int i) {
      return args.get(i).value();
    }

    Value.Tensor tensor(int i) {
      return evaluator.tensor(value(i), args.get(i).span());
    }

    /** A whole number known to the compiler. */
    int whole(int i, int minimum) {
      return whole(args.get(i), minimum);
    }

    static int whole(Argument arg, int minimum) {
      if (arg.value() instanceof Value.Num num && num.isWhole() && num.value() >= minimum) {
        return (int) num.value();
      }
      throw Fault.at(
          arg.value() instanceof Value.Tensor ? Code.NOT_STATIC : Code.BAD_SIZE,
          arg.span(),
          "a whole number of at least " + minimum + " is needed, not " + arg.value().describe(),
          "");
    }

    /** The argument of a name, or null. */
    Argument named(String name) {
      return args.stream().filter(a -> name.equals(a.name())).findFirst().orElse(null);
    }

    /** The arguments without a name. */
    List<Argument> positional() {
      return args.stream().filter(a -> a.name() == null).toList();
    }
  }

  Value apply(Call call) {
    int count = call.args().size();
    if (count < least || count > most) {
      throw Fault.at(
          count < least ? Code.MISSING_ARGUMENT : Code.TOO_MANY_ARGUMENTS,
          call.span(),
          "`"
              + name
              + "` takes "
              + (least == most ? least : "at least " + least)
              + " argument"
              + (least == 1 ? "" : "s")
              + ", not "
              + count,
          "");
    }
    for (Argument arg : call.args()) {
      if (arg.name() != null && !NAMED.getOrDefault(name, Set.of()).contains(arg.name())) {
        throw Fault.at(
            Code.UNKNOWN_ARGUMENT,
            arg.span(),
            "`" + name + "` has no parameter `" + arg.name() + "`",
            "leave the name out");
      }
    }
    return body.apply(call);
  }
}
