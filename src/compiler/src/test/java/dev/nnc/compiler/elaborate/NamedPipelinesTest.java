package dev.nnc.compiler.elaborate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nnc.compiler.Compiler;
import dev.nnc.compiler.Options;
import dev.nnc.compiler.source.Source;
import dev.nnc.runtime.ModelInfo;
import dev.nnc.runtime.Precision;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What has a name has one set of weights, however often it is used. */
class NamedPipelinesTest {
  private static List<String> parameters(String statements) {
    String text =
        "fn twice(x) { f = { dense(2) }  return f(f(x)) }\n"
            + "layer gated(n)(x[k]) -> [n] { f = repeat 1 { dense(n) |> layer_norm }"
            + " return sigmoid(f(x)) * f(x) }\n"
            + "model M { input a[3], b[3] target t\n"
            + statements
            + "\noutput y loss mse(y, t) }";
    ModelInfo info =
        Compiler.elaborate(
                new Source("named.nn", text),
                Options.standard(),
                (from, path) -> Optional.<Source>empty())
            .info();
    return info.parameters().stream()
        .map(ModelInfo.Parameter::name)
        .filter(name -> name.endsWith("W") || name.endsWith("gain"))
        .toList();
  }

  @Test
  void aRepeatInsideIsShared() {
    assertEquals(
        List.of("f.dense1.W", "f.dense2.W", "f.dense3.W"),
        parameters(
            "f = repeat 2 { dense(3) |> tanh } |> dense(1)\n y = scalar(f(a)) + scalar(b |> f)"));
  }

  @Test
  void aBlockIsShared() {
    assertEquals(List.of("f.dense1.W"), parameters("f = { dense(1) |> scalar }\n y = f(a) - f(b)"));
  }

  @Test
  void aLayersBareNameIsShared() {
    assertEquals(
        List.of("f.layer_norm1.gain"), parameters("f = layer_norm\n y = sum(f(a)) + sum(f(b))"));
  }

  @Test
  void withoutANameEachUseHasItsOwn() {
    assertEquals(
        List.of("dense1.W", "dense2.W", "dense3.W", "dense4.W"),
        parameters(
            "y = scalar(a |> repeat 1 { dense(3) } |> dense(1))"
                + " + scalar(b |> repeat 1 { dense(3) } |> dense(1))"));
  }

  @Test
  void eachInstanceOfALayerHasItsOwn() {
    assertEquals(
        List.of(
            "gated1.f.dense1.W", "gated1.f.layer_norm1.gain",
            "gated2.f.dense1.W", "gated2.f.layer_norm1.gain"),
        parameters("y = sum(a |> gated(3) |> gated(3)) + sum(b)"));
  }

  @Test
  void namedInstancesInsideKeepTheirNames() {
    assertEquals(
        List.of("inner.W", "f.dense1.W"),
        parameters(
            "inner = dense(3)\n f = repeat 2 { inner } |> dense(1)\n y = scalar(f(a)) * scalar(f(b))"));
  }

  /** What models of a file share may repeat a block; each has it under the same names. */
  @Test
  void modelsShareWhatIsRepeated() {
    String text =
        "shared f = dense(3) |> repeat 2 { dense(3) |> tanh } |> { layer_norm }\n"
            + "model A { input a[3], b[3] target t\n y = sum(f(a)) - sum(f(b))"
            + " output y loss mse(y, t) }\n"
            + "model B { input x[3] target t\n y = sum(f(x)) + scalar(x |> dense(1))"
            + " output y loss mse(y, t) frozen f }";
    for (String model : List.of("A", "B")) {
      ModelInfo info =
          Compiler.elaborate(
                  new Source("shared.nn", text),
                  new Options(Precision.FLOAT, Map.of(), null, model, true),
                  (from, path) -> Optional.<Source>empty())
              .info();
      List<String> names = info.parameters().stream().map(ModelInfo.Parameter::name).toList();
      assertEquals(
          List.of("f.dense1.W", "f.dense2.W", "f.dense3.W", "f.layer_norm1.gain"),
          names.stream().filter(n -> n.matches("f\\..*(W|gain)")).toList(),
          model);
    }
  }
}
