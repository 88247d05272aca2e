package dev.nnc.compiler.property;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the header of a program says: numbers that go in, such as {@code // input x = [1, 2]} or
 * {@code // param W = 3}, and numbers that must come out, such as {@code // output y = 6}, {@code
 * // loss = 1}, {@code // grad W = 0.5}, {@code // next m = 2} (of a state) or {@code // metric
 * accuracy = 1}. An example's numbers lie together; {@code // batch 2} says how many examples there
 * are, {@code // simplified} that only simplified code is expected to get the numbers right, {@code
 * // parameters a.W b.W} which parameters there are.
 */
record Expectations(
    Map<String, double[]> given,
    Map<String, double[]> expected,
    int batch,
    boolean simplifiedOnly,
    List<String> parameters) {
  private static final Pattern LINE =
      Pattern.compile(
          "(?m)^// (input|target|param|state|fitted|output|loss|train|grad|next|metric)( \\S+)? ="
              + " (.*)$");
  private static final Pattern BATCH = Pattern.compile("(?m)^// batch (\\d+)$");
  private static final Pattern PARAMETERS = Pattern.compile("(?m)^// parameters (.*)$");

  /** Reads a header. */
  static Expectations of(String text) {
    Map<String, double[]> given = new LinkedHashMap<>();
    Map<String, double[]> expected = new LinkedHashMap<>();
    Matcher lines = LINE.matcher(text);
    while (lines.find()) {
      String name = lines.group(2) == null ? "" : lines.group(2).strip();
      switch (lines.group(1)) {
        case "input", "target" -> given.put(lines.group(1) + ":" + name, numbers(lines.group(3)));
        case "param", "state", "fitted" ->
            given.put(lines.group(1) + ":" + name, numbers(lines.group(3)));
        default -> expected.put(lines.group(1) + ":" + name, numbers(lines.group(3)));
      }
    }
    Matcher batch = BATCH.matcher(text);
    Matcher parameters = PARAMETERS.matcher(text);
    return new Expectations(
        given,
        expected,
        batch.find() ? Integer.parseInt(batch.group(1)) : 1,
        text.contains("// simplified\n"),
        parameters.find() ? Arrays.asList(parameters.group(1).split(" ")) : null);
  }

  private static double[] numbers(String text) {
    List<Double> numbers = new ArrayList<>();
    for (String word : text.replaceAll("[\\[\\],]", " ").strip().split("\\s+")) {
      numbers.add(
          switch (word) {
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            case "nan" -> Double.NaN;
            default -> Double.parseDouble(word);
          });
    }
    return numbers.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
