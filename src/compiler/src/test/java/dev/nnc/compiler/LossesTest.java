package dev.nnc.compiler;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnc.compiler.interpret.InterpretedRoutine;
import dev.nnc.compiler.source.Source;
import dev.nnc.runtime.Checkpoint;
import dev.nnc.runtime.EpochReport;
import dev.nnc.runtime.Frame;
import dev.nnc.runtime.GeneratedModel;
import dev.nnc.runtime.Initialization;
import dev.nnc.runtime.Listener;
import dev.nnc.runtime.Model;
import dev.nnc.runtime.ModelInfo;
import dev.nnc.runtime.NamedWeights;
import dev.nnc.runtime.Precision;
import dev.nnc.runtime.Routine;
import dev.nnc.runtime.Slot;
import dev.nnc.runtime.Table;
import dev.nnc.runtime.Trainer;
import dev.nnc.runtime.TrainingResult;
import dev.nnc.runtime.Values;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Losses that take turns, parameters that are frozen, instances that models share. */
class LossesTest {
  private static final String TURNS =
      """
      model Turns {
        input x
        param q ~ 2
        param p ~ 3
        param r frozen ~ 0.5
        output y = p * q * x + r
        loss first = (p * x - q)^2 trains p
        loss second = (q * x - p)^2 / 2 trains q every 2
        metric p_now: p
      }
      train Turns {
        optimizer = [first: sgd(lr: 0.1), second: momentum(lr: 0.01, beta: 0.5)]
        batch = 1
        epochs = 1
        order = sequential
      }

      optimizer momentum(lr = 1, beta = 0.9) {
        state v = 1
        v' = beta * v + grad * step
        param' = param - lr * v'
      }
      """;

  private static final String GAME =
      """
      layer judge(n)(x) -> [] = stack(x, x^2) |> dense(n) |> tanh |> dropout(0.1) |> dense(1) |> scalar

      model Game {
        input real, z[3] standardized
        generator = dense(5) |> tanh |> dense(1) |> scalar
        critic = judge(6)
        fake = generator(z)
        output fake
        loss critic_loss = bce_logits(critic(real), 1) + bce_logits(critic(fake), 0) trains critic
        loss generator_loss = bce_logits(critic(fake), 1) trains generator every 3
        metric size: fake^2
      }
      train Game {
        optimizer = [generator_loss: sgd(lr: 5e-3), critic_loss: adam(lr: 1e-2)]
        clip = clip_norm(1)
        batch = 8
        epochs = 4
        monitor = min(critic_loss)
      }
      """;

  private static final String FINE =
      """
      shared encoder = dense(6) |> relu |> dense(3)

      model First {
        input  x[4]
        restored = encoder(x) |> dense(4)
        output restored
        loss   mean[i] (restored[i] - x[i])^2
      }
      model Second(n = 2) {
        input  x[4]
        target t
        head = dense(n)
        y = head(encoder(x))
        output y
        loss   sum[i] (y[i] - t)^2
        frozen encoder, head.b
      }
      train Second {
        optimizer = adamw(lr: 0.05, weight_decay: 0.1)
        batch = 4
        epochs = 3
      }
      """;

