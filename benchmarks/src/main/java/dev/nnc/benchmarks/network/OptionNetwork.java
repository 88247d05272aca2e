package dev.nnc.benchmarks.network;

import dev.nnc.runtime.ModelInfo;
import java.util.function.IntFunction;

/**
 * The value of an option and its derivative by the spot price, written by hand: two hidden layers
 * of softplus, and beside each value its derivative by u₀ = spot/strike, carried forward.
 *
 * <p>With z = W a + b, a = softplus(z) and s = sigmoid(z): ż = W ȧ and ȧ = s ż. The loss is over
 * both the value and ẏ = ∂(strike·y)/∂spot, so that its gradient takes second derivatives: s' = s
 * (1 - s) carries the adjoint of ȧ over to z.
 */
final class OptionNetwork extends WrittenNetwork {
  private static final int HIDDEN = 2;
  private static final float DELTA_WEIGHT = 0.5f;

  private final float[] spot;
  private final float[] strike;
  private final float[] maturity;
  private final float[] volatility;
  private final float[] price;
  private final float[] delta;
  private final float[] value;
  private final float[] sensitivity;
  private final float[][] u;
  private final float[][] y;
  private final float[][] yDot;
  private final float[][] dy;
  private final float[][] dyDot;
  private final Hidden[] hidden = new Hidden[HIDDEN];

  /** A hidden layer: values, their derivatives by u₀, and the adjoints of all of them. */
  private static final class Hidden {
    private final float[][] a;
    private final float[][] s;
    private final float[][] zDot;
    private final float[][] aDot;
    private final float[][] da;
    private final float[][] daDot;

    Hidden(int count, int width) {
      a = new float[count][width];
      s = new float[count][width];
      zDot = new float[count][width];
      aDot = new float[count][width];
      da = new float[count][width];
      daDot = new float[count][width];
    }

    /** Turns z in {@code a} into softplus(z), and ż into ȧ. */
    void activate() {
      for (int r = 0; r < a.length; r++) {
        float[] values = a[r];
        for (int j = 0; j < values.length; j++) {
          float z = values[j];
          float small = (float) Math.exp(-Math.abs(z));
          values[j] = Math.max(z, 0) + (float) Math.log1p(small);
          s[r][j] = (z > 0 ? 1 : small) / (1 + small);
          aDot[r][j] = s[r][j] * zDot[r][j];
        }
      }
    }

    /** Turns the adjoints of a and ȧ into those of z and ż. */
    void deactivate() {
      for (int r = 0; r < a.length; r++) {
        for (int j = 0; j < a[r].length; j++) {
          float slope = s[r][j];
          float bend = slope * (1 - slope);
          da[r][j] = da[r][j] * slope + daDot[r][j] * zDot[r][j] * bend;
          daDot[r][j] *= slope;
        }
      }
    }
  }

  OptionNetwork(ModelInfo info, Batch batch, float[] initial, IntFunction<Descent> descent) {
    super(info, batch, initial, descent);
    int n = batch.count();
    spot = batch.columns().get("spot");
    strike = batch.columns().get("strike");
    maturity = batch.columns().get("maturity");
    volatility = batch.columns().get("volatility");
    price = batch.columns().get("price");
    delta = batch.columns().get("delta");
    value = outputs().get("value");
    sensitivity = outputs().get("sensitivity");
    u = new float[n][3];
    for (int k = 0; k < HIDDEN; k++) {
      hidden[k] = new Hidden(n, layers.get(k).width());
    }
    y = layers.get(HIDDEN).rows(n);
    yDot = layers.get(HIDDEN).rows(n);
    dy = layers.get(HIDDEN).rows(n);
    dyDot = layers.get(HIDDEN).rows(n);
  }

  private void forward() {
    Hidden first = hidden[0];
    for (int r = 0; r < u.length; r++) {
      u[r][0] = spot[r] / strike[r];
      u[r][1] = maturity[r];
      u[r][2] = volatility[r];
      float[] slope = layers.get(0).weights(0); // u̇ is 1, 0, 0
      System.arraycopy(slope, 0, first.zDot[r], 0, slope.length);
    }
    layers.get(0).forward(u, first.a);
    first.activate();
    Hidden second = hidden[1];
    layers.get(1).forward(first.a, second.a);
    layers.get(1).forwardTangent(first.aDot, second.zDot);
    second.activate();
    layers.get(2).forward(second.a, y);
    layers.get(2).forwardTangent(second.aDot, yDot);
  }

  @Override
  public void predict() {
    forward();
    for (int r = 0; r < u.length; r++) {
      value[r] = strike[r] * y[r][0];
      sensitivity[r] = yDot[r][0];
    }
  }

  @Override
  float differentiate() {
    forward();
    int n = u.length;
    float sum = 0;
    for (int r = 0; r < n; r++) {
      float error = y[r][0] - price[r] / strike[r];
      float slopeError = yDot[r][0] - delta[r];
      sum += error * error + DELTA_WEIGHT * slopeError * slopeError;
      dy[r][0] = 2 * error / n;
      dyDot[r][0] = 2 * DELTA_WEIGHT * slopeError / n;
    }
    backward();
    return sum / n;
  }

  private void backward() {
    back(layers.get(2), dy, dyDot, hidden[1]);
    back(layers.get(1), hidden[1].da, hidden[1].daDot, hidden[0]);
    Dense first = layers.get(0);
    first.backward(u, hidden[0].da);
    float[] slope = first.weightGradients(0);
    for (float[] row : hidden[0].daDot) {
      for (int j = 0; j < slope.length; j++) {
        slope[j] += row[j];
      }
    }
  }

  /** From the adjoints behind a layer to its gradients and the adjoints of z before it. */
  private static void back(Dense layer, float[][] dz, float[][] dzDot, Hidden before) {
    layer.backward(before.a, dz);
    layer.addToWeights(before.aDot, dzDot);
    layer.backwardToInput(dz, before.da);
    layer.backwardToInput(dzDot, before.daDot);
    before.deactivate();
  }
}
