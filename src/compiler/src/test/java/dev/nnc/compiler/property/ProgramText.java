package dev.nnc.compiler.property;

import dev.nnc.compiler.property.Pool.Var;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Generates the text of a .nn file that means something. */
final class ProgramText {
  private static final String DEFINITIONS =
      """
      fn power(x, k) = if k == 0 then 1 else x * power(x, k - 1)
      fn mirrored(x[n], by = 0.5) {
        y[i] = x[i] + by * x[n - 1 - i] * i
        return y
      }
      layer block(m, slope = 0.1)(x[..., n]) -> [..., m] {
        param W[m, n] ~ lecun_normal
        y[..., o] = sum[i] W[o, i] * x[..., i]
        if m > 2 and not training { return y }
        if m > 2 { return y |> dropout(0.25) }
        return f0(y) * slope
      }
      """;
  private static final List<String> STAGES =
      List.of(
          "dense(%d)",
          "dense(%d, bias: false)",
          "block(%d)",
          "block(%d, slope: 0.5) |> layer_norm",
          "repeat 2 { dense(%d) |> tanh }",
          "dense(%d) |> residual { layer_norm |> gelu }",
          "dense(%d) |> dropout(0.5) |> channel_prelu",
          "rms_norm |> dense(%d) |> prelu",
          "repeat 2 { { dense(%d) } |> f0 }",
          "dense(%d) |> softmax",
          "dense(%d) |> log_softmax");
  private static final List<String> INITIALIZERS =
      List.of("glorot_uniform", "normal(deviation: 0.5)", "he_normal", "ones", "lecun_uniform");
  private static final List<String> RECIPES =
      List.of(
          "sgd(lr: 0.1)",
          "adam(lr: 0.01)",
          "sgd(lr: 0.1, momentum: 0.9, nesterov: true, weight_decay: 0.01)",
          "adagrad",
          "adadelta",
          "rmsprop(centered: true, momentum: 0.5)",
          "adamw(amsgrad: true)",
          "adamax",
          "nadam",
          "radam",
          "lion");
  private static final List<String> SCHEDULES =
      List.of(
          "constant",
          "exponential(0.99)",
          "step_decay(3)",
          "cosine(end: 0.1)",
          "warmup_cosine(5)",
          "one_cycle",
          "triangular(0.1, 7)",
          "cosine_restarts(4)",
          "reduce_on_plateau");

  private final Choices choices;
  private final Pool pool = new Pool();
  private final Formulas formulas;
  private final StringBuilder body = new StringBuilder();
  private final List<Var> parameters = new ArrayList<>();
  private int names;

  private ProgramText(Choices choices) {
    this.choices = choices;
    this.formulas = new Formulas(choices, pool);
  }

  /** The text that follows from choices. */
  static String of(Choices choices) {
    return new ProgramText(choices).text();
  }

  private String text() {
    inputs();
    int statements = choices.between(1, 7);
    for (int i = 0; i < statements; i++) {
      statement();
    }
    String element = elementFunction();
    outputs();
    loss();
    return element
        + DEFINITIONS
        + "model Random(width = "
        + choices.between(1, 4)
        + ") {\n"
        + body
        + "}\n"
        + training();
  }

  private String elementFunction() {
    Pool alone = new Pool();
    alone.add(new Var("x", List.of(), 0, true, Set.of()));
    String formula = "x";
    for (int i = choices.below(3); i >= 0; i--) {
      String row = new Formulas(choices, alone).unary(formula);
      formula = row.contains("f0") || row.contains("power") ? "tanh(" + formula + ")" : row;
    }
    return "fn f0(x) = " + formula + "\n";
  }

  private String fresh(String letter) {
    return letter + names++;
  }

  private void line(String text) {
    body.append("  ").append(text).append('\n');
  }

  private List<Integer> sizes(int most) {
    List<Integer> sizes = new ArrayList<>();
    for (int rank = choices.between(1, most); rank > 0; rank--) {
      sizes.add(choices.between(1, rank > 2 ? 3 : 5));
    }
    return sizes;
  }

  private void inputs() {
    Var first = new Var(fresh("x"), sizes(3), 0, true, Set.of());
    pool.add(first);
    line("input " + first.declared() + (choices.once(4) ? " standardized" : ""));
    for (int i = choices.below(4); i > 0; i--) {
      int kind = choices.below(3);
      List<Integer> dims = kind == 0 || (kind == 1 && choices.once(2)) ? List.of() : sizes(2);
      int classes = kind == 1 ? choices.between(1, 5) : 0;
      List<Integer> shape = classes > 0 && !dims.isEmpty() ? dims.subList(0, 1) : dims;
      Var next = new Var(fresh("x"), List.copyOf(shape), classes, true, Set.of());
      pool.add(next);
      line("input " + next.declared());
    }
    for (int i = choices.below(3); i > 0; i--) {
      Var weights = new Var(fresh("W"), sizes(2), 0, false, Set.of());
      pool.add(weights);
      parameters.add(weights);
      line("param " + weights.declared() + " ~ " + choices.of(INITIALIZERS));
    }
  }

