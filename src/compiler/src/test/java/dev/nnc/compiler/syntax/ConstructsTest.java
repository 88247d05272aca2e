package dev.nnc.compiler.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.nnc.compiler.source.Diagnostics;
import dev.nnc.compiler.source.Source;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every statement and definition, with its spans and documentation. */
class ConstructsTest {
  private static SourceFile parse(String text) {
    Source source = new Source("test", text);
    Diagnostics diagnostics = new Diagnostics();
    SourceFile file = Parser.parse(source, diagnostics);
    assertEquals(List.of(), diagnostics.all());
    assertEquals(List.of(), ExactParse.complaints(source));
    return file;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '@',
      quoteCharacter = '`',
      textBlock =
          """
          x = 3                             @ (= x 3)
          x' = x                            @ (= x' x)
          y[i, ..., j] = x[j]               @ (= y[i ... j] (at x j))
          param W[n, 2*m] ~ he(gain: 2)     @ (param W[n (* 2 m)] (call he gain: 2))
          param s                           @ (param s)
          param s frozen                    @ (param s frozen)
          param s[2] frozen ~ zeros         @ (param s[2] frozen zeros)
          frozen a, b.W                     @ (frozen a (. b W))
          loss e = a trains b, c.d every 2*n @ (loss e: a (trains b (. c d)) (every (* 2 n)))
          if a { return x }                 @ (if a ((return x)))
          if a { } else if b {x = 1} else { y = 2 } @ (if a () ((if b ((= x 1)) ((= y 2)))))
          input a, b[3], c[2, n]: int<V> standardized @ (input a b[3] c[2 n]:(int V) standardized)
          target t: one_of("x", "y") from "T" @ (target t:(one_of "x" "y") from "T")
          input a from 3, b[64] from 0..64  @ (input a from 3 b[64] from (.. 0 64))
          input a[2] from ["p", "q"]        @ (input a[2] from (list "p" "q"))
          output a                          @ (output a)
          output a as b                     @ (output a as b)
          output a = b |> f                 @ (output a (|> b f))
          loss mean[t] l[t]                 @ (loss (mean [t] (at l t)))
          metric f(a), m: g(a), n = h       @ (metric (call f a) m: (call g a) n: h)
          noise e[n]: real ~ normal         @ (noise e[n]:(real) normal)
          state m = 0, v[n] = if a then b else c @ (state (m 0) (v[n] (if a b c)))
          scan t in 0..T with h[H] = 0, c = 1 { yield h } @ (scan t in (.. 0 T) (h[H] 0) (c 1) (yield h))
          scan t in 0..T { yield x[t] }     @ (scan t in (.. 0 T) (yield (at x t)))
          entry go(x[n], k: int<3>) = f(x)  @ (entry go (x[n] k:(int 3)) (return (call f x)))
          entry s(t) with h[2] = 0, c = 1 { h' = h  return t } @ (entry s (t) (h[2] 0) (c 1) (= h' h) (return t))
          entry s(t) with k[2]: int<3> = t { k' = k  return t } @ (entry s (t) (k[2]:(int 3) t) (= k' k) (return t))
          return { f |> g }                 @ (return (block (|> f g)))
          """)
  void statement(String text, String expected) {
    SourceFile file = parse("model M { " + text + " }");
    assertEquals("(model M () " + expected + ")", SyntaxPrinter.print(file));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '@',
      quoteCharacter = '`',
      textBlock =
          """
          import "a/b.nn"                   @ (import "a/b.nn")
          shared s = dense(2) |> relu       @ (shared s (|> (call dense 2) relu))
          fn f() = 1                        @ (fn f () () (return 1))
          fn f(x[..., n], y[], z, k = 2) = x @ (fn f () (x[... n] y[] z k=2) (return x))
          fn f(x) -> [] = x                 @ (fn f () (x) ->[] (return x))
          layer l(x) = x                    @ (layer l () (x) (return x))
          layer l(m, b = true)(x[n]) -> [m, _] { return x } @ (layer l (m b=true) (x[n]) ->[m _] (return x))
          initializer zeros = 0             @ (initializer zeros () () (return 0))
          initializer c(v,) = v             @ (initializer c (v) () (return v))
          optimizer sgd(lr = 1) { param' = param - lr * grad } @ (optimizer sgd (lr=1) () (= param' (- param (* lr grad))))
          schedule s(d, at = epoch) = d^at  @ (schedule s (d at=epoch) () (return (^ d at)))
          model M { }                       @ (model M () )
          model M(h = 3) { output h }       @ (model M (h=3) (output h))
          train M { batch = all seed = 3 }  @ (train M (= batch all) (= seed 3))
          """)
  void definition(String text, String expected) {
    assertEquals(expected.replace("() )", "())"), SyntaxPrinter.print(parse(text)));
  }

  @Test
  void documentationIsCleaned() {
    SourceFile file =
        parse(
            """
            /// First line.
            ///
            ///   Indented `code`.
            //// no documentation
            model M {
              /// An input.
              input a /// neither is this
              // nor this
              output a
              /// A method.
              entry f(x) = x
            }

            fn g(x) = x
            """);
    Definition.Model model = (Definition.Model) file.definitions().get(0);
    assertEquals("First line.\n\n  Indented `code`.", model.doc());
    assertEquals("An input.", ((Statement.Input) model.body().get(0)).doc());
    assertEquals("", ((Statement.Output) model.body().get(1)).doc());
    assertEquals("A method.", ((Statement.Entry) model.body().get(2)).doc());
    assertEquals("", file.definitions().get(1).doc());
  }

  @Test
  void spansCoverWhatWasWritten() {
    SourceFile file = parse("// 𝔸 counts as two\r\nfn f(x) = 𝕩 + g(x)[i] ^ 2\n");
    Definition.Callable function = (Definition.Callable) file.definitions().get(0);
    assertEquals("fn f(x) = 𝕩 + g(x)[i] ^ 2", function.span().text());
    assertEquals("f", function.nameSpan().text());
    Expr.Binary sum = (Expr.Binary) ((Statement.Return) function.body().get(0)).value();
    assertEquals("𝕩 + g(x)[i] ^ 2", sum.span().text());
    assertEquals("g(x)[i] ^ 2", sum.right().span().text());
    assertEquals(2, sum.span().line());
    assertEquals(11, sum.span().column());
  }

  @Test
  void absentPartsAreNullOrEmpty() {
    SourceFile file = parse("layer l(x) { param a  y = x  return y }");
    Definition.Callable layer = (Definition.Callable) file.definitions().get(0);
    assertNull(layer.result());
    assertNull(layer.data().get(0).dims());
    assertNull(((Statement.Param) layer.body().get(0)).initializer());
    assertNull(((Statement.Assign) layer.body().get(1)).indices());
  }

  @Test
  void anEmptyFileHasNoDefinitions() {
    assertEquals(List.of(), Parser.parse(new Source("empty", ""), new Diagnostics()).definitions());
    Diagnostics diagnostics = new Diagnostics();
    Source blank = new Source("blank", "\uFEFF // nothing\n\t/* here */ ");
    assertEquals(List.of(), Parser.parse(blank, diagnostics).definitions());
    assertEquals(List.of(), diagnostics.all());
  }
}
