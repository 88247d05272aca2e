package dev.nnc.compiler.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnc.compiler.source.Code;
import dev.nnc.compiler.source.Diagnostic;
import dev.nnc.compiler.source.Diagnostics;
import dev.nnc.compiler.source.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** However deep or long a text is, it is read or refused, on a small stack. */
class DepthTest {
  private static final int MANY = 10_000;

  private static Set<Code> codes(String text) throws InterruptedException {
    Diagnostics diagnostics = new Diagnostics();
    List<Throwable> thrown = new ArrayList<>();
    Thread thread =
        new Thread(
            null, () -> Parser.parse(new Source("t", text), diagnostics), "small", 384 << 10);
    thread.setUncaughtExceptionHandler((t, e) -> thrown.add(e));
    thread.start();
    thread.join();
    assertEquals(List.of(), thrown);
    return diagnostics.all().stream().map(Diagnostic::code).collect(Collectors.toSet());
  }

  static Stream<String> tooDeep() {
    return Stream.of(
        "fn f(x) = " + "(".repeat(MANY) + "x" + ")".repeat(MANY),
        "fn f(x) = " + "[".repeat(MANY) + "x" + "]".repeat(MANY),
        "fn f(x) = x" + "[x".repeat(MANY) + "]".repeat(MANY),
        "fn f(x) = " + "{".repeat(MANY) + "x" + "}".repeat(MANY),
        "fn f(x) = " + "-".repeat(MANY) + "x",
        "fn f(x) = " + "not ".repeat(MANY) + "x",
        "fn f(x) = " + "sum[i] ".repeat(MANY) + "x",
        "fn f(x) = " + "x * sum[i] ".repeat(MANY) + "x",
        "fn f(x) = x" + "^x".repeat(MANY),
        "fn f(x) = x^" + "-".repeat(MANY) + "x",
        "fn f(x) = " + "if x then x else ".repeat(MANY) + "x",
        "fn f(x) = " + "if x then ".repeat(MANY) + "x" + " else x".repeat(MANY),
        "fn f(x) = " + "if ".repeat(MANY) + "x" + " then x else x".repeat(MANY),
        "model M { " + "if a { ".repeat(MANY) + "}".repeat(MANY) + " }",
        "model M { if a { } " + "else if a { } ".repeat(MANY) + " }",
        "fn f(x) = x" + "(x)".repeat(MANY),
        "fn f(x) = x" + ".x".repeat(MANY),
        "fn f(x) = x" + " + x".repeat(2 * MANY),
        "fn f(x) = x" + " * x".repeat(MANY),
        "fn f(x) = x" + " |> x".repeat(MANY),
        "fn f(x) = x" + " and x".repeat(MANY),
        "fn f(x) = " + "(x".repeat(50) + (" + x".repeat(100) + ")").repeat(50));
  }

  @ParameterizedTest(name = "{index}")
  @MethodSource("tooDeep")
  void isRefused(String text) throws InterruptedException {
    assertTrue(codes(text).contains(Code.TOO_DEEP), () -> text.substring(0, 60));
  }

  static Stream<String> deepEnough() {
    int most = Depth.NESTING - 4;
    return Stream.of(
        "fn f(x) = " + "(".repeat(most) + "x" + ")".repeat(most),
        "fn f(x) = " + "g(".repeat(most) + "x" + ")".repeat(most),
        "fn f(x) = " + "-".repeat(most) + "x" + "^x".repeat(most),
        "fn f(x) = " + "if x then x else ".repeat(most) + "x",
        "fn f(x) = x" + " + x".repeat(Depth.CHAIN - 1),
        "fn f(x) = x" + " |> x".repeat(Depth.CHAIN - 1),
        "model M { " + "if a { x = a } ".repeat(MANY) + " }",
        "model M { " + "x = if a then b else c ".repeat(MANY) + " }",
        "train M { x = [" + "1, ".repeat(MANY) + "] }",
        "fn f(x) = x ".repeat(MANY));
  }

  @ParameterizedTest(name = "{index}")
  @MethodSource("deepEnough")
  void isRead(String text) throws InterruptedException {
    assertEquals(Set.of(), codes(text));
  }

  @Test
  void unclosedDepthIsTold() throws InterruptedException {
    assertTrue(codes("fn f(x) = " + "(".repeat(MANY)).contains(Code.UNCLOSED));
  }
}
