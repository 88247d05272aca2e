package dev.nnc.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.nnc.compiler.source.CompileException;
import dev.nnc.compiler.source.Source;
import dev.nnc.runtime.Checkpoint;
import dev.nnc.runtime.Model;
import dev.nnc.runtime.Precision;
import dev.nnc.runtime.Table;
import dev.nnc.runtime.Trainer;
import dev.nnc.runtime.TrainingResult;
import dev.nnc.runtime.Values;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Averages of parameters: what evaluations see and what is left, while the parameters learn. */
class AverageTest {
  private static final double[] XS = {0.5, -1, 2, 0.25, 1.5, -0.75};
  private static final String TEXT =
      """
      model Average {
        input x
        param p ~ 3
        param q[2] ~ 1
        param r frozen ~ 0.5
        output y = p * x + q[0] + r
        loss  first = (p * x - 1)^2 trains p
        loss second = (q[0] * x - q[1])^2 trains q every 2
        metric p_now: mean[batch] p
      }
      train Average {
        optimizer = sgd(lr: 0.1)
        batch = 1
        epochs = 2
        order = sequential
      }
      """;

  private static Model model(String average) {
    Map<String, String> set = average == null ? Map.of() : Map.of("train.average", average);
    Options options = Options.standard().with(Precision.DOUBLE).with(set);
    Source source = new Source("average.nn", TEXT);
    return Compiler.compile(source, options, (from, path) -> Optional.empty()).load();
  }

  private static Table examples() {
    return Table.builder().column("x", XS).build();
  }

  private static TrainingResult train(Model model) {
    return Trainer.builder(model, examples()).validation(examples()).build().run();
  }

  /** The parameter p after each step. */
  private static List<Double> path(int epochs) {
    List<Double> path = new ArrayList<>();
    double p = 3;
    for (int i = 0; i < epochs * XS.length; i++) {
      double x = XS[i % XS.length];
      p -= 0.1 * (2 * (p * x - 1) * x);
      path.add(p);
    }
    return path;
  }

  @Test
  void exponential() {
    TrainingResult result = train(model("ema(0.8, warm_up: false)"));
    double mean = 0;
    List<Double> path = path(2);
    for (int i = 0; i < path.size(); i++) {
      mean = i == 0 ? path.get(0) : 0.8 * mean + 0.2 * path.get(i);
    }
    assertEquals(mean, result.reports().get(1).validation().get("p_now"), 1e-12);
    assertEquals(0.5, result.parameters().get(3));
  }

  @Test
  void warmUpForgetsEarlyParametersSooner() {
    double mean = 0;
    List<Double> path = path(2);
    for (int i = 0; i < path.size(); i++) {
      double decay = Math.min(0.999, (2.0 + i) / (11.0 + i));
      mean = i == 0 ? path.get(0) : decay * mean + (1 - decay) * path.get(i);
    }
    TrainingResult result = train(model("ema()"));
    assertEquals(mean, result.reports().get(1).validation().get("p_now"), 1e-12);
  }

  @Test
  void meanSinceAStep() {
    TrainingResult result = train(model("swa(start: 3, every: 2)"));
    List<Double> path = path(2);
    double mean = (path.get(2) + path.get(4) + path.get(6) + path.get(8) + path.get(10)) / 5;
    assertEquals(mean, result.reports().get(1).validation().get("p_now"), 1e-12);
    double early = (path.get(2) + path.get(4)) / 2;
    assertEquals(early, result.reports().get(0).validation().get("p_now"), 1e-12);
  }

  @Test
  void learningItselfIsTheSame() {
    TrainingResult plain = train(model(null));
    TrainingResult averaged = train(model("ema(0.9)"));
    for (int i = 0; i < 2; i++) {
      assertEquals(plain.reports().get(i).loss(), averaged.reports().get(i).loss());
    }
    assertNotEquals(plain.parameters().get(0), averaged.parameters().get(0));
    assertNotEquals(plain.parameters().get(1), averaged.parameters().get(1));
  }

  @Test
  void checkpointsKeepBoth(@TempDir Path folder) {
    Path file = folder.resolve("checkpoint");
    Model model = model("ema(0.9)");
    int[] steps = {0};
    Trainer.builder(model, examples())
        .validation(examples())
        .checkpoint(file, 0)
        .stop(() -> ++steps[0] == 8)
        .build()
        .run();
    TrainingResult resumed =
        Trainer.builder(model, examples())
            .validation(examples())
            .resume(Checkpoint.read(file))
            .build()
            .run();
    Values expected = train(model).parameters();
    for (int i = 0; i < expected.length(); i++) {
      assertEquals(expected.get(i), resumed.parameters().get(i));
    }
  }

  @Test
  void whatIsNoAverageIsRefused() {
    assertThrows(CompileException.class, () -> model("mse"));
    assertThrows(CompileException.class, () -> model("0.9"));
  }
}
