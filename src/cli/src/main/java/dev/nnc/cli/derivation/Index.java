package dev.nnc.cli.derivation;

import dev.nnc.compiler.shape.AffineMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What stands in a subscript: a sum of multiples of index variables and a number.
 *
 * @param terms the factor of each variable, none of them 0
 * @param offset the number
 */
record Index(Map<String, Integer> terms, int offset) {
  /** The place along the batch; formulas are those of one example and never show it. */
  static final Index BATCH = new Index(Map.of("batch", 1), 0);

  Index {
    terms = Map.copyOf(terms);
  }

  /** An index variable alone. */
  static Index of(String name) {
    return new Index(Map.of(name, 1), 0);
  }

  /** A fixed place. */
  static Index at(int place) {
    return new Index(Map.of(), place);
  }

  /** So many places further. */
  Index plus(int places) {
    return new Index(terms, offset + places);
  }

  /** Whether this is the place along the batch. */
  boolean isBatch() {
    return terms.containsKey("batch");
  }

  /**
   * Where an affine map reads when its result is subscripted.
   *
   * @param map from result indices to source indices
   * @param result a subscript for each axis of the result
   * @return a subscript for each axis of the source
   */
  static List<Index> through(AffineMap map, List<Index> result) {
    List<Index> source = new ArrayList<>();
    for (int d = 0; d < map.sourceRank(); d++) {
      Map<String, Integer> terms = new TreeMap<>();
      int offset = map.offset(d);
      for (int a = 0; a < map.resultRank(); a++) {
        int factor = map.coefficient(d, a);
        if (factor != 0) {
          Index index = result.get(a);
          offset += factor * index.offset;
          index.terms.forEach((name, f) -> terms.merge(name, factor * f, Integer::sum));
        }
      }
      terms.values().removeIf(f -> f == 0);
      source.add(new Index(terms, offset));
    }
    return source;
  }

  /** As in {@code 2*i + di - 1}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Map.Entry<String, Integer> term : new TreeMap<>(terms).entrySet()) {
      int factor = term.getValue();
      if (text.isEmpty()) {
        text.append(factor < 0 ? "-" : "");
      } else {
        text.append(factor < 0 ? " - " : " + ");
      }
      text.append(Math.abs(factor) == 1 ? "" : Math.abs(factor) + "*").append(term.getKey());
    }
    if (text.isEmpty()) {
      return String.valueOf(offset);
    }
    if (offset != 0) {
      text.append(offset < 0 ? " - " : " + ").append(Math.abs(offset));
    }
    return text.toString();
  }
}
