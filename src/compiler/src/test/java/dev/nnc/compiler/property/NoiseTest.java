package dev.nnc.compiler.property;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnc.compiler.Compiler;
import dev.nnc.compiler.Elaborated;
import dev.nnc.compiler.Options;
import dev.nnc.compiler.ir.Program;
import dev.nnc.compiler.pass.Pipeline;
import dev.nnc.compiler.source.Source;
import dev.nnc.runtime.Frame;
import dev.nnc.runtime.GeneratedModel;
import dev.nnc.runtime.Precision;
import dev.nnc.runtime.Predictor;
import dev.nnc.runtime.Routine;
import dev.nnc.runtime.Session;
import dev.nnc.runtime.Values;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What `noise` draws: its distribution, and that it depends on nothing but its key. */
class NoiseTest {
  private static final int MANY = 20_000;

  private static final String KINDS =
      """
      model M {
        input x, p
        noise u ~ uniform
        noise n[2, 2] ~ normal
        noise scaled ~ 3 + 2 * normal
        noise flag: bool ~ uniform < p
        noise k: int<5> ~ uniform
        noise b ~ bernoulli(p)
        noise c ~ categorical(stack(0, x, -inf, log(3)))
        noise g ~ gumbel
        noise l ~ laplace(2)
        noise e ~ exponential(0.5)
        noise r ~ rademacher
        output u
        output n
        output scaled
        output flagged = if flag then 1 else 0
        output k
        output b
        output c
        output g
        output l
        output e
        output r
      }
      """;

  private static Elaborated elaborate(String text, Precision precision) {
    return Compiler.elaborate(
        new Source("noise.nn", text),
        Options.standard().with(precision),
        (from, path) -> Optional.empty());
  }

  private static Frame frame(Elaborated model, String name, Precision precision, int rows) {
    Program program = Pipeline.standard().run(model.program(name)).program();
    return new Frame(Workbench.generated(program, precision), rows);
  }

  private static Frame drawn(Precision precision) {
    Frame frame = frame(elaborate(KINDS, precision), "predict", precision, MANY);
    frame.values("input:p").fill(0.3);
    frame.values("input:x").fill(Math.log(2));
    frame.seed = 5;
    frame.run();
    return frame;
  }

  private static double[] array(Values values) {
    double[] result = new double[values.length()];
    for (int i = 0; i < result.length; i++) {
      result[i] = values.get(i);
    }
    return result;
  }

  /** Kolmogorov and Smirnov: the largest distance of distribution functions, times √n. */
  private static void follows(double[] sample, DoubleUnaryOperator distribution, String what) {
    double[] sorted = sample.clone();
    Arrays.sort(sorted);
    double distance = 0;
    for (int i = 0; i < sorted.length; i++) {
      double wanted = distribution.applyAsDouble(sorted[i]);
      double below = Math.abs(wanted - (double) i / sorted.length);
      distance = Math.max(distance, Math.max(below, Math.abs(wanted - (i + 1.0) / sorted.length)));
    }
    // More than 1.95 happens once in a thousand samples.
    assertTrue(distance * Math.sqrt(sorted.length) < 1.95, what + " is " + distance + " away");
  }

  private static void occurs(double[] sample, double value, double chance) {
    double found = Arrays.stream(sample).filter(x -> x == value).count() / (double) sample.length;
    double deviation = Math.sqrt(chance * (1 - chance) / sample.length);
    assertTrue(
        Math.abs(found - chance) <= 3.5 * deviation,
        value + " occurs " + found + ", not " + chance);
  }

