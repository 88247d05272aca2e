package dev.nnc.golden;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Rewrites a formula of a description as .nn: {@code x W} is the product of a vector and a matrix,
 * {@code W^T} the transposed matrix, {@code |x|} the absolute value, {@code sum x} and {@code mean
 * x} take the next factor, and {@code /batch} disappears because the compiler takes the mean over
 * the batch. All else is written alike.
 */
final class PlainFormula {
  /** The functions that the result may call. */
  static final String DEFINITIONS =
      """
      fn times(x[n], W[n, m]) {
        y[o] = sum[i] x[i] * W[i, o]
        return y
      }
      fn BCE(p, t) = -(t * log(p) + (1 - t) * log(1 - p))
      """;

  private static final Map<String, String> NAMES = Map.of("sig", "sigmoid", "batch", "1");
  private static final Pattern WORD =
      Pattern.compile("\\s*(\\w+(?:\\.\\d+)?(?:e-?\\d+)?|[^\\s\\w])");

  private final List<String> words = new ArrayList<>();
  private final Map<String, String> values;
  private int next;

  private PlainFormula(String text, Map<String, String> values) {
    this.values = values;
    Matcher matcher = WORD.matcher(text);
    while (matcher.find()) {
      words.add(matcher.group(1));
    }
  }

  /**
   * Rewrites.
   *
   * @param text a formula
   * @param values names that stand for numbers
   * @return the formula in .nn, or null where it cannot be read
   */
  static String rewrite(String text, Map<String, String> values) {
    PlainFormula formula = new PlainFormula(text, values);
    String result = formula.sum();
    return formula.next == formula.words.size() ? result : null;
  }

  private String peek() {
    return next < words.size() ? words.get(next) : "";
  }

  private boolean take(String word) {
    boolean here = peek().equals(word);
    next += here ? 1 : 0;
    return here;
  }

  private String sum() {
    StringBuilder text = new StringBuilder(take("-") ? "-" : "").append(product());
    while (peek().equals("+") || peek().equals("-")) {
      text.append(' ').append(words.get(next++)).append(' ').append(product());
    }
    return text.toString();
  }

  private String product() {
    StringBuilder text = new StringBuilder(applied());
    while (peek().equals("*") || peek().equals("/")) {
      text.append(' ').append(words.get(next++)).append(' ').append(applied());
    }
    return text.toString();
  }

  /** A vector followed by matrices. */
  private String applied() {
    String text = power();
    while (startsName() && !peek().equals("sum") && !peek().equals("mean")) {
      text = "times(" + text + ", " + power() + ")";
    }
    return text;
  }

  private boolean startsName() {
    return !peek().isEmpty() && Character.isLetter(peek().charAt(0));
  }

  private String power() {
    String base = atom();
    if (!take("^")) {
      return base;
    }
    return take("T") ? "transpose(" + base + ")" : base + "^" + atom();
  }

  private String atom() {
    if (take("(")) {
      String inner = sum();
      take(")");
      return "(" + inner + ")";
    } else if (take("|")) {
      String inner = sum();
      take("|");
      return "abs(" + inner + ")";
    }
    String word = next < words.size() ? words.get(next++) : "";
    if (peek().equals("(") && startsWord(word) && !word.equals("sum") && !word.equals("mean")) {
      next++;
      StringBuilder call = new StringBuilder(NAMES.getOrDefault(word, word)).append('(');
      call.append(sum());
      while (take(",")) {
        call.append(", ").append(sum());
      }
      take(")");
      return call.append(')').toString();
    }
    if (word.equals("sum") || word.equals("mean")) {
      return word + "(" + power() + ")";
    }
    return values.getOrDefault(word, NAMES.getOrDefault(word, word));
  }

  private static boolean startsWord(String word) {
    return !word.isEmpty() && Character.isLetter(word.charAt(0));
  }
}
