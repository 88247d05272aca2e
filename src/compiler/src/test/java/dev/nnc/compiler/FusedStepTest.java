package dev.nnc.compiler;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnc.compiler.emit.Emitter;
import dev.nnc.compiler.emit.RoutineLoader;
import dev.nnc.compiler.interpret.InterpretedRoutine;
import dev.nnc.compiler.ir.Program;
import dev.nnc.compiler.pass.Pipeline;
import dev.nnc.compiler.plan.PlanOptions;
import dev.nnc.compiler.plan.Planner;
import dev.nnc.compiler.plan.Target;
import dev.nnc.compiler.source.Source;
import dev.nnc.runtime.Frame;
import dev.nnc.runtime.ModelInfo;
import dev.nnc.runtime.Precision;
import dev.nnc.runtime.Routine;
import dev.nnc.runtime.Slot;
import dev.nnc.runtime.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Gradients and update in one routine: the bits are those of the two routines. */
class FusedStepTest {
  private static final boolean LANES =
      ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();

  private static final int STEPS = 3;

  private static final String[] LEGAL = {
    "sgd(lr: 0.1)",
    "sgd(lr: 0.1, weight_decay: 0.01)",
    "sgd(lr: 0.1, momentum: 0.9, dampening: 0.1, nesterov: true)",
    "momentum(lr: 0.1)",
    "nesterov(lr: 0.1)",
    "adagrad(lr: 0.1)",
    "adadelta(lr: 1)",
    "rmsprop(lr: 0.01, centered: true, momentum: 0.9)",
    "adam(lr: 0.01)",
    "adam(lr: 0.01, amsgrad: true)",
    "adamw(lr: 0.01)",
    "adamax(lr: 0.01)",
    "nadam(lr: 0.01)",
  };

  /** Networks that together have every kind of gradient. */
  enum Network {
    DENSE(
        """
          input  x[20]
          target y: int<3>
          logits = x |> dense(40) |> tanh |> dropout(0.2) |> dense(40) |> dense(40) |> relu
                   |> dense(3)
          output logits
          loss   cross_entropy(logits, y)
        """),
    WIDE(
        """
          input  x[8]
          target y: int<3>
          logits = x |> dense(520) |> relu |> dense(3)
          output logits
          loss   cross_entropy(logits, y)
        """),
    MANY_EXAMPLES(
        700,
        """
          input  x[6]
          target y: int<3>
          logits = x |> dense(20) |> relu |> dense(9) |> tanh |> dense(3)
          output logits
          loss   cross_entropy(logits, y)
        """),
    CONVOLUTION(
        """
          input  x[8, 8]
          target y: int<3>
          logits = stack(x) |> conv2d(16, 3) |> batch_norm |> relu |> conv2d(8, 3)
                   |> max_pool2d(2) |> flatten |> dense(3)
          output logits
          loss   cross_entropy(logits, y)
        """),
    RECURRENT(
        """
          input  x[4]: int<11>
          target y[4]: int<11>
          logits = x |> embedding(11, 16) |> lstm(16) |> dense(11)
          output logits
          loss   mean[t] cross_entropy(logits[t], y[t])
        """),
    ATTENTION(
        """
          input  x[4]: int<11>
          target y[4]: int<11>
          logits = x |> embedding(11, 16) |> transformer_block(2, causal: true)
                   |> transformer_block(2, causal: true) |> dense(11)
          output logits
          loss   mean[t] cross_entropy(logits[t], y[t])
        """),
    PENALTY(
        """
          input  x
          target y
          param  w[3] ~ 0.5
          param  unused ~ 1
          param  scale ~ 2
          h = tanh(scale * (sum[i] w[i] * x^i))
          output h
          loss   (h - y)^2 + 0.1 * sum[i] w[i]^2
        """);

    /** Examples at most; so many that sums over them are taken in several blocks, or few. */
    private final int most;

    private final String text;

    Network(String text) {
      this(5, text);
    }

    Network(int most, String text) {
      this.most = most;
      this.text = text;
    }

    Elaborated elaborated(Options options, String optimizer, String... settings) {
      String train =
          "train M {\n  optimizer = %s\n  %s\n}\n"
              .formatted(optimizer, String.join("\n  ", settings));
      Source source = new Source("m.nn", "model M {\n" + text + "}\n" + train);
      return Compiler.elaborate(source, options, (from, path) -> Optional.empty());
    }
  }

