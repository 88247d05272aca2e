package dev.nnc.compiler.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * A whole number that depends linearly on the int variables of a kernel: an array index, a loop
 * bound.
 *
 * @param constant its value where all variables are 0
 * @param terms the variables by ascending number, none with coefficient 0
 */
public record Index(int constant, List<Term> terms) {
  /** Zero. */
  public static final Index ZERO = of(0);

  /**
   * A variable and its factor.
   *
   * @param variable the number of the variable in its kernel
   * @param coefficient not 0
   */
  public record Term(int variable, int coefficient) {}

  /** Copies the terms. */
  public Index {
    terms = List.copyOf(terms);
  }

  /** A number known to the compiler. */
  public static Index of(int constant) {
    return new Index(constant, List.of());
  }

  /** The value of a variable. */
  public static Index variable(int variable) {
    return new Index(0, List.of(new Term(variable, 1)));
  }

  /** Whether no variable occurs. */
  public boolean isConstant() {
    return terms.isEmpty();
  }

  /** The factor of a variable, 0 where it does not occur. */
  public int coefficient(int variable) {
    for (Term term : terms) {
      if (term.variable == variable) {
        return term.coefficient;
      }
    }
    return 0;
  }

  /** This and another. */
  public Index plus(Index other) {
    List<Term> sum = new ArrayList<>();
    int i = 0;
    int j = 0;
    while (i < terms.size() || j < other.terms.size()) {
      Term a = i < terms.size() ? terms.get(i) : null;
      Term b = j < other.terms.size() ? other.terms.get(j) : null;
      if (b == null || (a != null && a.variable < b.variable)) {
        sum.add(a);
        i++;
      } else if (a == null || b.variable < a.variable) {
        sum.add(b);
        j++;
      } else {
        int c = a.coefficient + b.coefficient;
        if (c != 0) {
          sum.add(new Term(a.variable, c));
        }
        i++;
        j++;
      }
    }
    return new Index(constant + other.constant, sum);
  }

  /** This and a number. */
  public Index plus(int number) {
    return new Index(constant + number, terms);
  }

  /** A multiple of this. */
  public Index times(int factor) {
    if (factor == 0) {
      return ZERO;
    }
    List<Term> product = new ArrayList<>();
    terms.forEach(t -> product.add(new Term(t.variable, t.coefficient * factor)));
    return new Index(constant * factor, product);
  }

  /** This with something else in place of a variable. */
  public Index replace(int variable, Index by) {
    int c = coefficient(variable);
    return c == 0 ? this : plus(variable(variable).times(-c)).plus(by.times(c));
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Term term : terms) {
      int c = term.coefficient;
      text.append(c < 0 ? "-" : text.isEmpty() ? "" : "+");
      text.append(Math.abs(c) == 1 ? "" : Math.abs(c) + "*");
      text.append(name(term.variable));
    }
    if (constant != 0 || text.isEmpty()) {
      text.append(constant >= 0 && !text.isEmpty() ? "+" : "").append(constant);
    }
    return text.toString();
  }

  private static String name(int variable) {
    return switch (variable) {
      case Kernel.BATCH -> "batch";
      case Kernel.LANES -> "lanes";
      default -> "i" + variable;
    };
  }
}