  private static double normal(double x) {
    return 0.5 * (1 + dev.nnc.runtime.Numeric.erf(x / Math.sqrt(2)));
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void continuousDistributions(Precision precision) {
    Frame frame = drawn(precision);
    follows(array(frame.values("output:u")), u -> Math.min(1, Math.max(0, u)), "uniform");
    follows(array(frame.values("output:n")), NoiseTest::normal, "normal");
    follows(array(frame.values("output:scaled")), x -> normal((x - 3) / 2), "scaled");
    follows(array(frame.values("output:g")), x -> Math.exp(-Math.exp(-x)), "gumbel");
    follows(array(frame.values("output:e")), x -> 1 - Math.exp(-x / 2), "exponential");
    follows(
        array(frame.values("output:l")),
        x -> x < 0 ? Math.exp(x / 2) / 2 : 1 - Math.exp(-x / 2) / 2,
        "laplace");
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void discreteDistributions(Precision precision) {
    Frame frame = drawn(precision);
    occurs(array(frame.values("output:flagged")), 1, 0.3);
    occurs(array(frame.values("output:b")), 1, 0.3);
    occurs(array(frame.values("output:b")), 0, 0.7);
    occurs(array(frame.values("output:r")), -1, 0.5);
    for (int k = 0; k < 5; k++) {
      occurs(array(frame.values("output:k")), k, 0.2);
    }
    double[] chances = {1 / 6.0, 2 / 6.0, 0, 3 / 6.0};
    for (int k = 0; k < 4; k++) {
      occurs(array(frame.values("output:c")), k, chances[k]);
    }
  }

  @Test
  void elementsAndExamplesAreIndependent() {
    double[] n = array(drawn(Precision.DOUBLE).values("output:n"));
    for (int lag : new int[] {1, 2, 3, 4}) {
      double sum = 0;
      for (int i = lag; i < n.length; i++) {
        sum += n[i] * n[i - lag];
      }
      assertTrue(Math.abs(sum) < 3.5 * Math.sqrt(n.length), "correlated at distance " + lag);
    }
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void interpretedAsGenerated(Precision precision) {
    Elaborated model = elaborate(KINDS, precision);
    for (boolean simplify : new boolean[] {true, false}) {
      Program elaborated = model.program("predict");
      Program program = simplify ? Pipeline.standard().run(elaborated).program() : elaborated;
      Workbench bench = new Workbench(model.info());
      Routine one = Workbench.generated(program, precision);
      Routine other = Workbench.interpreted(program, precision);
      bench
          .run(one, program.slots(), 8, 3)
          .forEach(
              (slot, numbers) ->
                  assertArrayEquals(
                      numbers, bench.run(other, program.slots(), 8, 3).get(slot), slot));
    }
  }

  @Test
  void theCutOfTheBatchDoesNotMatter() {
    Elaborated model = elaborate(KINDS, Precision.FLOAT);
    Frame whole = frame(model, "predict", Precision.FLOAT, 7);
    whole.seed = 9;
    whole.run();
    Frame single = frame(model, "predict", Precision.FLOAT, 1);
    single.seed = 9;
    for (int row = 0; row < 7; row++) {
      single.examples[0] = row;
      single.run();
      for (String output : new String[] {"u", "n", "c", "l"}) {
        double[] part = array(single.values("output:" + output));
        double[] all = array(whole.values("output:" + output));
        assertArrayEquals(
            part, Arrays.copyOfRange(all, row * part.length, (row + 1) * part.length), output);
      }
    }
  }

  @Test
  void seedAndStepDrawAnew() {
    Frame frame = frame(elaborate(KINDS, Precision.DOUBLE), "predict", Precision.DOUBLE, 1);
    Set<Double> seen = new HashSet<>();
    for (int round = 0; round < 4; round++) {
      frame.seed = round % 2;
      frame.step = round / 2;
      frame.run();
      seen.add(frame.values("output:u").get(0));
    }
    assertEquals(4, seen.size());
  }

  @Test
  void eachPlaceOfAnOpenIndexDrawsItsOwn() {
    String text =
        """
        layer jitter()(v) {
          noise e ~ uniform
          return v + e
        }
        model M {
          input x[3]
          one = jitter()
          y[t] = one(x[t])
          again[t] = one(x[t])
          output y
          output again
        }
        """;
    Frame frame = frame(elaborate(text, Precision.DOUBLE), "predict", Precision.DOUBLE, 2);
    frame.run();
    Set<Double> seen = new HashSet<>();
    for (String output : new String[] {"output:y", "output:again"}) {
      for (double value : array(frame.values(output))) {
        seen.add(value);
      }
    }
    assertEquals(12, seen.size(), "3 places, 2 examples and 2 applications draw 12 numbers");
  }

  @Test
  void eachStepOfALoopDrawsItsOwn() {
    String text =
        """
        model M {
          input x[3]
          walk = scan t in 0..3 with h = 0 {
            noise e ~ uniform
            h' = h + e
            yield h'
          }
          output walk
        }
        """;
    Elaborated model = elaborate(text, Precision.DOUBLE);
    Frame frame = frame(model, "predict", Precision.DOUBLE, 2);
    frame.run();
    double[] walk = array(frame.values("output:walk"));
    Set<Double> seen = new HashSet<>();
    for (int i = 0; i < 6; i++) {
      seen.add(i % 3 == 0 ? walk[i] : walk[i] - walk[i - 1]);
    }
    assertEquals(6, seen.size(), "3 steps of 2 examples");
    assertTrue(seen.stream().allMatch(e -> e >= 0 && e < 1));
  }

  @Test
  void aSessionDrawsAnewInEachCall() {
    String text =
        """
        model M {
          input x
          output x2 = 2 * x
          entry roll(sides) with n = 0 {
            noise u ~ uniform
            n' = n + 1
            return floor(sides * u)
          }
        }
        """;
    GeneratedModel model = load(text);
    Session session = model.session("roll", 1);
    double[] first = rolls(session);
    assertFalse(Arrays.stream(first).allMatch(roll -> roll == first[0]));
    session.reset();
    assertArrayEquals(first, rolls(session));
    session.seed(1);
    session.reset();
    assertFalse(Arrays.equals(first, rolls(session)));
  }

  @Test
  void carriedValuesMayStartAtRandomEachRowAtItsOwn() {
    String text =
        """
        model M {
          input x
          output x2 = 2 * x
          entry walk(step) with p[200] = 10 + normal, c = 3, r[2, 3] = uniform {
            noise e[200] ~ normal
            p' = p + step * e
            c' = c
            r' = r
            return p'
          }
        }
        """;
    GeneratedModel model = load(text);
    Session session = model.session("walk", 3);
    double[][] starts = new double[3][];
    for (int row = 0; row < 3; row++) {
      session.row(row);
      starts[row] = session.carried("p");
      assertArrayEquals(new double[] {3}, session.carried("c"));
      assertEquals(6, Arrays.stream(session.carried("r")).distinct().count());
      double mean = Arrays.stream(starts[row]).average().orElseThrow();
      assertTrue(Math.abs(mean - 10) < 0.3, () -> "mean " + mean);
    }
    assertNotEquals(starts[0][0], starts[1][0]);
    session.set(0, 1);
    session.run(3);
    assertFalse(Arrays.equals(starts[2], session.carried("p")));
    session.reset(2);
    assertArrayEquals(starts[2], session.carried("p"));
    Session later = model.session("walk", 1);
    later.number(2);
    later.reset();
    assertArrayEquals(starts[2], later.carried("p"), "a row draws what its example draws");
    later.seed(5);
    later.reset();
    assertFalse(Arrays.equals(starts[2], later.carried("p")));
  }

  private static double[] rolls(Session session) {
    double[] result = new double[10];
    for (int i = 0; i < result.length; i++) {
      session.set(0, 1e6);
      session.run();
      result[i] = session.get(0);
    }
    return result;
  }

  private static GeneratedModel load(String text) {
    return (GeneratedModel)
        Compiler.compile(
                new Source("noise.nn", text), Options.standard(), (from, path) -> Optional.empty())
            .load();
  }

  @Test
  void argumentsWithTheAxesOfTheNoiseGoPlaceByPlace() {
    String text =
        """
        model M {
          input p[3], z[3, 2]
          noise b[3] ~ bernoulli(p)
          noise c[3] ~ categorical(z)
          noise d[4] ~ categorical(z[2])
          output b
          output c
          output d
        }
        """;
    Frame frame = frame(elaborate(text, Precision.DOUBLE), "predict", Precision.DOUBLE, 50);
    double inf = Double.POSITIVE_INFINITY;
    double[] p = {0, 1, 0};
    double[] z = {0, -inf, -inf, 0, 0, -inf};
    for (int i = 0; i < 50; i++) {
      for (int j = 0; j < 6; j++) {
        frame.values("input:z").set(i * 6 + j, z[j]);
        frame.values("input:p").set(i * 3 + j % 3, p[j % 3]);
      }
    }
    frame.run();
    for (int i = 0; i < 150; i++) {
      assertEquals(i % 3 == 1 ? 1 : 0, frame.values("output:b").get(i));
      assertEquals(i % 3 == 1 ? 1 : 0, frame.values("output:c").get(i));
    }
    assertEquals(0, Arrays.stream(array(frame.values("output:d"))).sum());
  }

  @Test
  void trainingAndInferenceDrawTheSame() {
    String text =
        """
        model M {
          input x
          param w ~ ones
          h = w * x |> dropout(0.5)
          noise e ~ normal
          output y = e
          loss (e - x)^2 + 0 * h
        }
        """;
    Elaborated model = elaborate(text, Precision.DOUBLE);
    double[] losses = new double[2];
    for (int i = 0; i < 2; i++) {
      Frame frame = frame(model, i == 0 ? "train" : "evaluate", Precision.DOUBLE, 3);
      frame.seed = 8;
      frame.run();
      losses[i] = frame.values("loss").get(0);
    }
    assertEquals(losses[0], losses[1]);
  }

  @Test
  void dropoutKeepsTheMeanAndMasksTheGradient() {
    String text =
        """
        model M {
          input x
          param w ~ ones
          output y = w * x |> dropout(0.25)
          loss y
        }
        """;
    Elaborated model = elaborate(text, Precision.DOUBLE);
    Frame train = frame(model, "train", Precision.DOUBLE, MANY);
    train.values("parameters").fill(1);
    train.values("input:x").fill(1);
    train.run();
    double mean = train.values("loss").get(0);
    assertEquals(1, mean, 3.5 * Math.sqrt(1 / 3.0 / MANY));
    assertFalse(mean == 1);
    assertEquals(mean, train.values("gradients").get(0), 1e-12, "the mask of the gradient");
    Frame predict = frame(model, "predict", Precision.DOUBLE, 1);
    predict.values("parameters").fill(1);
    predict.values("input:x").fill(1);
    predict.run();
    assertEquals(1, predict.values("output:y").get(0));
  }

  @Test
  void predictionsRepeatUntilTheyGetAnotherSeed() {
    GeneratedModel model = load(KINDS);
    double[] rows = predicted(model.predictor(3), 0, 0);
    assertArrayEquals(rows, predicted(model.predictor(3), 0, 0));
    assertFalse(Arrays.equals(rows, predicted(model.predictor(3), 4, 0)));
    double[] later = predicted(model.predictor(3), 0, 1);
    assertArrayEquals(Arrays.copyOfRange(rows, 1, 3), Arrays.copyOf(later, 2));
    Predictor single = model.predictor(1);
    assertEquals(rows[0], predicted(single, 0, 0)[0]);
  }

  private static double[] predicted(Predictor predictor, long seed, long first) {
    predictor.seed(seed);
    predictor.number(first);
    predictor.run(predictor.capacity());
    double[] result = new double[predictor.capacity()];
    for (int row = 0; row < result.length; row++) {
      predictor.row(row);
      result[row] = predictor.get(0);
    }
    return result;
  }

  @Test
  void gumbelSoftmaxNearCorners() {
    String text =
        """
        model M {
          input z[3]
          output soft = z |> gumbel_softmax(0.5)
          output hard = z |> gumbel_softmax(hard: true)
        }
        """;
    Frame frame = frame(elaborate(text, Precision.DOUBLE), "predict", Precision.DOUBLE, MANY);
    for (int i = 0; i < 3 * MANY; i++) {
      frame.values("input:z").set(i, Math.log(i % 3 + 1));
    }
    frame.run();
    double[] first = new double[MANY];
    for (int i = 0; i < MANY; i++) {
      double sum = 0;
      for (int j = 0; j < 3; j++) {
        sum += frame.values("output:soft").get(3 * i + j);
      }
      assertEquals(1, sum, 1e-12);
      first[i] = frame.values("output:hard").get(3 * i);
    }
    occurs(first, 1, 1 / 6.0);
    occurs(first, 0, 5 / 6.0);
  }
}
