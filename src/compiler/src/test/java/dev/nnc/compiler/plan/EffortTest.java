package dev.nnc.compiler.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nnc.compiler.CompiledModel;
import dev.nnc.compiler.Compiler;
import dev.nnc.compiler.Options;
import dev.nnc.compiler.source.Source;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What launches do, counted by hand. */
class EffortTest {
  private static CompiledModel compile(String text) {
    return Compiler.compile(
        new Source("effort.nn", text), Options.standard(), (from, path) -> Optional.empty());
  }

  private static Plan plan(CompiledModel model, String routine, Target target) {
    Map<String, Plan> plans = target == Target.SCALAR ? model.plans() : model.lanes();
    return plans.get(routine);
  }

  private static Effort sum(List<Effort> efforts) {
    return efforts.stream().reduce(Effort.NONE, Effort::plus);
  }

  @ParameterizedTest
  @CsvSource({
    "SCALAR, 64, 784, 128, 0",
    "SCALAR, 8, 33, 12, 0",
    "VECTOR, 64, 784, 128, 0",
    "VECTOR, 7, 33, 10, 0",
    "VECTOR, 1, 500, 700, 0",
    "SCALAR, 4, 500, 700, 1"
  })
  void denseLayer(Target target, int batch, int in, int out, int back) {
    CompiledModel model =
        compile(
            """
            model M {
              input  x[%d]
              target t[%d]
              y = x |> dense(%d)
              output y
              loss   sum[i] (y[i] - t[i])^2
            }
            """
                .formatted(in, out, out));
    Plan predict = plan(model, "predict", target);
    List<Effort> efforts = Effort.of(predict, batch);
    assertEquals(1, efforts.size(), predict::toString);
    long products = (long) batch * in * out;
    Effort effort = efforts.get(0);
    assertEquals(2 * products + (long) batch * out, effort.operations(), predict::toString);
    // Where plain loops add up blocks of summands, they store what sums have reached in between.
    long read = (long) batch * in + (long) in * out + out + (long) back * batch * out;
    assertEquals(read, effort.read(), predict::toString);
    assertEquals((1L + back) * batch * out, effort.written(), predict::toString);
    // The gradient of the weights is a second product, that of the data nobody asks for.
    long all = sum(Effort.of(plan(model, "train", target), batch)).operations();
    assertEquals(2, Math.round(all / (2.0 * products) - 0.4 / in), "products of " + all);
  }

  @ParameterizedTest
  @CsvSource({"SCALAR, 3", "SCALAR, 16", "VECTOR, 3", "VECTOR, 16"})
  void convolutionWithoutPadding(Target target, int batch) {
    CompiledModel model =
        compile(
            """
            model M {
              input  x[3, 12, 12]
              target t
              y = x |> conv2d(16, 5)
              output y
              loss   mse(sum[k, i, j] y[k, i, j], t)
            }
            """);
    Effort effort = sum(Effort.of(plan(model, "predict", target), batch));
    long results = 16L * 8 * 8 * batch;
    assertEquals(2 * results * 3 * 25 + results, effort.operations());
  }

  @ParameterizedTest
  @CsvSource({"SCALAR", "VECTOR"})
  void launchOfALoopIsOneStep(Target target) {
    CompiledModel model =
        compile(
            """
            model M {
              input  x[9, 20]
              y = scan t in 0..9 with h[20] = 0 {
                h'[i] = tanh(h[i] * x[t, i])
                yield h'
              }
              output y
            }
            """);
    Plan plan = plan(model, "predict", target);
    assertEquals(1, plan.loops().size(), plan::toString);
    Plan.Loop loop = plan.loops().get(0);
    Effort step = sum(Effort.of(plan, 4).subList(loop.from(), loop.to()));
    assertEquals(2 * 4 * 20, step.operations(), plan::toString);
  }

  @Test
  void elementsThatAreReadTwiceCountOnce() {
    Footprint footprint = new Footprint();
    footprint.touch(0, 9, 10);
    footprint.touch(0, 9, 10);
    footprint.touch(5, 14, 10);
    assertEquals(15, footprint.size());
    footprint.touch(100, 198, 50);
    assertEquals(65, footprint.size());
    footprint.touch(101, 199, 50);
    assertEquals(115, footprint.size());
    footprint.touch(300, 299, 1);
    assertEquals(115, footprint.size());
  }

  @ParameterizedTest
  @CsvSource({"SCALAR", "VECTOR"})
  void peakDoesNothingButMultiplyAndAdd(Target target) {
    Effort effort = Effort.of(Peak.plan(target), 3).get(0);
    assertEquals(0, effort.read());
    assertEquals(0, effort.operations() % (2 * effort.written()));
    assertEquals(3 * Effort.of(Peak.plan(target), 1).get(0).operations(), effort.operations());
    long plain = Effort.of(Peak.plan(Target.SCALAR), 3).get(0).operations();
    assertEquals(plain, effort.operations());
  }
}