  private void define(String name, List<Integer> dims, int classes, String text) {
    pool.defined(name, dims, classes, text);
    line(name + " = " + text);
  }

  private void statement() {
    String name = fresh("v");
    switch (choices.below(10)) {
      case 0, 1 -> {
        List<Integer> dims = choices.of(pool.reals()).dims();
        define(name, dims, 0, formulas.unary(formulas.elementwise(dims, 2)));
      }
      case 2, 3, 4 -> {
        Indexed indexed = new Indexed(formulas);
        String text = indexed.statement(name);
        List<Integer> dims = indexed.dims();
        pool.defined(name, dims, indexed.classes(), text);
        line(text);
      }
      case 5 -> stage(name);
      case 6 -> structure(name);
      case 7 -> whole(name);
      case 8 -> gradient(name);
      default -> branches(name);
    }
  }

  private void stage(String name) {
    Var from = choices.of(pool.reals(1));
    List<Integer> dims = new ArrayList<>(from.dims());
    int last = dims.size() - 1;
    int size = choices.between(1, 4);
    if (dims.size() == 3 && choices.once(3) && dims.get(1) > 1 && dims.get(2) > 1) {
      int stride = choices.between(1, 2);
      dims.set(0, size);
      dims.set(1, dims.get(1) / stride + 1);
      dims.set(2, dims.get(2) / stride + 1);
      String config = "(" + size + ", 2, stride: " + stride + ", padding: 1)";
      define(name, dims, 0, from.name() + " |> conv2d" + config + " |> f0");
      return;
    }
    dims.set(last, size);
    if (choices.once(5)) {
      String layer = fresh("shared");
      line(layer + " = dense(" + dims.get(last) + ")");
      define(
          name,
          dims,
          0,
          layer + "(" + from.name() + ") - " + layer + "(tanh(" + from.name() + "))");
      return;
    }
    define(name, dims, 0, from.name() + " |> " + choices.of(STAGES).replace("%d", "" + size));
  }

  private void structure(String name) {
    Var from = choices.of(pool.reals(1));
    List<Integer> dims = new ArrayList<>(from.dims());
    int last = dims.size() - 1;
    switch (choices.below(7)) {
      case 0 -> define(name, List.of(from.elements()), 0, "flatten(" + from.name() + ")");
      case 1 -> {
        int start = choices.below(dims.get(last));
        int end = choices.between(start + 1, dims.get(last));
        dims.set(last, end - start);
        define(name, dims, 0, from.name() + "[..., " + start + ".." + end + "]");
      }
      case 2 -> {
        int times = choices.between(1, 3);
        dims.add(0, times);
        String rest = (", " + formulas.elementwise(from.dims(), 1)).repeat(times - 1);
        define(name, dims, 0, "stack(" + from.name() + rest + ")");
      }
      case 3 -> {
        dims.set(0, 2 * dims.get(0));
        String other = formulas.elementwise(from.dims(), 1);
        define(name, dims, 0, "concat(" + from.name() + ", " + other + ", axis: 0)");
      }
      case 4 -> {
        int width = choices.between(1, 2);
        for (int axis = dims.size() > 1 ? 1 : 0; axis < dims.size(); axis++) {
          dims.set(axis, dims.get(axis) + 2 * width);
        }
        define(name, dims, 0, "pad(" + from.name() + ", " + width + ")");
      }
      case 5 -> {
        if (dims.size() == 2) {
          define(name, List.of(dims.get(1), dims.get(0)), 0, "transpose(" + from.name() + ")");
        } else {
          define(
              name,
              List.of(1, from.elements()),
              0,
              "reshape(" + from.name() + ", 1, " + from.elements() + ")");
        }
      }
      default -> {
        List<Var> classes = pool.classes(0);
        if (classes.isEmpty()) {
          define(
              name,
              dims.subList(1, dims.size()),
              0,
              from.name() + "[" + choices.below(dims.get(0)) + "]");
        } else {
          define(
              name,
              dims.subList(1, dims.size()),
              0,
              from.name() + "[" + choices.of(classes).name() + "]");
        }
      }
    }
  }