  private static Map<String, Pipeline.Result> programs(Elaborated elaborated) {
    return Simplified.of(elaborated, Pipeline.standard()).results();
  }

  private static boolean fuses(Network network, String optimizer, String... settings) {
    Elaborated elaborated = network.elaborated(Options.standard(), optimizer, settings);
    return programs(elaborated).containsKey(Simplified.STEP);
  }

  /** Loads routines: each program by one engine. */
  private record Engine(String name, Precision precision, int threads, Target target) {
    Routine routine(Program program) {
      if (target == null) {
        return new InterpretedRoutine(program, precision);
      }
      String called = "fused." + name + "." + program.name();
      PlanOptions options = PlanOptions.of(precision, target).with(threads > 1);
      return RoutineLoader.load(
          Emitter.emit(Planner.plan(program, options), called, "m.nn"), called);
    }

    void run(Frame frame) {
      if (target == null) {
        frame.run();
      } else {
        frame.run(threads);
      }
    }
  }

  private static List<Engine> engines() {
    List<Engine> engines = new ArrayList<>();
    engines.add(new Engine("interpreted", Precision.FLOAT, 1, null));
    for (int threads = 1; threads <= 3; threads++) {
      engines.add(new Engine("plain" + threads, Precision.FLOAT, threads, Target.SCALAR));
      if (LANES) {
        engines.add(new Engine("lanes" + threads, Precision.FLOAT, threads, Target.VECTOR));
      }
    }
    engines.add(new Engine("double", Precision.DOUBLE, 2, Target.SCALAR));
    return engines;
  }

  /** All that steps read and write, the same numbers for all routines. */
  private static final class Arrays {
    private final Precision precision;
    private final int most;
    private final Map<String, Values> values = new LinkedHashMap<>();
    private final SplittableRandom random = new SplittableRandom(7);

    Arrays(Precision precision, ModelInfo info, int most) {
      this.precision = precision;
      this.most = most;
      int states = info.losses().get(0).stateCount();
      values.put("parameters", drawn(info.parameterCount(), -0.3, 0.3));
      values.put("state", drawn(states, 0, 0.1));
      values.put("states", drawn(info.stateCount(), 0.5, 1));
      values.put("rate", drawn(1, 0.5, 1));
      values.put("step", drawn(1, 1, 2));
      values.get("step").set(0, 1);
      values.put("gradients", Values.allocate(precision, info.parameterCount()));
      values.put("parameters'", Values.allocate(precision, info.parameterCount()));
      values.put("state'", Values.allocate(precision, states));
      values.put("states'", Values.allocate(precision, info.stateCount()));
      values.put("loss", Values.allocate(precision, 1));
      for (ModelInfo.Field field : info.fields()) {
        Values drawn = drawn(most * field.size(), -1, 1);
        for (int i = 0; i < drawn.length() && field.classCount() > 0; i++) {
          drawn.set(i, random.nextInt(field.classCount()));
        }
        boolean input = info.inputs().contains(field);
        values.put((input ? "input:" : "target:") + field.name(), drawn);
      }
    }

    private Values drawn(int count, double from, double to) {
      Values drawn = Values.allocate(precision, count);
      for (int i = 0; i < count; i++) {
        drawn.set(i, from + (to - from) * random.nextDouble());
      }
      return drawn;
    }

    Frame frame(Routine routine, int batch) {
      Frame frame = new Frame(routine, most);
      frame.batch = batch;
      frame.seed = 3;
      for (Slot slot : routine.slots()) {
        if (!slot.scratch()) {
          frame.bind(slot.name(), values.get(slot.name()));
        }
      }
      return frame;
    }

    long[] bits(String slot) {
      long[] bits = new long[values.get(slot).length()];
      for (int i = 0; i < bits.length; i++) {
        bits[i] = Double.doubleToRawLongBits(values.get(slot).get(i));
      }
      return bits;
    }
  }

