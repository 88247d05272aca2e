package dev.nnc.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnc.compiler.source.Source;
import dev.nnc.runtime.Learner;
import dev.nnc.runtime.Model;
import dev.nnc.runtime.Precision;
import dev.nnc.runtime.Predictor;
import dev.nnc.runtime.Weights;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Gradients that go back through k steps only: those of a recurrent cell whose state is cut now and
 * then are the derivative of the loss that takes the states at the cuts for constants.
 */
class TruncatedGradientTest {
  private static final double[] XS = {0.25, -0.75, 1.125, 0.5, -0.375, 0.875, -1.25, 0.625};
  private static final double W = 0.8;
  private static final double RATE = 0.1;
  private static final String TEXT =
      """
      model Truncated(T = 8, k = 3) {
        input x[T], v
        param w ~ 0.8
        states = scan t in 0..T with h = 0.25 {
          before = if t % k == 0 then stop_gradient(h) else h
          h' = tanh((w + v) * before + x[t])
          yield h'
        }
        total = sum[t] (t + 1) * states[t]
        loss total
        output slope = grad(total, wrt: v)
      }
      train Truncated { optimizer = sgd(lr: 0.1) }
      """;

  private static Model model(int k) {
    Options options =
        Options.standard().with(Precision.DOUBLE).with(Map.of("k", String.valueOf(k)));
    Source source = new Source("truncated.nn", TEXT);
    return Compiler.compile(source, options, (from, path) -> Optional.empty()).load();
  }

  private static double slope(int k) {
    Model model = model(k);
    Predictor predictor = new Predictor(model, model.weights(), 1);
    predictor.set(0, XS);
    predictor.set(1, 0.0);
    predictor.run();
    return predictor.getDoubles(0)[0];
  }

  /** The state before each step, and the one after the last. */
  private static double[] states() {
    double[] h = new double[XS.length + 1];
    h[0] = 0.25;
    for (int t = 0; t < XS.length; t++) {
      h[t + 1] = StrictMath.tanh(W * h[t] + XS[t]);
    }
    return h;
  }

  /** dh' / dw = (1 - h'²) (h + w dh / dw), where dh / dw is 0 at a cut. */
  private static double byHand(int k) {
    double[] h = states();
    double slope = 0;
    double carried = 0;
    for (int t = 0; t < XS.length; t++) {
      double before = t % k == 0 ? 0 : carried;
      carried = (1 - h[t + 1] * h[t + 1]) * (h[t] + W * before);
      slope += (t + 1) * carried;
    }
    return slope;
  }

  /** The loss with another w, where each stretch starts from the state that w = 0.8 gave. */
  private static double loss(double w, int k) {
    double[] h = states();
    double state = 0;
    double loss = 0;
    for (int t = 0; t < XS.length; t++) {
      state = StrictMath.tanh(w * (t % k == 0 ? h[t] : state) + XS[t]);
      loss += (t + 1) * state;
    }
    return loss;
  }

  @Test
  void gradientsGoBackToTheCut() {
    for (int k : new int[] {1, 2, 3, 5, 8}) {
      double step = 1e-5;
      double difference = (loss(W + step, k) - loss(W - step, k)) / (2 * step);
      assertEquals(difference, slope(k), 1e-7, "differences, k = " + k);
      assertEquals(byHand(k), slope(k), 1e-12, "by hand, k = " + k);
    }
    assertTrue(Math.abs(slope(3) - slope(8)) > 0.1, "a cut makes a difference");
  }

  /** A step of training takes the same gradient. */
  @Test
  void trainingTakesTheTruncatedGradient() {
    Model model = model(3);
    Weights weights = model.weights();
    Learner learner = new Learner(model, weights, 1, 10, 1);
    float[] xs = new float[XS.length]; // which are exact
    for (int t = 0; t < xs.length; t++) {
      xs[t] = (float) XS[t];
    }
    learner.set(0, learner.field("x"), xs);
    learner.set(0, learner.field("v"), 0);
    learner.step(1);
    assertEquals(W - RATE * byHand(3), weights.parameters().get(0), 1e-12);
  }
}