  /** Functions of whole tensors. */
  private void whole(String name) {
    Var from = choices.of(pool.reals(1));
    List<Integer> outer = from.dims().subList(0, from.rank() - 1);
    switch (choices.below(6)) {
      case 0 -> define(name, List.of(), 0, formulas.total(from.name()));
      case 1 -> {
        String function = choices.of("softmax", "log_softmax", "cumsum", "softmin");
        define(name, from.dims(), 0, function + "(" + from.name() + ")");
      }
      case 2 -> define(name, outer, 0, "logsumexp(" + from.name() + ")");
      case 3 -> {
        String text =
            from.rank() == 1 ? "mirrored(" + from.name() + ", by: 2)" : "f0(" + from.name() + ")";
        define(name, from.dims(), 0, text);
      }
      case 4 -> define(name, from.dims(), 0, from.name() + " * uniform_like(" + from.name() + ")");
      default -> {
        List<Var> classes = pool.classes(0);
        if (classes.isEmpty()) {
          define(name, List.of(), 0, "l2_norm(" + from.name() + ")");
        } else {
          Var k = choices.of(classes);
          define(name, List.of(k.classes()), 0, "one_hot(" + k.name() + ")");
        }
      }
    }
  }

  private void gradient(String name) {
    List<Var> by = pool.reals().stream().filter(Var::batched).toList();
    Var wrt = choices.of(by);
    List<Var> later = pool.reals().stream().filter(v -> v.from().contains(wrt.name())).toList();
    String own =
        choices.of("sum(sin(%s))", "sum(%s^2)", "mean(%s * tanh(%s))").replace("%s", wrt.name());
    String through = later.isEmpty() ? "" : "sum(" + choices.of(later).name() + ") + ";
    define(name, wrt.dims(), 0, "tanh(grad(" + through + own + ", wrt: " + wrt.name() + "))");
  }

  private void branches(String name) {
    List<Integer> dims = choices.of(pool.reals()).dims();
    String first = formulas.elementwise(dims, 1);
    String second = formulas.elementwise(dims, 1);
    if (choices.once(2)) {
      pool.either(name, dims, first, second);
      line(name + " = if width > 2 then " + first + " else " + second);
      return;
    }
    pool.either(name, dims, first, second);
    line("if width == 1 {");
    line("  " + name + " = " + first);
    line("} else if training and width > 3 {");
    line("  " + name + " = 0.5 * " + first);
    line("} else {");
    line("  " + name + " = " + second);
    line("}");
  }

  private void outputs() {
    List<Var> all = pool.all();
    Set<Var> chosen = new LinkedHashSet<>(List.of(all.get(all.size() - 1)));
    for (int i = choices.below(3); i > 0; i--) {
      chosen.add(choices.of(all));
    }
    for (Var value : chosen) {
      line("output " + fresh("y") + " = " + value.name());
    }
  }

  private void loss() {
    StringBuilder sum =
        new StringBuilder("0.5 * " + loss(pool.reals().get(pool.reals().size() - 1)));
    for (int i = choices.below(3); i > 0; i--) {
      sum.append(" + ").append(loss(choices.of(pool.reals())));
    }
    Var part = choices.of(pool.reals());
    if (parameters.isEmpty()) {
      line("param gauge ~ constant(0.5)");
      sum.append(" * gauge^2");
    }
    line("loss " + sum);
    if (choices.once(2)) {
      line("metric mean(abs(" + part.name() + ")), spread: mean[batch] var(" + part.name() + ")");
    }
  }

  private String loss(Var of) {
    int kind = choices.below(7);
    if (kind == 0) {
      return "mean(" + of.name() + "^2)";
    } else if (kind == 1) {
      return "sum(tanh(" + of.name() + "))";
    } else if (kind == 2 && of.batched()) {
      return "(mean[batch] mean(" + of.name() + "))^2";
    } else if (kind == 3 && of.rank() == 1) {
      Var target = new Var(fresh("t"), List.of(), of.dims().get(0), true, Set.of());
      line("target " + target.declared());
      String more = choices.of("", ", smoothing: 0.1");
      return "cross_entropy(" + of.name() + ", " + target.name() + more + ")";
    } else if (kind == 4 && !parameters.isEmpty()) {
      return "0.01 * l2_squared(" + choices.of(parameters).name() + ")";
    }
    Var target = new Var(fresh("t"), of.dims(), 0, true, Set.of());
    line("target " + target.declared() + (choices.once(3) ? " standardized" : ""));
    String name = choices.of("mse", "mae", "huber", "log_cosh", "bce_logits");
    return name + "(" + of.name() + ", " + target.name() + ")";
  }

  private String training() {
    return "train Random {\n  optimizer = "
        + choices.of(RECIPES)
        + "\n  schedule = "
        + choices.of(SCHEDULES)
        + choices.of("", "\n  clip = clip_norm(1)", "\n  clip = clip_value(0.5)")
        + "\n}\n";
  }
}
