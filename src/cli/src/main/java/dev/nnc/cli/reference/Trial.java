package dev.nnc.cli.reference;

import dev.nnc.compiler.syntax.Definition;
import dev.nnc.compiler.syntax.Expr;
import dev.nnc.compiler.syntax.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One way to call a function or layer: a size for every axis and a number for all that has to be
 * known when it is compiled. As text, it is a model around the call.
 *
 * @param inputs a declaration for each argument that is data, by its name
 * @param call the call, as in {@code softmax(x)}
 * @param layer the instance that is called {@link #LAYER}, or null for a function
 */
record Trial(Map<String, String> inputs, String call, String layer) {
  /** The name of the model. */
  static final String MODEL = "TrialOfDefinition";

  /** The name of what the call gives. */
  static final String RESULT = "result";

  /** The name of the instance of a layer. */
  static final String LAYER = "layer_on_trial";

  /** The name of the derivative of some loss by the result. */
  static final String ADJOINT = "adjoint_of_result";

  private static final List<List<Integer>> SIZES =
      List.of(List.of(3), List.of(4), List.of(2), List.of(3, 4, 2), List.of(6), List.of(8));
  private static final List<String> NUMBERS = List.of("2", "1", "3", "0");
  private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_]*");

  /**
   * Ways to call a definition, the simplest first; not all of them need to compile.
   *
   * @param definition a function or layer
   * @return different trials
   */
  static List<Trial> of(Definition.Callable definition) {
    List<Statement.Parameter> unset =
        definition.data().stream().filter(p -> p.dims() == null && p.initial() == null).toList();
    Set<Trial> trials = new LinkedHashSet<>();
    // What has no shape may be a number of each element, or one that is known to the compiler; the
    // latter stand last.
    for (int known = 0; known <= unset.size(); known++) {
      Set<String> numbers = new HashSet<>();
      unset.subList(unset.size() - known, unset.size()).forEach(p -> numbers.add(p.name()));
      for (String number : NUMBERS) {
        for (List<Integer> sizes : SIZES) {
          trials.add(new Builder(sizes, number, numbers).build(definition));
        }
      }
    }
    return List.copyOf(trials);
  }

  /** The same with a vector for each number that is given. */
  Trial withVectors() {
    Map<String, String> wider = new LinkedHashMap<>();
    inputs.forEach((name, text) -> wider.put(name, text.equals(name) ? name + "[3]" : text));
    return new Trial(wider, call, layer);
  }

  /** The values that the call is made of: the data that may be differentiated by. */
  List<String> names() {
    return List.copyOf(inputs.keySet());
  }

  /**
   * The model, which has the result as its output.
   *
   * @param more further statements
   */
  String model(String more) {
    StringBuilder text = new StringBuilder("\nmodel " + MODEL + " {\n");
    inputs.values().forEach(input -> text.append("  input ").append(input).append('\n'));
    if (layer != null) {
      text.append("  ").append(LAYER).append(" = ").append(layer).append('\n');
    }
    text.append("  ").append(RESULT).append(" = ").append(call).append('\n');
    text.append("  output ").append(RESULT).append('\n');
    if (layer != null) {
      text.append("  loss sum(").append(RESULT).append(")\n"); // parameters need one
    }
    return text.append(more).append("}\n").toString();
  }

  /** The shapes that were chosen, as in {@code x[3], k: int<3>}. */
  String shapes() {
    return String.join(", ", inputs.values());
  }

  /** Chooses sizes by name in the order of their appearance. */
  private static final class Builder {
    private final List<Integer> sizes;
    private final String number;
    private final Set<String> numbers;
    private final Map<String, String> values = new LinkedHashMap<>();
    private int next;

    Builder(List<Integer> sizes, String number, Set<String> numbers) {
      this.sizes = sizes;
      this.number = number;
      this.numbers = numbers;
    }

    Trial build(Definition.Callable definition) {
      List<String> config = configuration(definition.config());
      Map<String, String> inputs = new LinkedHashMap<>();
      List<String> data = new ArrayList<>();
      for (Statement.Parameter parameter : definition.data()) {
        String name = parameter.name();
        if (parameter.initial() != null) {
          values.put(name, parameter.initial().span().text());
        } else if (numbers.contains(name)) {
          values.put(name, number);
          data.add(number);
        } else {
          inputs.put(name, declaration(parameter));
          data.add(name);
        }
      }
      boolean layer = definition.kind() == Definition.Kind.LAYER;
      String values = "(" + String.join(", ", data) + ")";
      return new Trial(
          inputs,
          (layer ? LAYER : definition.name()) + values,
          layer ? definition.name() + "(" + String.join(", ", config) + ")" : null);
    }

    private List<String> configuration(List<Statement.Parameter> parameters) {
      List<String> given = new ArrayList<>();
      for (Statement.Parameter parameter : parameters) {
        boolean fallback = parameter.initial() != null;
        values.put(parameter.name(), fallback ? parameter.initial().span().text() : number);
        if (!fallback) {
          given.add(parameter.name() + ": " + number);
        }
      }
      return given;
    }

    private String declaration(Statement.Parameter parameter) {
      List<Expr> dims = parameter.dims() == null ? List.of() : parameter.dims();
      List<String> written = new ArrayList<>();
      for (Expr dim : dims) {
        boolean leading = dim instanceof Expr.Ellipsis && (dims.size() > 1 || isClass(parameter));
        if (!leading) {
          written.add(size(dim));
        } else if (dims.indexOf(dim) > 0) {
          written.add(size("places")); // channels stand before their places
        }
      }
      String shape = written.isEmpty() ? "" : "[" + String.join(", ", written) + "]";
      String type =
          isClass(parameter)
              ? ": "
                  + parameter.type().name()
                  + parameter.type().arguments().stream()
                      .map(this::size)
                      .collect(Collectors.joining("", "<", ">"))
              : "";
      return parameter.name() + shape + type;
    }

    private static boolean isClass(Statement.Parameter parameter) {
      return parameter.type() != null && parameter.type().name().equals("int");
    }

    private String size(Expr dim) {
      if (dim instanceof Expr.NumberLiteral) {
        return dim.span().text();
      }
      if (dim instanceof Expr.Ellipsis) {
        return size("places");
      }
      if (dim instanceof Expr.Name name) {
        return name.name().equals("_") ? fresh() : size(name.name());
      }
      Matcher matcher = NAME.matcher(dim.span().text());
      return "(" + matcher.replaceAll(match -> size(match.group())) + ")";
    }

    private String size(String name) {
      return values.computeIfAbsent(name, unknown -> fresh());
    }

    private String fresh() {
      return String.valueOf(sizes.get(next++ % sizes.size()));
    }
  }
}
