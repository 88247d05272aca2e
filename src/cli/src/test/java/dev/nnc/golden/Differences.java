package dev.nnc.golden;

import dev.nnc.runtime.Values;
import java.util.ArrayList;
import java.util.List;

/** Collects where values are not those of a reference. */
final class Differences {
  private final Engine engine;
  private final List<String> found = new ArrayList<>();

  Differences(Engine engine) {
    this.engine = engine;
  }

  /** Compares {@code factor * values[offset …]} with a tensor; one line for the worst element. */
  void compare(String what, Tensor reference, Values values, int offset, double factor) {
    String worst = null;
    double share = 1;
    for (int i = 0; i < reference.size(); i++) {
      double expected = reference.data().get(i);
      double actual = factor * values.get(offset + i);
      double distance = Math.abs(actual - expected) / engine.tolerance(expected);
      boolean same = Double.compare(actual, expected) == 0;
      if (!same && (!(distance <= share) || (worst == null && distance > 1))) {
        share = Double.isNaN(distance) ? Double.MAX_VALUE : distance;
        worst = "%s, %s[%d]: %s, not %s".formatted(engine.name(), what, i, actual, expected);
      }
    }
    if (worst != null) {
      found.add(worst);
    }
  }

  void compare(String what, double expected, double actual) {
    if (!(Math.abs(actual - expected) <= engine.tolerance(expected))) {
      found.add("%s, %s: %s, not %s".formatted(engine.name(), what, actual, expected));
    }
  }

  List<String> found() {
    return found;
  }
}
