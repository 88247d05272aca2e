package dev.nnc.runtime;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

/**
 * Idle predictors, for any number of threads, without locks and without allocating: each thread
 * starts to look at a place of its own and goes on to the next ones. Where all places are empty a
 * predictor is made; where all are taken one is dropped.
 */
final class PredictorPool {
  private final Supplier<Predictor> maker;
  private final AtomicReferenceArray<Predictor> idle;

  PredictorPool(Supplier<Predictor> maker) {
    this.maker = maker;
    int places = 4 * Integer.highestOneBit(Runtime.getRuntime().availableProcessors());
    idle = new AtomicReferenceArray<>(places);
  }

  Predictor borrow() {
    int start = start();
    for (int i = 0; i < idle.length(); i++) {
      int place = (start + i) & (idle.length() - 1);
      if (idle.getPlain(place) != null) {
        Predictor found = idle.getAndSet(place, null);
        if (found != null) {
          return found;
        }
      }
    }
    return maker.get();
  }

  void release(Predictor predictor) {
    int start = start();
    for (int i = 0; i < idle.length(); i++) {
      int place = (start + i) & (idle.length() - 1);
      if (idle.getPlain(place) == null && idle.compareAndSet(place, null, predictor)) {
        return;
      }
    }
  }

  /** A place for the thread, spread by Fibonacci hashing. */
  private int start() {
    long hash = Thread.currentThread().getId() * 0x9E3779B97F4A7C15L;
    return (int) (hash >>> 32) & (idle.length() - 1);
  }
}
