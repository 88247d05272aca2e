package dev.nnc.benchmarks.network;

import dev.nnc.runtime.ModelInfo;
import dev.nnc.runtime.Random;
import java.util.function.IntFunction;

/** The network of {@code vae}, written by hand: a variational autoencoder of images. */
final class VaeNetwork extends WrittenNetwork {
  private static final float WHITE = 255;

  private final float[] image;
  private final float[] code;
  private final float[][] x;
  private final Dense encoder;
  private final Dense centre;
  private final Dense spread;
  private final Dense inner;
  private final Dense outer;
  private final float[][] h;
  private final float[][] dh;
  private final float[][] path;
  private final float[][] m;
  private final float[][] dm;
  private final float[][] logVariance;
  private final float[][] dLogVariance;
  private final float[][] noise;
  private final float[][] z;
  private final float[][] dz;
  private final float[][] a;
  private final float[][] da;
  private final float[][] y;
  private final float[][] dy;

  VaeNetwork(ModelInfo info, Batch batch, float[] initial, IntFunction<Descent> descent) {
    super(info, batch, initial, descent);
    int n = batch.count();
    image = batch.column(info.inputs().get(0));
    code = outputs().get("code");
    x = new float[n][image.length / n];
    encoder = weights.dense("encoder");
    centre = weights.dense("centre");
    spread = weights.dense("spread");
    inner = weights.dense("inner");
    outer = weights.dense("outer");
    h = encoder.rows(n);
    dh = encoder.rows(n);
    path = encoder.rows(n);
    m = centre.rows(n);
    dm = centre.rows(n);
    logVariance = spread.rows(n);
    dLogVariance = spread.rows(n);
    noise = centre.rows(n);
    z = centre.rows(n);
    dz = centre.rows(n);
    a = inner.rows(n);
    da = inner.rows(n);
    y = outer.rows(n);
    dy = outer.rows(n);
  }

  private void encode() {
    for (int r = 0; r < x.length; r++) {
      for (int i = 0; i < x[r].length; i++) {
        x[r][i] = image[r * x[r].length + i] / WHITE;
      }
    }
    encoder.forward(x, h);
    Activation.RELU.forward(h);
    centre.forward(h, m);
  }

  @Override
  public void predict() {
    encode();
    for (int r = 0; r < m.length; r++) {
      System.arraycopy(m[r], 0, code, r * m[r].length, m[r].length);
    }
  }

  @Override
  float differentiate() {
    encode();
    spread.forward(h, logVariance);
    draw();
    inner.forward(z, a);
    Activation.RELU.forward(a);
    outer.forward(a, y);
    float loss = reconstruction();
    backward();
    return loss + divergence();
  }

  /** A point of the space: normal numbers from two uniform ones (Box and Muller, 1958). */
  private void draw() {
    for (int r = 0; r < z.length; r++) {
      long first = Random.row(0, 0, r, 0);
      long second = Random.row(0, 0, r, 1);
      for (int j = 0; j < z[r].length; j++) {
        float radius = (float) Math.sqrt(-2 * Math.log(1 - Random.uniformFloat(first, j)));
        float angle = (float) (2 * Math.PI) * Random.uniformFloat(second, j);
        noise[r][j] = radius * (float) Math.cos(angle);
        z[r][j] = m[r][j] + (float) Math.exp(logVariance[r][j] / 2) * noise[r][j];
      }
    }
  }

  /** The cross entropy of all places, a mean over the examples, and its gradient. */
  private float reconstruction() {
    float sum = 0;
    float weight = 1f / y.length;
    for (int r = 0; r < y.length; r++) {
      for (int i = 0; i < y[r].length; i++) {
        float logit = y[r][i];
        float small = (float) Math.exp(-Math.abs(logit));
        sum += Math.max(logit, 0) + (float) Math.log1p(small) - x[r][i] * logit;
        dy[r][i] = weight * ((logit > 0 ? 1 : small) / (1 + small) - x[r][i]);
      }
    }
    return sum * weight;
  }

  private float divergence() {
    float sum = 0;
    for (int r = 0; r < m.length; r++) {
      for (int j = 0; j < m[r].length; j++) {
        float v = logVariance[r][j];
        sum += (float) Math.exp(v) + m[r][j] * m[r][j] - 1 - v;
      }
    }
    return sum / 2 / m.length;
  }

  private void backward() {
    outer.backward(a, dy);
    outer.backwardToInput(dy, da);
    Activation.RELU.backward(a, da);
    inner.backward(z, da);
    inner.backwardToInput(da, dz);
    float weight = 1f / z.length;
    for (int r = 0; r < z.length; r++) {
      for (int j = 0; j < z[r].length; j++) {
        float deviation = (float) Math.exp(logVariance[r][j] / 2);
        dm[r][j] = dz[r][j] + weight * m[r][j];
        dLogVariance[r][j] =
            (dz[r][j] * noise[r][j] * deviation + weight * (deviation * deviation - 1)) / 2;
      }
    }
    centre.backward(h, dm);
    centre.backwardToInput(dm, dh);
    spread.backward(h, dLogVariance);
    spread.backwardToInput(dLogVariance, path);
    Rows.add(path, dh);
    Activation.RELU.backward(h, dh);
    encoder.backward(x, dh);
  }
}
