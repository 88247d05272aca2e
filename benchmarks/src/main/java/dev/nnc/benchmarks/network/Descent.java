package dev.nnc.benchmarks.network;

import java.util.function.IntFunction;

/** How an optimiser written by hand changes some numbers, and what it remembers of them. */
abstract class Descent {
  /** Takes a step against a gradient, the learning rate multiplied by a factor. */
  abstract void step(float[] numbers, float[] gradient, float factor);

  /** p ← p - rate·g. */
  static IntFunction<Descent> plain(float rate) {
    return length -> new Plain(rate);
  }

  /** v ← momentum·v + g, p ← p - rate·v. */
  static IntFunction<Descent> momentum(float rate, float momentum) {
    return length -> new Momentum(rate, momentum, new float[length]);
  }

  /** Adam (Kingma and Ba, 2014) in its first step, with its usual constants. */
  static IntFunction<Descent> adam(float rate) {
    return length -> new Adam(rate, 0, new float[length], new float[length]);
  }

  /** Adam with weight decay of its own (Loshchilov and Hutter, 2017) in its first step. */
  static IntFunction<Descent> adamw(float rate, float decay) {
    return length -> new Adam(rate, decay, new float[length], new float[length]);
  }

  private static final class Plain extends Descent {
    private final float rate;

    Plain(float rate) {
      this.rate = rate;
    }

    @Override
    void step(float[] numbers, float[] gradient, float factor) {
      float scale = factor * rate;
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] -= scale * gradient[i];
      }
    }
  }

  private static final class Momentum extends Descent {
    private final float rate;
    private final float momentum;
    private final float[] v;

    Momentum(float rate, float momentum, float[] v) {
      this.rate = rate;
      this.momentum = momentum;
      this.v = v;
    }

    @Override
    void step(float[] numbers, float[] gradient, float factor) {
      float scale = factor * rate;
      for (int i = 0; i < numbers.length; i++) {
        v[i] = momentum * v[i] + gradient[i];
        numbers[i] -= scale * v[i];
      }
    }
  }

  private static final class Adam extends Descent {
    private static final float BETA1 = 0.9f;
    private static final float BETA2 = 0.999f;
    private static final float EPSILON = 1e-8f;
    private final float rate;
    private final float decay;
    private final float[] m;
    private final float[] v;

    Adam(float rate, float decay, float[] m, float[] v) {
      this.rate = rate;
      this.decay = decay;
      this.m = m;
      this.v = v;
    }

    @Override
    void step(float[] numbers, float[] gradient, float factor) {
      float scale = factor * rate / (1 - BETA1);
      float root = 1 / (1 - BETA2);
      float kept = 1 - factor * rate * decay;
      for (int i = 0; i < numbers.length; i++) {
        float g = gradient[i];
        m[i] = BETA1 * m[i] + (1 - BETA1) * g;
        v[i] = BETA2 * v[i] + (1 - BETA2) * g * g;
        float change = scale * m[i] / ((float) Math.sqrt(v[i] * root) + EPSILON);
        numbers[i] = kept * numbers[i] - change;
      }
    }
  }
}