  private static void compare(Elaborated elaborated, int most, Engine engine, String what) {
    Map<String, Pipeline.Result> programs = programs(elaborated);
    assertTrue(programs.containsKey(Simplified.STEP), what);
    Function<String, Routine> routine = name -> engine.routine(programs.get(name).program());
    Arrays two = new Arrays(engine.precision, elaborated.info(), most);
    Arrays one = new Arrays(engine.precision, elaborated.info(), most);
    Routine train = routine.apply("train");
    Routine update = routine.apply("update");
    Routine step = routine.apply(Simplified.STEP);
    for (int batch = 1; batch <= most; batch += most / 2) {
      Frame trains = two.frame(train, batch);
      Frame updates = two.frame(update, 1);
      Frame both = one.frame(step, batch);
      for (int i = 0; i < STEPS; i++) {
        engine.run(trains);
        engine.run(updates);
        long[] before = one.bits("parameters");
        engine.run(both);
        assertArrayEquals(before, one.bits("parameters"), what + ": not in place");
        for (String slot : new String[] {"parameters", "state"}) {
          Values next = one.values.get(slot + "'");
          next.copyTo(0, one.values.get(slot), 0, next.length());
        }
        for (Arrays arrays : List.of(one, two)) {
          arrays.values.get("step").set(0, arrays.values.get("step").get(0) + 1);
          Values states = arrays.values.get("states'");
          states.copyTo(0, arrays.values.get("states"), 0, states.length());
        }
        for (String slot : new String[] {"loss", "parameters", "state", "states"}) {
          String where = what + ", batch " + batch + ", step " + i + ": " + slot;
          assertArrayEquals(two.bits(slot), one.bits(slot), where);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Network.class)
  void bitsAreThoseOfTwoRoutines(Network network) {
    String[] some =
        network == Network.PENALTY ? LEGAL : new String[] {LEGAL[0], LEGAL[2], "adamw(lr: 0.01)"};
    for (String optimizer : some) {
      Elaborated elaborated = network.elaborated(Options.standard(), optimizer);
      for (Engine engine : engines()) {
        compare(
            elaborated, network.most, engine, network + ", " + optimizer + ", " + engine.name());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ema(0.9)", "ema(0.9, warm_up: false)"})
  void averagesAreUpdatedAsWell(String average) {
    Elaborated elaborated =
        Network.DENSE.elaborated(Options.standard(), "adam(lr: 0.01)", "average = " + average);
    for (Engine engine : engines()) {
      compare(elaborated, 3, engine, average + ", " + engine.name());
    }
  }

  @Test
  void programsThatAreNotSimplifiedFuseToo() {
    Elaborated elaborated = Network.DENSE.elaborated(Options.standard(), "adam(lr: 0.01)");
    Map<String, Pipeline.Result> raw = Simplified.of(elaborated, new Pipeline(List.of())).results();
    assertTrue(raw.containsKey(Simplified.STEP));
  }

  @Test
  void whatLooksBeyondAnElementStaysApart() {
    assertTrue(fuses(Network.DENSE, "sgd(lr: 0.1)"));
    assertFalse(fuses(Network.DENSE, "sgd(lr: 0.1)", "clip = clip_norm(1)"));
    assertFalse(fuses(Network.DENSE, "lamb(lr: 0.1)"));
    assertFalse(fuses(Network.DENSE, "muon(lr: 0.1)"));
    assertFalse(fuses(Network.DENSE, "adafactor(lr: 0.1)"));
  }

  @Test
  void whatHidesInfiniteGradientsStaysApart() {
    assertFalse(fuses(Network.DENSE, "lion(lr: 0.1)"));
    assertFalse(fuses(Network.DENSE, "sgd(lr: 0.1)", "clip = clip_value(1)"));
  }

  @Test
  void modelsThatTrainPartsOfTheirParametersStayApart() {
    String text =
        """
        model M {
          input x
          param p ~ 1
          param q %s ~ 1
          output y = p * x + q
          loss  first = y^2 %s
          %s
        }
        """;
    String[][] cases = {
      {"", "", "", "fuses"},
      {"frozen", "", "", ""},
      {"", "trains p", "loss second = (y - 1)^2 trains q", ""},
    };
    for (String[] one : cases) {
      Source source = new Source("m.nn", text.formatted(one[0], one[1], one[2]));
      Elaborated elaborated =
          Compiler.elaborate(source, Options.standard(), (from, path) -> Optional.empty());
      boolean fused = programs(elaborated).containsKey(Simplified.STEP);
      assertEquals(one[3].equals("fuses"), fused, source.text());
    }
  }
}