  private static CompiledModel compile(
      String text, Precision precision, String model, String... set) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < set.length; i += 2) {
      values.put(set[i], set[i + 1]);
    }
    Options options = new Options(precision, values, null, model, true);
    return Compiler.compile(new Source("some.nn", text), options, (from, path) -> Optional.empty());
  }

  private static Model load(String text, Precision precision) {
    return compile(text, precision, null).load();
  }

  private static Table examples(ModelInfo info, int count) {
    SplittableRandom random = new SplittableRandom(11);
    Table.Builder table = Table.builder();
    for (ModelInfo.Field field : info.fields()) {
      Values values = Values.allocate(info.precision(), count * field.size());
      for (int i = 0; i < values.length(); i++) {
        values.set(i, random.nextDouble(-2, 3));
      }
      table.column(field.name(), field.size(), values);
    }
    return table.build();
  }

  /** The turns computed by hand, in the order that the language promises. */
  @Test
  void lossesTakeTurnsWithOptimisersOfTheirOwn() {
    Model model = load(TURNS, Precision.DOUBLE);
    double[] xs = {0.5, -1, 2, 0.25, 1.5};
    List<String> told = new ArrayList<>();
    Trainer trainer =
        Trainer.builder(model, Table.builder().column("x", xs).build())
            .listener(
                new Listener() {
                  @Override
                  public void lossDone(String name, double value) {
                    told.add(name + " " + value);
                  }
                })
            .build();
    TrainingResult result = trainer.run();
    double p = 3;
    double q = 2;
    double v = 1;
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < xs.length; i++) {
      double x = xs[i];
      expected.add("first " + (p * x - q) * (p * x - q));
      p -= 0.1 * (2 * (p * x - q) * x);
      if (i % 2 == 1) {
        expected.add("second " + (q * x - p) * (q * x - p) / 2);
        v = 0.5 * v + (q * x - p) * x * (i / 2 + 1);
        q -= 0.01 * v;
      }
    }
    assertEquals(expected.size(), told.size());
    for (int i = 0; i < told.size(); i++) {
      String[] wanted = expected.get(i).split(" ");
      String[] actual = told.get(i).split(" ");
      assertEquals(wanted[0], actual[0]);
      assertEquals(Double.parseDouble(wanted[1]), Double.parseDouble(actual[1]), 1e-12);
    }
    ModelInfo info = model.info();
    assertEquals(
        List.of("p", "q", "r"), info.parameters().stream().map(ModelInfo.Parameter::name).toList());
    assertEquals(p, result.parameters().get(0), 1e-12);
    assertEquals(q, result.parameters().get(1), 1e-12);
    assertEquals(0.5, result.parameters().get(2));
    EpochReport report = result.reports().get(0);
    assertEquals(List.of("first", "second"), List.copyOf(report.losses().keySet()));
    assertEquals(report.losses().get("first") + report.losses().get("second"), report.loss());
  }

  @Test
  void interpreterAndGeneratedCodeAgreeOnEveryTurn() {
    for (Precision precision : Precision.values()) {
      CompiledModel compiled = compile(GAME, precision, null);
      Model model = compiled.load();
      ModelInfo info = model.info();
      for (ModelInfo.Loss loss : info.losses()) {
        for (String task : List.of("train", "update")) {
          String name = info.routine(task, loss);
          Routine interpreted =
              new InterpretedRoutine(compiled.passes().get(name).program(), precision);
          Frame expected = started(interpreted, model);
          Frame actual = started(model.routine(name), model);
          expected.run();
          actual.run();
          for (String slot : List.of("loss", "gradients", "parameters", "state")) {
            if (actual.has(slot)) {
              assertArrayEquals(
                  numbers(expected.values(slot)), numbers(actual.values(slot)), name + " " + slot);
            }
          }
        }
      }
    }
  }

  private static Frame started(Routine routine, Model model) {
    Frame frame = new Frame(routine, 5);
    SplittableRandom random = new SplittableRandom(4);
    for (Slot slot : routine.slots()) {
      if (!slot.scratch()) {
        Values values = frame.values(slot.name());
        for (int i = 0; i < values.length(); i++) {
          values.set(i, random.nextDouble(0.1, 1));
        }
      }
    }
    frame.bindIfPresent("parameters", Initialization.parameters(model, 3));
    return frame;
  }

  private static double[] numbers(Values values) {
    double[] numbers = new double[values.length()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = values.get(i);
    }
    return numbers;
  }

  @Test
  void aRunWithSeveralLossesGoesOnAtItsCheckpoint(@TempDir Path folder) {
    Model model = load(GAME, Precision.FLOAT);
    Table table = examples(model.info(), 50);
    Table other = table.subset(new int[] {1, 7, 30});
    TrainingResult whole = Trainer.builder(model, table).validation(other).build().run();
    Path file = folder.resolve("game.checkpoint");
    int[] steps = {0};
    TrainingResult part =
        Trainer.builder(model, table)
            .validation(other)
            .checkpoint(file, 0)
            .stop(() -> ++steps[0] == 11)
            .build()
            .run();
    assertTrue(part.stopped());
    TrainingResult rest =
        Trainer.builder(model, table).validation(other).resume(Checkpoint.read(file)).build().run();
    assertArrayEquals(numbers(whole.parameters()), numbers(rest.parameters()));
    assertEquals(whole.best(), rest.best());
    EpochReport last = whole.reports().get(3);
    assertEquals(last.losses(), rest.reports().get(rest.reports().size() - 1).losses());
    assertEquals(last.losses().keySet(), java.util.Set.of("critic_loss", "generator_loss"));
    assertEquals(last.validation().get("critic_loss"), last.monitored());
    assertEquals(List.of("critic_loss", "generator_loss", "size"), last.validation().names());
  }

  @Test
  void fingerprintTellsHowOftenALossIsTrained(@TempDir Path folder) {
    Path file = folder.resolve("some.checkpoint");
    Model model = load(GAME, Precision.FLOAT);
    Table table = examples(model.info(), 20);
    Trainer.builder(model, table).checkpoint(file, 1).build().run();
    Model other = load(GAME.replace("every 3", "every 2"), Precision.FLOAT);
    String message =
        org.junit.jupiter.api.Assertions.assertThrows(
                dev.nnc.runtime.CheckpointException.class,
                () -> Trainer.builder(other, table).resume(Checkpoint.read(file)).build())
            .getMessage();
    assertTrue(message.contains("generator_loss"), message);
  }

  @Test
  void frozenParametersKeepTheirBits() {
    GeneratedModel first = (GeneratedModel) compile(FINE, Precision.FLOAT, "First").load();
    GeneratedModel second = (GeneratedModel) compile(FINE, Precision.FLOAT, "Second").load();
    Values parameters = first.weights().parameters();
    for (int i = 0; i < parameters.length(); i++) {
      parameters.set(i, 0.25 + i / 128.0);
    }
    NamedWeights.Transfer transfer = second.take(first);
    assertEquals(
        List.of("encoder.dense1.W", "encoder.dense1.b", "encoder.dense2.W", "encoder.dense2.b"),
        transfer.taken());
    assertEquals(
        List.of("head.W", "head.b"),
        transfer.fresh().keySet().stream().map(ModelInfo.Parameter::name).toList());
    Values before = second.parameters().copy();
    Values after =
        Trainer.builder(second, examples(second.info(), 24))
            .parameters(before)
            .build()
            .run()
            .parameters();
    for (ModelInfo.Parameter parameter : second.info().parameters()) {
      boolean trained = parameter.name().equals("head.W");
      for (int i = 0; i < parameter.size(); i++) {
        int at = parameter.offset() + i;
        if (trained) {
          assertNotEquals(before.get(at), after.get(at), parameter.name());
        } else {
          assertEquals(before.get(at), after.get(at), parameter.name());
        }
      }
      assertEquals(trained, parameter.offset() < second.info().losses().get(0).count());
    }
  }

  @Test
  void theSettingFreezesToo() {
    CompiledModel compiled =
        compile(FINE, Precision.FLOAT, "Second", "train.frozen", "[head.W, encoder.dense1]");
    ModelInfo info = compiled.info();
    assertEquals(0, info.losses().get(0).count());
    Model model = compiled.load();
    assertFalse(model.has("update"));
    Values before = Initialization.parameters(model, 1);
    Trainer.Builder run = Trainer.builder(model, examples(info, 9)).parameters(before);
    assertArrayEquals(numbers(before), numbers(run.build().run().parameters()));
  }

  @Test
  void oneLossWithoutFrozenPartsHasTheRoutinesThatItAlwaysHad() {
    CompiledModel first = compile(FINE, Precision.FLOAT, "First");
    assertTrue(first.plans().containsKey("train") && first.plans().containsKey("update"));
    assertEquals("loss", first.info().losses().get(0).name());
    assertEquals(first.info().parameterCount(), first.info().losses().get(0).count());
    CompiledModel game = compile(GAME, Precision.FLOAT, null);
    assertFalse(game.plans().containsKey("train"));
    assertTrue(game.plans().containsKey("train:critic_loss"));
  }
}
