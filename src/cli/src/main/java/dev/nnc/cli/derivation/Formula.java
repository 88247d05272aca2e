package dev.nnc.cli.derivation;

import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.op.Accumulate;
import dev.nnc.compiler.op.Concat;
import dev.nnc.compiler.op.Elementwise;
import dev.nnc.compiler.op.Gather;
import dev.nnc.compiler.op.Leaf;
import dev.nnc.compiler.op.Reduce;
import dev.nnc.compiler.op.Reshape;
import dev.nnc.compiler.op.Scan;
import dev.nnc.compiler.op.Scatter;
import dev.nnc.compiler.op.Trace;
import dev.nnc.compiler.op.View;
import dev.nnc.compiler.shape.AffineMap;
import dev.nnc.compiler.shape.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Writes values as formulas in index notation, as one would on paper. The batch is not shown: a
 * formula is that of one example, and {@code sum[batch]} adds over examples.
 *
 * <p>Depth of recursion is bounded by {@link Naming}, which cuts long formulas.
 */
final class Formula {
  private static final String LETTERS = "ijklmnopqrsuvwxyz";

  /** How tightly a text holds together, loosest first. */
  private enum Bond {
    CHOICE,
    LOGIC,
    COMPARISON,
    REDUCTION,
    SUM,
    PRODUCT,
    SIGN,
    POWER,
    ATOM
  }

  private record Infix(String sign, Bond bond) {}

  private static final Map<String, Infix> INFIX =
      Map.ofEntries(
          Map.entry("add", new Infix("+", Bond.SUM)),
          Map.entry("sub", new Infix("-", Bond.SUM)),
          Map.entry("mul", new Infix("*", Bond.PRODUCT)),
          Map.entry("div", new Infix("/", Bond.PRODUCT)),
          Map.entry("pow", new Infix("^", Bond.POWER)),
          Map.entry("equal_to", new Infix("==", Bond.COMPARISON)),
          Map.entry("different", new Infix("!=", Bond.COMPARISON)),
          Map.entry("less_than", new Infix("<", Bond.COMPARISON)),
          Map.entry("at_most", new Infix("<=", Bond.COMPARISON)),
          Map.entry("greater_than", new Infix(">", Bond.COMPARISON)),
          Map.entry("at_least", new Infix(">=", Bond.COMPARISON)),
          Map.entry("and", new Infix("and", Bond.LOGIC)),
          Map.entry("or", new Infix("or", Bond.LOGIC)));

  private record Text(String text, Bond bond) {
    String within(Bond outer) {
      return bond.compareTo(outer) >= 0 ? text : "(" + text + ")";
    }
  }

  private final Naming naming;
  private int letters;

  private Formula(Naming naming) {
    this.naming = naming;
  }

  /**
   * The equation of a named value.
   *
   * @param naming what is named
   * @param node the value
   * @return as in {@code y[j] = sum[i] x[i] * W[i, j]}
   */
  static String equation(Naming naming, Node node) {
    Formula formula = new Formula(naming);
    if (node.op() instanceof Scan scan) {
      return formula.loop(scan, node);
    }
    List<Index> indices = new ArrayList<>();
    for (int d = 0; d < node.shape().rank(); d++) {
      indices.add(formula.index(node.shape(), d));
    }
    return naming.of(node) + subscripts(indices) + " = " + formula.write(node, indices).text();
  }

