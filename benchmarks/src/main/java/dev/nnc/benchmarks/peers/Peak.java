package dev.nnc.benchmarks.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntToDoubleFunction;

/** The most multiply-adds that the machine does: in registers, none waiting for another. */
final class Peak implements Contestant {
  /** Floating-point operations of a run, of each thread. */
  static final double FLOPS = 1e9;

  private final Kernel kernel;
  private final ExecutorService others;
  private final int threads;
  private final int rounds;

  /**
   * A loop of multiply-adds.
   *
   * @param loop takes the number of rounds
   * @param flops floating-point operations of a round
   */
  record Kernel(IntToDoubleFunction loop, int flops) {}

  Peak(int threads) {
    this.threads = threads;
    kernel = VectorPeak.present() ? VectorPeak.kernel() : scalar();
    rounds = (int) (FLOPS / kernel.flops());
    others =
        Executors.newFixedThreadPool(
            Math.max(1, threads - 1),
            task -> {
              Thread thread = new Thread(task, "peak");
              thread.setDaemon(true);
              return thread;
            });
    prime();
  }

  /** Vector code that is compiled before it has a profile stays slow: many short calls first. */
  private void prime() {
    double sum = 0;
    try {
      for (int i = 0; i < 4; i++) {
        for (int j = 0; j < 3_000; j++) {
          sum += kernel.loop().applyAsDouble(2);
        }
        Thread.sleep(10);
      }
      check(sum);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void run() {
    List<Future<Double>> results = new ArrayList<>();
    for (int i = 1; i < threads; i++) {
      results.add(others.submit(() -> kernel.loop().applyAsDouble(rounds)));
    }
    double sum = kernel.loop().applyAsDouble(rounds);
    try {
      for (Future<Double> result : results) {
        sum += result.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
    check(sum);
  }

  /** Uses a result, so that its computation is not left out. */
  private static void check(double sum) {
    if (Double.isNaN(sum)) {
      throw new IllegalStateException("a sum that is not a number");
    }
  }

  /** Has nothing to compare. */
  @Override
  public Answer answer() {
    return Answer.prediction(new float[0]);
  }

  /** Where the vector module is absent: eight sums, one number each. */
  static Kernel scalar() {
    return new Kernel(Peak::sums, 2 * 8);
  }

  private static double sums(int rounds) {
    float x = 0.999f;
    float y = 0.001f;
    float a = 1;
    float b = 2;
    float c = 3;
    float d = 4;
    float e = 5;
    float f = 6;
    float g = 7;
    float h = 8;
    for (int i = 0; i < rounds; i++) {
      a = Math.fma(a, x, y);
      b = Math.fma(b, x, y);
      c = Math.fma(c, x, y);
      d = Math.fma(d, x, y);
      e = Math.fma(e, x, y);
      f = Math.fma(f, x, y);
      g = Math.fma(g, x, y);
      h = Math.fma(h, x, y);
    }
    return a + b + c + d + e + f + g + h;
  }
}
