package dev.nnc.compiler;

import dev.nnc.compiler.plan.Choices;
import dev.nnc.compiler.plan.Way;
import dev.nnc.compiler.source.Code;
import dev.nnc.compiler.source.CompileException;
import dev.nnc.compiler.source.Diagnostics;
import dev.nnc.compiler.source.Source;
import dev.nnc.compiler.source.Span;
import dev.nnc.runtime.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What {@code nnc tune} has found out: the contents of a tuning file, a text that lies beside a
 * model. Its first line is {@value #HEAD}, the second one names the machine; then comes a line for
 * each choice, {@code contraction = way}. What stands behind {@code #} is for people.
 *
 * @param machine where it was measured, in a line
 * @param choices the fastest ways there
 * @param remarks what people may want to know about choices, by their keys
 */
public record Tuning(String machine, Choices choices, Map<String, String> remarks) {
  private static final String HEAD = "nnc tune 1";
  private static final String MACHINE = "machine ";

  /** What a key is made of, see the key of {@link Choices}. */
  private static final Pattern KEY = key();

  /** Nothing is known. */
  public static final Tuning NONE = new Tuning("", Choices.NONE, Map.of());

  /** Copies the map, in the order of its keys. */
  public Tuning {
    Objects.requireNonNull(machine, "machine");
    Objects.requireNonNull(choices, "choices");
    remarks = Collections.unmodifiableMap(new TreeMap<>(remarks));
  }

  /**
   * The same with one choice more, or another one.
   *
   * @param key the kind of contraction
   * @param way how it is computed
   * @param remark what people may want to know about it
   */
  public Tuning with(String key, Way way, String remark) {
    Map<String, String> more = new TreeMap<>(remarks);
    more.put(key, remark);
    return new Tuning(machine, choices.with(key, way), more);
  }

  /**
   * Where the tuning file of a model lies: beside it, with {@code .tune} in place of {@code .nn}.
   *
   * @param model the .nn file
   */
  public static Path beside(Path model) {
    String name = Objects.requireNonNull(model.getFileName(), "a file has a name").toString();
    String stem = name.endsWith(".nn") ? name.substring(0, name.length() - 3) : name;
    return model.resolveSibling(stem + ".tune");
  }

  /**
   * Reads a tuning file.
   *
   * @param file its text
   * @return what it says
   * @throws CompileException if a line makes no sense; carries all such lines
   */
  public static Tuning read(Source file) {
    Diagnostics problems = new Diagnostics();
    Map<String, Way> ways = new TreeMap<>();
    String machine = "";
    Map<String, String> remarks = new TreeMap<>();
    boolean begun = false;
    int start = 0;
    for (String line : file.text().split("\n", -1)) {
      int sign = line.indexOf('#');
      String said = (sign < 0 ? line : line.substring(0, sign)).strip();
      int from = start + line.indexOf(said);
      Span place = new Span(file, from, from + said.length());
      start += line.length() + 1;
      if (!begun && said.equals(HEAD)) {
        begun = true;
      } else if (begun && said.startsWith(MACHINE)) {
        machine = said.substring(MACHINE.length()).strip();
      } else if (begun && !said.isEmpty()) {
        String key = choice(said, place, ways, problems);
        if (sign >= 0) {
          remarks.put(key, line.substring(sign + 1).strip());
        }
      } else if (!said.isEmpty()) {
        break;
      }
    }
    if (!begun) {
      problems.error(
          Code.BAD_TUNING,
          new Span(file, 0, file.lineText(1).length()),
          "this is no tuning file of this release, which begins with `" + HEAD + "`",
          "delete the file, or measure again: nnc tune --no-tune");
    }
    if (problems.hasErrors()) {
      throw new CompileException(problems.all());
    }
    return new Tuning(machine, new Choices(ways), remarks);
  }

  /** Takes a choice and returns its key. */
  private static String choice(
      String line, Span place, Map<String, Way> ways, Diagnostics problems) {
    int equals = line.indexOf('=');
    String key = line.substring(0, Math.max(equals, 0)).strip();
    if (!KEY.matcher(key).matches()) {
      problems.error(
          Code.BAD_TUNING,
          place,
          equals < 0
              ? "a choice has the form `contraction = way`"
              : "no contraction looks like that",
          "delete the line, or measure again: nnc tune --no-tune");
      return key;
    }
    try {
      if (ways.put(key, Way.parse(line.substring(equals + 1).strip())) != null) {
        problems.error(
            Code.BAD_TUNING, place, "this contraction has a line before", "keep one of the two");
      }
    } catch (IllegalArgumentException e) {
      problems.error(
          Code.BAD_TUNING,
          place,
          e.getMessage(),
          "delete the line, or measure again: nnc tune --no-tune");
    }
    return key;
  }

  private static Pattern key() {
    String strides = "-?\\d+(?: -?\\d+)*";
    String factor = "(?:\\[" + strides + "]|\\{(?:" + strides + "(?:, " + strides + ")*)?})";
    String axis = "(?:a|b|ab|sum|step):(?:batch|\\d+)";
    return Pattern.compile(axis + "(?: " + axis + ")* \\| a" + factor + " b" + factor);
  }

  /** The text of the file. */
  public String text() {
    List<String> lines = new ArrayList<>(List.of(HEAD, MACHINE + line(machine)));
    choices
        .ways()
        .forEach(
            (key, way) -> {
              String remark = line(remarks.getOrDefault(key, ""));
              lines.add(key + " = " + way + (remark.isEmpty() ? "" : "  # " + remark));
            });
    return String.join("\n", lines) + "\n";
  }

  private static String line(String text) {
    return text.replaceAll("[\\s#]+", " ").strip();
  }

  /**
   * Writes the file, so that it is there as a whole or not at all.
   *
   * @param file its place
   * @throws IOException if it cannot be written; what was there before is still there
   */
  public void write(Path file) throws IOException {
    byte[] bytes = text().getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(file, out -> out.write(bytes));
  }
}
