package dev.nnc.compiler.robust;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nnc.compiler.source.Source;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Deep, long, large, empty and circular files compile, or are told what is the matter. */
class LimitsTest {
  private static final List<String> FINE = List.of();

  private static String list(int count, String separator, String item) {
    return IntStream.range(0, count)
        .mapToObj(i -> item.replace("#", String.valueOf(i)))
        .collect(Collectors.joining(separator));
  }

  private static String formula(String formula) {
    return "model M { input x output y = " + formula + " }";
  }

  @Test
  void nesting() {
    String parentheses = "(".repeat(10_000) + "x" + ")".repeat(10_000);
    assertEquals(List.of("NN003"), Attempt.compile(formula(parentheses)));
    assertEquals(List.of("NN003"), Attempt.compile(formula("-".repeat(10_000) + "x")));
    assertEquals(FINE, Attempt.compile(formula("(".repeat(200) + "x" + ")".repeat(200))));
    String choices = "if x > 0 then x else ".repeat(200);
    assertEquals(FINE, Attempt.compile(formula(choices + "x")));
  }

  @Test
  void longChains() {
    assertEquals(FINE, Attempt.compile(formula(list(2_000, " + ", "x"))));
    assertEquals(List.of("NN003"), Attempt.compile(formula(list(5_000, " + ", "x"))));
    assertEquals(FINE, Attempt.compile(formula("x" + " |> tanh".repeat(1_900))));
  }

  @Test
  void aHundredThousandNodes() {
    assertEquals(FINE, Attempt.compile(formula("x |> repeat 100000 { tanh }")));
    String chain = "y = x * w |> repeat 12000 { sin } output y loss y";
    assertEquals(FINE, Attempt.compile("model M { input x param w ~ ones " + chain + " }"));
  }

  @Test
  void manyStatements() {
    String first = "model M { input x v0 = x ";
    String rest =
        IntStream.range(1, 5_000)
            .mapToObj(i -> "v" + i + " = sin(v" + (i - 1) + ") + v" + i / 2)
            .collect(Collectors.joining("\n"));
    assertEquals(FINE, Attempt.compile(first + rest + " output y = v4999 }"));
  }

  @Test
  void manyNames() {
    String parameters = list(5_000, ", ", "x#");
    String call = "f(" + list(5_000, ", ", "x") + ")";
    assertEquals(FINE, Attempt.compile("fn f(" + parameters + ") = x0\n" + formula(call)));
    assertEquals(FINE, Attempt.compile("model M { input " + parameters + " output y = x0 }"));
    String hyperparameters = list(5_000, ", ", "h# = 1");
    assertEquals(
        FINE, Attempt.compile("model M(" + hyperparameters + ") { input x output y = x }"));
    String weights = list(5_000, "\n", "param w# ~ ones");
    assertEquals(
        FINE, Attempt.compile("model M { input x\n" + weights + " output y = x loss w7 * x }"));
    assertEquals(FINE, Attempt.compile(formula("stack(" + list(5_000, ", ", "x") + ")")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "input x[100000, 100000] output y = 1 + sum(x) ; NN034",
        "input x[999999999, 999999999, 999999999] output y = 1 ; NN034",
        "input x[3000000000] output y = sum(x) ; NN022",
        "input x[0] output y = 1 ; NN022",
        "input x[3, -1] output y = 1 ; NN022",
        "input x[1 / 2] output y = 1 ; NN022",
        "input x[x] output y = 1 ; NN010",
        "input x output y = x |> repeat 999999999 { tanh } ; NN034",
        "input x output y = x |> repeat 999999999 { same } ; NN034",
        "input x output y = x * fib(60) ; NN034",
        "input x output y = endless(x) ; NN015",
        "input x[50000] z[i, j] = x[i] * x[j] output z ; NN034",
        "input x[50000] z[i, j, k] = x[i] * x[j] * x[k] output y = sum(z) ; NN034",
        "input x param W[99999, 99999] ~ ones output y = sum(W) * x loss y ; NN034",
        "input x param W[0] ~ ones output y = sum(W) * x loss y ; NN022",
        "input x[4] output y = sum(range(2000000000)) ; NN022"
      })
  void sizes(String body, String code) {
    String definitions =
        """
        fn same(x) = x
        fn endless(x) = endless(x)
        fn fib(n) = if n < 2 then n else fib(n - 1) + fib(n - 2)
        """;
    assertEquals(List.of(code), Attempt.compile(definitions + "model M { " + body + " }"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n\n", "// only this\n", "/* only this */", "fn f(x) = x"})
  void nothingToCompile(String text) {
    assertEquals(List.of("NN031"), Attempt.compile(text));
  }

  @ParameterizedTest
  @CsvSource({
    "self, NN019",
    "circle, NN019",
    "missing, NN018",
    "diamond, ''",
    "twice, ''",
    "broken, NN004"
  })
  void imports(String file, String code) {
    Map<String, String> files =
        Map.of(
            "self", "import \"self\"",
            "circle", "import \"round\"",
            "round", "import \"circle\"",
            "missing", "import \"nowhere\"",
            "diamond", "import \"left\" import \"right\"",
            "left", "import \"leaf\"",
            "right", "import \"leaf\"",
            "leaf", "fn leaf(x) = x",
            "twice", "import \"leaf\" import \"leaf\"",
            "broken", "fn f(x) = 1e");
    String main = "import \"" + file + "\" model M { input x output y = x }";
    assertEquals(
        code.isEmpty() ? FINE : List.of(code),
        Attempt.compile(
            main,
            (from, path) -> Optional.ofNullable(files.get(path)).map(t -> new Source(path, t))));
  }

  @Test
  void namesOfAnyScript() {
    String text = "model Größe { input größe, σ', 价格 output ŷ = größe * σ' + 价格 }";
    assertEquals(FINE, Attempt.compile(text));
  }
}
