package dev.nnc.compiler.ir;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * What tells programs that compute something else apart: a SHA-256 of their nodes, constants and
 * places. The names of values and where they stand in a file do not count; the order of evaluation
 * does, since results depend on it in their last bits.
 */
public final class Fingerprint {
  private static final int BYTES = 8;

  private final MessageDigest digest;

  private Fingerprint() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * The fingerprint of programs.
   *
   * @param programs in their order, as elaborated
   * @param simplified whether they are simplified before they run, which may change last bits
   * @return 16 hexadecimal digits
   */
  public static String of(List<Program> programs, boolean simplified) {
    Fingerprint fingerprint = new Fingerprint();
    fingerprint.add(simplified ? "simplified" : "as they are");
    programs.forEach(fingerprint::add);
    return HexFormat.of().formatHex(fingerprint.digest.digest(), 0, BYTES);
  }

  private void add(Program program) {
    add("program", program.name());
    Map<Node, Integer> numbers = Printer.numbers(program);
    for (Program.Input input : program.inputs()) {
      // A leaf that nothing needs changes no result.
      if (numbers.containsKey(input.leaf())) {
        add("input", numbers.get(input.leaf()), input.slot(), input.offset());
      }
    }
    numbers.forEach((node, number) -> add(number, node.op(), arguments(numbers, node)));
    for (Program.Output output : program.outputs()) {
      add("output", numbers.get(output.value()), output.slot(), output.offset());
    }
  }

  private static List<Integer> arguments(Map<Node, Integer> numbers, Node node) {
    return node.args().stream().map(numbers::get).toList();
  }

  /** Takes in a line; operators are records and enum constants, whose texts say all of them. */
  private void add(Object... parts) {
    for (Object part : parts) {
      digest.update(String.valueOf(part).getBytes(StandardCharsets.UTF_8));
      digest.update((byte) ' ');
    }
    digest.update((byte) '\n');
  }
}