  /** What is carried from step to step: where it starts, and how it goes on. */
  private String loop(Scan scan, Node node) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < scan.carries().size(); i++) {
      Leaf.Carry carry = scan.carries().get(i);
      Node next = scan.next(node, i);
      String name = naming.of(carry);
      List<Index> at = unnamed(next);
      List<Index> first = new ArrayList<>(at);
      first.set(carry.axis(), Index.at(scan.first()));
      List<Index> following = new ArrayList<>(at);
      following.set(carry.axis(), at.get(carry.axis()).plus(scan.stride()));
      List<Index> outside = new ArrayList<>(at);
      outside.remove(carry.axis());
      lines.add(
          name
              + subscripts(first)
              + " = "
              + value(scan.initial(node, i), outside).text()
              + ";  "
              + name
              + subscripts(following)
              + " = "
              + value(next, at).text());
    }
    return String.join("\n  ", lines);
  }

  private Text value(Node node, List<Index> at) {
    String name = naming.of(node);
    return name != null ? new Text(name + subscripts(at), Bond.ATOM) : write(node, at);
  }

  private Text write(Node node, List<Index> at) {
    if (node.op() instanceof Leaf leaf) {
      return leaf(leaf, at);
    }
    if (node.op() instanceof Elementwise op) {
      return elementwise(op, node, at);
    }
    if (node.op() instanceof Reduce reduce) {
      return reduce(reduce, node.arg(0), at);
    }
    if (node.op() instanceof View view) {
      return read(node, view, Index.through(view.map(), at));
    }
    if (node.op() instanceof Gather gather) {
      List<Index> inner = Index.through(gather.map(), at);
      inner.set(gather.axis(), computed(node.arg(1), at));
      return read(node, new View(gather.shape(), gather.map()), inner);
    }
    if (node.op() instanceof Accumulate accumulate) {
      return accumulate(accumulate.map(), -1, node, at);
    }
    if (node.op() instanceof Scatter scatter) {
      return accumulate(scatter.map(), scatter.axis(), node, at);
    }
    if (node.op() instanceof Reshape) {
      return reshape(node, at);
    }
    if (node.op() instanceof Trace) {
      return value(node.arg(1), at);
    }
    String args = node.args().stream().map(this::whole).collect(Collectors.joining(", "));
    if (node.op() instanceof Concat concat) {
      // The batch axis is not counted in the language.
      int axis = concat.axis() - (node.shape().batched() ? 1 : 0);
      boolean single = node.args().stream().allMatch(a -> a.shape().dim(concat.axis()) == 1);
      return new Text(
          (single ? "stack(" : "concat(")
              + args
              + (axis == 0 ? "" : ", axis: " + axis)
              + ")"
              + subscripts(at),
          Bond.ATOM);
    }
    return new Text(node.op().label() + "(" + args + ")" + subscripts(at), Bond.ATOM);
  }

  private Text read(Node node, View view, List<Index> inner) {
    return Naming.leaves(node, view)
        ? new Text("zero_outside(" + whole(node.arg(0)) + ")" + subscripts(inner), Bond.ATOM)
        : value(node.arg(0), inner);
  }

  /** A subscript that is itself a value. */
  private Index computed(Node place, List<Index> at) {
    return Index.of(value(place, at).within(Bond.ATOM));
  }

  private static Text leaf(Leaf leaf, List<Index> at) {
    if (leaf instanceof Leaf.Given given) {
      // Statistics are called mean:x and deviation:x.
      String name = given.name().replaceFirst("^(\\w+):(.*)$", "$1($2)");
      return new Text(name + subscripts(at), Bond.ATOM);
    }
    if (leaf instanceof Leaf.Iota) {
      String text = at.get(0).toString();
      return new Text(text, text.contains(" ") ? Bond.SUM : Bond.ATOM);
    }
    if (leaf instanceof Leaf.Constant constant) {
      boolean same = constant.values().stream().distinct().count() == 1;
      String text = same ? number(constant.values().get(0)) : "table" + subscripts(at);
      return new Text(text, text.startsWith("-") ? Bond.SIGN : Bond.ATOM);
    }
    if (leaf instanceof Leaf.Uniform uniform) {
      return new Text("uniform" + uniform.site() + subscripts(at), Bond.ATOM);
    }
    return new Text(leaf.label(), Bond.ATOM);
  }

  private Text elementwise(Elementwise op, Node node, List<Index> at) {
    Infix infix = INFIX.get(op.label());
    if (infix != null) {
      Bond bond = infix.bond();
      Bond tighter = Bond.values()[bond.ordinal() + 1];
      String left = value(node.arg(0), at).within(bond == Bond.POWER ? Bond.ATOM : bond);
      String right = value(node.arg(1), at).within(bond == Bond.POWER ? Bond.POWER : tighter);
      String space = bond == Bond.POWER ? "" : " ";
      return new Text(left + space + infix.sign() + space + right, bond);
    }
    if (op.label().equals("neg")) {
      return new Text("-" + value(node.arg(0), at).within(Bond.POWER), Bond.SIGN);
    }
    if (op.label().equals("not")) {
      return new Text("not " + value(node.arg(0), at).within(Bond.COMPARISON), Bond.LOGIC);
    }
    if (op.label().equals("select")) {
      return new Text(
          "if "
              + value(node.arg(0), at).within(Bond.LOGIC)
              + " then "
              + value(node.arg(1), at).within(Bond.LOGIC)
              + " else "
              + value(node.arg(2), at).text(),
          Bond.CHOICE);
    }
    return new Text(
        op.label()
            + node.args().stream()
                .map(arg -> value(arg, at).text())
                .collect(Collectors.joining(", ", "(", ")")),
        Bond.ATOM);
  }

  private Text reduce(Reduce reduce, Node arg, List<Index> at) {
    boolean[] gone = reduce.reduced(arg.shape().rank());
    List<Index> inner = new ArrayList<>();
    List<String> bound = new ArrayList<>();
    int next = 0;
    for (int d = 0; d < gone.length; d++) {
      if (gone[d]) {
        Index index = index(arg.shape(), d);
        inner.add(index);
        bound.add(index.isBatch() ? "batch" : index.toString());
      } else {
        inner.add(at.get(next++));
      }
    }
    String word =
        switch (reduce.kind()) {
          case SUM -> "sum";
          case PRODUCT -> "prod";
          case MAX -> "max";
          case MIN -> "min";
        };
    // Of axes of one element nothing is left to reduce.
    bound.removeIf("0"::equals);
    Text body = value(arg, inner);
    return bound.isEmpty()
        ? body
        : new Text(
            word + "[" + String.join(", ", bound) + "] " + body.within(Bond.PRODUCT),
            Bond.REDUCTION);
  }

  /** A sum over all that goes to one place, along an axis perhaps by a computed subscript. */
  private Text accumulate(AffineMap map, int axis, Node node, List<Index> at) {
    Node arg = node.arg(0);
    List<Index> inner = new ArrayList<>();
    List<String> bound = new ArrayList<>();
    boolean[] settled = new boolean[map.sourceRank()];
    for (int a = 0; a < map.resultRank(); a++) {
      int d = direct(map, a);
      if (d >= 0) {
        inner.add(at.get(d));
        settled[d] = true;
      } else {
        Index index = index(arg.shape(), a);
        inner.add(index);
        bound.add(index.isBatch() ? "batch" : index.toString());
      }
    }
    bound.removeIf("0"::equals);
    List<Index> targets = Index.through(map, inner);
    if (axis >= 0) {
      targets.set(axis, computed(node.arg(1), inner));
    }
    List<String> conditions = new ArrayList<>();
    for (int d = 0; d < settled.length; d++) {
      if (!settled[d] && !targets.get(d).equals(at.get(d))) {
        conditions.add(targets.get(d) + " = " + at.get(d));
      }
    }
    String where = conditions.isEmpty() ? "" : " where " + String.join(", ", conditions);
    Text body = value(arg, inner);
    return bound.isEmpty() && where.isEmpty()
        ? body
        : new Text(
            "sum[" + String.join(", ", bound) + where + "] " + body.within(Bond.PRODUCT),
            Bond.REDUCTION);
  }

  /**
   * The target axis that is read at the plain index of axis {@code a} and at nothing else, or -1.
   */
  private static int direct(AffineMap map, int a) {
    int found = -1;
    for (int d = 0; d < map.sourceRank(); d++) {
      if (map.coefficient(d, a) != 0) {
        boolean alone = map.coefficient(d, a) == 1 && map.offset(d) == 0;
        for (int other = 0; other < map.resultRank(); other++) {
          alone &= other == a || map.coefficient(d, other) == 0;
        }
        if (!alone || found >= 0) {
          return -1;
        }
        found = d;
      }
    }
    return found;
  }

  private Text reshape(Node node, List<Index> at) {
    Shape source = node.arg(0).shape();
    if (!onlyUnitAxesDiffer(node.shape(), source)) {
      return new Text(
          "reshape(" + whole(node.arg(0)) + ", " + sizes(node.shape()) + ")" + subscripts(at),
          Bond.ATOM);
    }
    List<Index> inner = new ArrayList<>();
    int next = 0;
    for (int d = 0; d < source.rank(); d++) {
      if (source.dim(d) == 1) {
        inner.add(Index.at(0));
      } else {
        while (node.shape().dim(next) == 1) {
          next++;
        }
        inner.add(at.get(next++));
      }
    }
    return value(node.arg(0), inner);
  }

  /** Whether two shapes are the same but for axes of size 1. */
  static boolean onlyUnitAxesDiffer(Shape a, Shape b) {
    return java.util.Arrays.equals(
        java.util.Arrays.stream(a.dims()).filter(d -> d != 1).toArray(),
        java.util.Arrays.stream(b.dims()).filter(d -> d != 1).toArray());
  }

  private String whole(Node node) {
    String name = naming.of(node);
    if (name != null) {
      return name;
    }
    if (Naming.transparent(node) && node.op() instanceof Reshape) {
      return whole(node.arg(0));
    }
    return node.op() instanceof Leaf.Given given ? given.name() : write(node, unnamed(node)).text();
  }

  private List<Index> unnamed(Node node) {
    List<Index> indices = new ArrayList<>();
    for (int d = 0; d < node.shape().rank(); d++) {
      indices.add(index(node.shape(), d));
    }
    return indices;
  }

  private Index index(Shape shape, int axis) {
    if (shape.dim(axis) == Shape.BATCH) {
      return Index.BATCH;
    }
    if (shape.dim(axis) == 1) {
      return Index.at(0);
    }
    int round = letters / LETTERS.length();
    String letter = LETTERS.substring(letters % LETTERS.length(), letters % LETTERS.length() + 1);
    letters++;
    return Index.of(round == 0 ? letter : letter + round);
  }

  private static String subscripts(List<Index> at) {
    List<String> shown = at.stream().filter(i -> !i.isBatch()).map(Index::toString).toList();
    return shown.isEmpty() ? "" : "[" + String.join(", ", shown) + "]";
  }

  private static String sizes(Shape shape) {
    return java.util.Arrays.stream(shape.dims())
        .filter(d -> d != Shape.BATCH)
        .mapToObj(String::valueOf)
        .collect(Collectors.joining(", "));
  }

  private static String number(double value) {
    if (Double.isInfinite(value)) {
      return value > 0 ? "inf" : "-inf";
    }
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      return String.format(Locale.ROOT, "%.0f", value);
    }
    return String.valueOf(value);
  }
}
