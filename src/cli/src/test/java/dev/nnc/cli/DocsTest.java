package dev.nnc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnc.compiler.elaborate.Library;
import dev.nnc.compiler.syntax.Definition;
import dev.nnc.compiler.syntax.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocsTest {
  @TempDir Path folder;

  private static String docs(Object... args) {
    List<Object> words = new ArrayList<>(List.of("docs"));
    words.addAll(List.of(args));
    Session session = Session.run(words.toArray());
    assertEquals(0, session.code, session.toString());
    return session.out.replace(System.lineSeparator(), "\n");
  }

  @Test
  void layersHaveParametersAndDerivatives() {
    String text = docs("dense");
    assertTrue(text.contains("`layer dense(m, bias = true)(x[..., n]) -> [..., m]`"), text);
    assertTrue(text.contains("| `W[n, m]` | `glorot_uniform` |"), text);
    assertTrue(text.contains("| `b[m]` | `zeros` |"), text);
    assertTrue(text.contains("  y[..., j] = sum[i] x[..., i] * W[i, j]\n"), text);
    assertTrue(text.contains("∂L/∂x[i] = sum[j] W[i, j] * ∂L/∂Y[j]\n"), text);
    assertTrue(text.contains("∂L/∂W[i, j] = sum[batch] x[i] * ∂L/∂Y[j]\n"), text);
    assertTrue(text.contains("∂L/∂b[i] = sum[batch] ∂L/∂Y[i]\n"), text);
  }

  @Test
  void elementwiseFunctionsAreDifferentiatedAsNumbersAndSumsAsVectors() {
    assertTrue(docs("relu").contains("∂Y/∂x = if x > 0 then 1 else 0\n"));
    assertTrue(docs("l2_squared").contains("∂Y/∂x[i] = x[i] * 2\n"));
    assertTrue(docs("matmul").contains("∂L/∂a[i, j] = sum[k] b[j, k] * ∂L/∂Y[i, k]\n"));
    assertTrue(docs("adam").contains("States: `m = 0`, `v = 0`"));
  }

  @Test
  void everythingIsListed() {
    String all = docs();
    for (SourceFile file : Library.files()) {
      for (Definition definition : file.definitions()) {
        assertTrue(all.contains(" " + definition.name() + "("), definition.name());
        assertFalse(definition.doc().isBlank(), definition.name() + " has no documentation");
      }
    }
  }

  @Test
  void aFileOfOnesOwnHasAReferenceToo() throws IOException {
    Path file = folder.resolve("own.nn");
    Files.writeString(
        file,
        """
        // What a bend is.

        /// x·|x|, a parabola with its left half upside down.
        fn bend(x, strength = 2) = strength * x * abs(x)

        /// A bend at a place that is learned.
        layer bent(x[n]) -> [n] {
          param place[n] ~ zeros
          return bend(x - place)
        }

        /// The model.
        model Bent(width = 3) {
          input x[2]
          target t
          y = x |> bent |> dense(width) |> dense(1) |> scalar
          output y
          loss mse(y, t)
        }
        """);
    String text = docs(file);
    assertTrue(text.contains("What a bend is.\n"), text);
    assertTrue(text.contains("x·|x|, a parabola".replace("|", "\\|")), text);
    assertTrue(text.contains("∂Y/∂x = "), text);
    assertTrue(text.contains("∂L/∂place[i] = "), text);
    assertTrue(text.contains("Hyperparameters: `width = 3`."), text);
    assertTrue(docs(file, "bend").startsWith("### bend\n"));
    docs(file, "--output", folder.resolve("pages"));
    assertEquals(text, Files.readString(folder.resolve("pages/own.md")));
  }

  @Test
  void mistakesHaveAFix() throws IOException {
    Session unknown = Session.run("docs", "denes");
    assertEquals(2, unknown.code);
    assertTrue(unknown.err.contains("did you mean dense?"), unknown.err);
    assertEquals(3, Session.run("docs", folder.resolve("none.nn")).code);
    Path broken = Files.writeString(folder.resolve("broken.nn"), "fn f(x = 1");
    assertEquals(1, Session.run("docs", broken).code);
    assertEquals(2, Session.run("docs", "dense", "--output", folder).code);
  }
}
