package dev.nnc.compiler.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nnc.compiler.source.Diagnostics;
import dev.nnc.compiler.source.Source;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How expressions are understood, shown as nested lists. */
class PrecedenceTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '@',
      textBlock =
          """
          a + b * c                         @ (+ a (* b c))
          a - b - c                         @ (- (- a b) c)
          a / b * c % d                     @ (% (* (/ a b) c) d)
          a + b |> f                        @ (|> (+ a b) f)
          x |> f |> g(2)                    @ (|> (|> x f) (call g 2))
          a == b + 1                        @ (== a (+ b 1))
          a < b and c >= d or not e         @ (or (and (< a b) (>= c d)) (not e))
          not a == b                        @ (not (== a b))
          not not a                         @ (not (not a))
          a or b and c                      @ (or a (and b c))
          if a then b else c |> f           @ (|> (if a b c) f)
          if a then b |> f else c + d       @ (if a (|> b f) (+ c d))
          if a then b else if c then d else e @ (if a b (if c d e))
          if if a then b else c then d else e @ (if (if a b c) d e)
          -a * b                            @ (* (- a) b)
          -a^2                              @ (- (^ a 2))
          --a                               @ (- (- a))
          a - -b                            @ (- a (- b))
          a^b^c                             @ (^ a (^ b c))
          2^-a^b                            @ (^ 2 (- (^ a b)))
          2^--a                             @ (^ 2 (- (- a)))
          a * -b^2                          @ (* a (- (^ b 2)))
          sum[i] a * b + c                  @ (+ (sum [i] (* a b)) c)
          sum[i] a / b * c                  @ (sum [i] (* (/ a b) c))
          2 * sum[i] a * b                  @ (* 2 (sum [i] (* a b)))
          -sum[i] a * b                     @ (- (sum [i] (* a b)))
          a / b * -sum[i] c * d - e         @ (- (* (/ a b) (- (sum [i] (* c d)))) e)
          sum[i] -a * b                     @ (sum [i] (* (- a) b))
          sum[i] a * max[j] b * c           @ (sum [i] (* a (max [j] (* b c))))
          a * sum[i] b * -max[j] - c^2 / d + e @ (+ (* a (sum [i] (* b (- (max [j] (/ (- (^ c 2)) d)))))) e)
          sum[i] max[j] x[i, j]             @ (sum [i] (max [j] (at x i j)))
          sum[i, j in 0..n] x[i]^2          @ (sum [i j in (.. 0 n)] (^ (at x i) 2))
          sum[i in ..n] x                   @ (sum [i in (.. _ n)] x)
          sum[i in 2*a..] x                 @ (sum [i in (.. (* 2 a))] x)
          (sum[i] x)^2                      @ (^ (sum [i] x) 2)
          max(a, b) + sum(x)                @ (+ (call max a b) (call sum x))
          x |> sum |> mean                  @ (|> (|> x sum) mean)
          argmax[c] p[c]                    @ (argmax [c] (at p c))
          f(a)(b)[i].c                      @ (. (at (call (call f a) b) i) c)
          softmax[s](e)                     @ (call (at softmax s) e)
          token.E[c, d]                     @ (at (. token E) c d)
          x[i, 2*j + 1, ..., 0..3]          @ (at x i (+ (* 2 j) 1) ... (.. 0 3))
          x[..n, n.., ..]                   @ (at x (.. _ n) (.. n) (.. _))
          f(a, name: b, c,)                 @ (call f a name: b c)
          [a, b]                            @ (list a b)
          []                                @ (list)
          [train: 80%, valid: 2.5%]         @ (list train: 0.8 valid: 0.025)
          7%3 + 7 % n + 7%(n) - 50%         @ (- (+ (+ (% 7 3) (% 7 n)) (% 7 n)) 0.5)
          10% - x                           @ (- 0.1 x)
          residual { a |> b }               @ (call residual (block (|> a b)))
          f(a, k: 3) { b }                  @ (call f a k: 3 (block b))
          f[s] { b }                        @ (call (at f s) (block b))
          residual { a }(x)[i]              @ (at (call (call residual (block a)) x) i)
          x |> repeat 2 * n { a |> b }      @ (|> x (repeat (* 2 n) (block (|> a b))))
          repeat n { repeat m { a } }       @ (repeat n (block (repeat m (block a))))
          { a |> b }                        @ (block (|> a b))
          f(body: { a }, if c then d else e) @ (call f body: (block a) (if c d e))
          h' - h''                          @ (- h' h'')
          σ + π_2                           @ (+ σ π_2)
          true and false                    @ (and true false)
          1e-3 + 1.5E+2 + 12                @ (+ (+ 0.001 150) 12)
          "a\\"b\\\\\\u0041" == "c"         @ (== "a\\"b\\\\A" "c")
          a /* x */ + // y                  @ (+ a b)
          """)
  void isUnderstood(String text, String expected) {
    String full = text.endsWith("// y") ? text + "\n b" : text;
    Source source = new Source("test", "fn f(x) = " + full);
    Diagnostics diagnostics = new Diagnostics();
    SourceFile file = Parser.parse(source, diagnostics);
    assertEquals(List.of(), diagnostics.all());
    Definition.Callable function = (Definition.Callable) file.definitions().get(0);
    Statement.Return body = (Statement.Return) function.body().get(0);
    assertEquals(expected, SyntaxPrinter.print(body.value()));
    assertEquals(List.of(), ExactParse.complaints(source));
  }
}
