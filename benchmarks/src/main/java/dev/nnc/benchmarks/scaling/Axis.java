package dev.nnc.benchmarks.scaling;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** What grows from row to row of a table while all else stays. */
enum Axis {
  /** Blocks of a network, each as the others. */
  LAYERS,
  /** Numbers in each layer. */
  WIDTH,
  /** Examples in a step. */
  BATCH,
  /** Steps of a sequence. */
  LENGTH,
  /** Threads that share a step. */
  THREADS;

  private static final int BATCH_SIZE = 64;
  private static final int SEQUENCES = 8;

  /** What options and tables call it. */
  String title() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The rows of its tables, one list a network. */
  List<List<Point>> tables(int threads) {
    return switch (this) {
      case LAYERS ->
          List.of(
              rows("residual", "blocks", BATCH_SIZE, 1, 2, 4, 8, 16, 32, 48),
              rows("gpt", "layers", SEQUENCES, 1, 2, 4, 8));
      case WIDTH ->
          List.of(
              rows("residual", "width", BATCH_SIZE, 32, 64, 128, 256, 512, 1024),
              rows("gpt", "D", SEQUENCES, 32, 64, 128, 256));
      case BATCH ->
          List.of(
              batches("digits", 1, 4, 16, 64, 256, 1024),
              batches("cnn", 1, 4, 16, 64, 256),
              batches("lstm", 1, 4, 16, 64));
      case LENGTH ->
          List.of(
              rows("lstm", "T", SEQUENCES, 16, 32, 64, 128, 256, 512),
              rows("gpt", "T", SEQUENCES, 32, 64, 128, 256));
      case THREADS ->
          List.of(
              threads("digits", BATCH_SIZE, threads),
              threads("wide", 2 * BATCH_SIZE, threads),
              threads("cnn", BATCH_SIZE, threads),
              threads("lstm", BATCH_SIZE / 2, threads),
              threads("gpt", SEQUENCES, threads));
    };
  }

  private static List<Point> rows(String network, String parameter, int batch, int... sizes) {
    List<Point> rows = new ArrayList<>();
    for (int size : sizes) {
      rows.add(new Point(network, Map.of(parameter, "" + size), batch, 1, size));
    }
    return rows;
  }

  private static List<Point> batches(String network, int... sizes) {
    return IntStream.of(sizes)
        .mapToObj(size -> new Point(network, Map.of(), size, 1, size))
        .toList();
  }

  private static List<Point> threads(String network, int batch, int most) {
    return IntStream.rangeClosed(1, most)
        .mapToObj(count -> new Point(network, Map.of(), batch, count, count))
        .toList();
  }
}
