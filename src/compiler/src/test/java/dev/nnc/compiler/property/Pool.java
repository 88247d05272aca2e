package dev.nnc.compiler.property;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The values that a generated text may mention, each with its shape. */
final class Pool {
  /**
   * A value with a name.
   *
   * @param name as in the text
   * @param dims its sizes
   * @param classes for whole numbers how many, else 0
   * @param batched whether it differs from example to example
   * @param from the names of all values from which it is computed
   */
  record Var(String name, List<Integer> dims, int classes, boolean batched, Set<String> from) {
    int rank() {
      return dims.size();
    }

    int elements() {
      return dims.stream().reduce(1, (a, b) -> a * b);
    }

    String declared() {
      String sizes = dims.isEmpty() ? "" : dims.toString();
      return name + sizes + (classes > 0 ? ": int<" + classes + ">" : "");
    }
  }

  private final List<Var> all = new ArrayList<>();

  void add(Var value) {
    all.add(value);
  }

  List<Var> all() {
    return List.copyOf(all);
  }

  /** The values that are numbers and no classes. */
  List<Var> reals() {
    return all.stream().filter(v -> v.classes() == 0).toList();
  }

  /** Numbers of at least so many axes. */
  List<Var> reals(int rank) {
    return reals().stream().filter(v -> v.rank() >= rank).toList();
  }

  /** Classes of so many axes. */
  List<Var> classes(int rank) {
    return all.stream().filter(v -> v.classes() > 0 && v.rank() == rank).toList();
  }

  /** Values of a shape. */
  List<Var> shaped(List<Integer> dims) {
    return all.stream().filter(v -> v.dims().equals(dims)).toList();
  }

  /** A value that one of two texts computes. */
  void either(String name, List<Integer> dims, String first, String second) {
    Var one = defined(name, dims, 0, first);
    all.remove(all.size() - 1);
    Var other = defined(name, dims, 0, second);
    all.remove(all.size() - 1);
    Set<String> from = new LinkedHashSet<>(one.from());
    from.addAll(other.from());
    all.add(new Var(name, one.dims(), 0, one.batched() && other.batched(), from));
  }

  /** A value computed by a text: what it mentions says what it depends on. */
  Var defined(String name, List<Integer> dims, int classes, String text) {
    Set<String> from = new LinkedHashSet<>();
    boolean batched = false;
    Set<String> words = new LinkedHashSet<>(List.of(text.split("[^\\p{L}\\p{Nd}_]+")));
    for (Var value : all) {
      if (words.contains(value.name())) {
        from.add(value.name());
        from.addAll(value.from());
        batched |= value.batched();
      }
    }
    Var result = new Var(name, List.copyOf(dims), classes, batched, from);
    all.add(result);
    return result;
  }
}
