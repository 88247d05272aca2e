package dev.nnc.data;

import static dev.nnc.data.Fixture.classes;
import static dev.nnc.data.Fixture.fails;
import static dev.nnc.data.Fixture.model;
import static dev.nnc.data.Fixture.real;
import static dev.nnc.data.Fixture.source;
import static dev.nnc.data.Fixture.write;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnc.runtime.Examples;
import dev.nnc.runtime.Frame;
import dev.nnc.runtime.Precision;
import dev.nnc.runtime.Routine;
import dev.nnc.runtime.Settings.Order;
import dev.nnc.runtime.Settings.Share;
import dev.nnc.runtime.Slot;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CsvStreamTest {
  private static final int ROWS = 200_000;

  @TempDir static Path folder;

  /** Computes nothing; has the slots of a model with input x[2] and target k. */
  private static final class Reader extends Routine {
    Reader(Precision precision, Slot... slots) {
      super(precision, slots);
    }

    @Override
    public void run(Frame frame) {}
  }

  private static Frame frame(int capacity) {
    return new Frame(
        new Reader(
            Precision.FLOAT,
            new Slot("target:k", false, 1, 0),
            new Slot("parameters", false, 0, 3),
            new Slot("input:x", false, 2, 0)),
        capacity);
  }

  private static Dataset open(Path file, String... more) {
    String[] arguments = Arrays.copyOf(new String[] {"0", file.toString()}, 2 + more.length);
    System.arraycopy(more, 0, arguments, 2, more.length);
    return DataSource.open(
        source("csv", arguments),
        model(List.of(real("x", 2)), List.of(classes("k", 7))),
        folder,
        Precision.FLOAT);
  }

  private static Path large() throws IOException {
    Path file = folder.resolve("large.csv");
    if (!Files.exists(file)) {
      try (BufferedWriter out = Files.newBufferedWriter(file)) {
        out.write("k,x0,x1\n");
        for (int i = 0; i < ROWS; i++) {
          out.write(i % 7 + "," + i + "," + -i + "\n");
        }
      }
    }
    return file;
  }

  /** The numbers of the examples of a pass in their order; checks the content of each. */
  private static long[] pass(Examples examples, Order order, long seed, int epoch) {
    Frame frame = frame(64);
    LongStream.Builder numbers = LongStream.builder();
    try (Examples.Pass pass = examples.pass(order, seed, epoch)) {
      for (int n = pass.fill(frame); n > 0; n = pass.fill(frame)) {
        assertEquals(n, frame.batch);
        for (int i = 0; i < n; i++) {
          long number = frame.examples[i];
          assertEquals(number, (long) frame.values("input:x").get(2 * i));
          assertEquals(-number, (long) frame.values("input:x").get(2 * i + 1));
          assertEquals(number % 7, (long) frame.values("target:k").get(i));
          numbers.add(number);
        }
      }
      assertEquals(0, pass.fill(frame));
    }
    return numbers.build().toArray();
  }

  @Test
  void eachEpochVisitsAllRowsOnceInAnOrderOfItsOwn() throws IOException {
    Examples all = open(large(), "stream", "true", "buffer", "5000").all(Imputation.NONE);
    assertEquals(-1, all.size());
    long[] first = pass(all, Order.SHUFFLED, 7, 0);
    long[] sorted = first.clone();
    Arrays.sort(sorted);
    assertArrayEquals(LongStream.range(0, ROWS).toArray(), sorted);
    assertArrayEquals(first, pass(all, Order.SHUFFLED, 7, 0), "a function of seed and epoch");
    assertFalse(Arrays.equals(first, pass(all, Order.SHUFFLED, 7, 1)), "epochs differ");
    assertFalse(Arrays.equals(first, pass(all, Order.SHUFFLED, 8, 0)), "seeds differ");
    assertArrayEquals(LongStream.range(0, ROWS).toArray(), pass(all, Order.SEQUENTIAL, 7, 0));
    for (int i = 0; i < ROWS; i++) {
      assertTrue(first[i] <= i + 5000, "a row cannot come before it was read");
    }
    assertTrue(LongStream.range(0, 1000).filter(i -> first[(int) i] > 2000).count() > 300);
  }

  @Test
  void aPassHoldsItsBufferAndNoMore() throws IOException {
    Examples all = open(large(), "stream", "true", "buffer", "1000").all(Imputation.NONE);
    Frame frame = frame(64);
    try (Examples.Pass pass = all.pass(Order.SHUFFLED, 1, 0)) {
      while (pass.fill(frame) > 0) {
        for (int i = 0; i < frame.batch; i++) {
          assertTrue(frame.examples[i] < ROWS);
        }
      }
      long before = used();
      try (Examples.Pass second = all.pass(Order.SHUFFLED, 1, 1)) {
        for (int i = 0; i < ROWS / 64 - 100; i++) {
          second.fill(frame);
        }
        long grown = used() - before;
        // All rows as floats would be 2.4 MB and as text 4 MB; a buffer is some kilobytes.
        assertTrue(grown < 1_500_000, "grew by " + grown);
      }
    }
  }

  private static long used() {
    Runtime runtime = Runtime.getRuntime();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      runtime.gc();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }

  @Test
  void aBufferLargerThanTheFileHoldsIt() {
    Path file = write(folder, "small.csv", "k,x0,x1\n0,0,0\n1,1,-1\n2,2,-2\n");
    Examples all = open(file, "stream", "true").all(Imputation.NONE);
    long[] numbers = pass(all, Order.SHUFFLED, 3, 0);
    Arrays.sort(numbers);
    assertArrayEquals(new long[] {0, 1, 2}, numbers);
  }

  @Test
  void partsAreApartAndTogetherAll() throws IOException {
    Dataset dataset = open(large(), "stream", "true");
    List<Share> shares = List.of(new Share("test", 0, 5), new Share("valid", 0.25, 0));
    Map<String, Examples> parts = dataset.split(shares, 11).examples();
    assertEquals(List.of("test", "valid", "train"), List.copyOf(parts.keySet()));
    long[] test = pass(parts.get("test"), Order.SEQUENTIAL, 0, 0);
    assertEquals(ROWS / 5, test.length);
    assertEquals(4, test[0]);
    long[] valid = pass(parts.get("valid"), Order.SHUFFLED, 0, 0);
    assertEquals(0.25 * 0.8 * ROWS, valid.length, 0.005 * ROWS);
    long[] train = pass(parts.get("train"), Order.SHUFFLED, 0, 0);
    assertEquals(ROWS, test.length + valid.length + train.length);
    long[] all = Arrays.copyOf(test, ROWS);
    System.arraycopy(valid, 0, all, test.length, valid.length);
    System.arraycopy(train, 0, all, test.length + valid.length, train.length);
    Arrays.sort(all);
    assertArrayEquals(LongStream.range(0, ROWS).toArray(), all);
  }

  @Test
  void theWholeIsSharedOutWhereFractionsAddUp() throws IOException {
    List<Share> shares =
        List.of(new Share("train", 0.7, 0), new Share("valid", 0.2, 0), new Share("test", 0.1, 0));
    StreamSplit split = new StreamSplit(shares, 5);
    assertEquals(0, LongStream.range(0, 100_000).filter(i -> split.part(i).isEmpty()).count());
    StreamSplit half = new StreamSplit(List.of(new Share("train", 0.5, 0)), 5);
    long left = LongStream.range(0, 100_000).filter(i -> half.part(i).isEmpty()).count();
    assertEquals(50_000.0, (double) left, 1000);
  }

  @Test
  void emptyCellsAreDroppedOrFilledByANumber() {
    Path file = write(folder, "holes.csv", "k,x0,x1\n0,,0\n0,0,0\n1,1,-1\n");
    assertArrayEquals(
        new long[] {0, 1},
        pass(
            open(file, "stream", "true", "missing", "drop").all(Imputation.NONE),
            Order.SEQUENTIAL,
            0,
            0));
    Frame frame = frame(8);
    Examples filled = open(file, "stream", "true", "missing", "9").all(Imputation.NONE);
    try (Examples.Pass pass = filled.pass(Order.SEQUENTIAL, 0, 0)) {
      assertEquals(3, pass.fill(frame));
      assertEquals(9, frame.values("input:x").get(0));
    }
    Examples strict = open(file, "stream", "true").all(Imputation.NONE);
    fails(DataCode.MISSING_VALUE, () -> pass(strict, Order.SHUFFLED, 0, 0), "row 1 (line 2)");
  }

  @Test
  void emptyCellsTakeWhatTheFieldsBringAlong() {
    Path file = write(folder, "holes.csv", "k,x0,x1\n0,,0\n0,0,\n1,1,-1\n");
    Dataset dataset =
        DataSource.open(
            source("csv", "0", file.toString(), "stream", "true", "missing", "median"),
            List.of(real("x", 2).withFills(List.of(7.0, 8.0))),
            List.of(classes("k", 2)),
            folder,
            Precision.FLOAT);
    Frame frame = frame(8);
    try (Examples.Pass pass = dataset.all(Imputation.NONE).pass(Order.SEQUENTIAL, 0, 0)) {
      assertEquals(3, pass.fill(frame));
      assertEquals(7, frame.values("input:x").get(0));
      assertEquals(8, frame.values("input:x").get(3));
    }
  }

  @Test
  void aStreamTellsWhatItFillsIn() {
    Path file = write(folder, "holes.csv", "k,x0,x1\n0,,0\n");
    Dataset number = open(file, "stream", "true", "missing", "9");
    assertEquals(List.of(9.0, 9.0), number.split(List.of(), 0).imputation().fills().get("x"));
    Dataset none = open(file, "stream", "true");
    assertEquals(java.util.Map.of(), none.split(List.of(), 0).imputation().fills());
  }

  @Test
  void whatAStreamCannotDoIsRefused() throws IOException {
    Path file = large();
    fails(
        DataCode.BAD_ARGUMENT,
        () -> open(file, "stream", "true", "missing", "median"),
        "the mean or median of a file that is streamed is not known");
    Examples all = open(file, "stream", "true").all(Imputation.NONE);
    fails(DataCode.BAD_ARGUMENT, () -> all.pass(Order.JAVA_SHUFFLE, 0, 0), "java_shuffle");
    fails(DataCode.BAD_ARGUMENT, () -> open(file, "stream", "maybe"), "true or false");
    fails(DataCode.BAD_ARGUMENT, () -> open(file, "buffer", "0"), "buffer");
    Examples huge = open(file, "stream", "true", "buffer", "900000000").all(Imputation.NONE);
    fails(DataCode.BAD_ARGUMENT, () -> huge.pass(Order.SHUFFLED, 0, 0), "at most");
    fails(
        DataCode.UNKNOWN_COLUMN,
        () ->
            DataSource.open(
                source("csv", "0", file.toString(), "stream", "true"),
                List.of(real("z")),
                List.of(),
                folder,
                Precision.FLOAT),
        "\"z\"");
    Frame other = new Frame(new Reader(Precision.FLOAT, new Slot("input:other", false, 1, 0)), 4);
    try (Examples.Pass pass = all.pass(Order.SEQUENTIAL, 0, 0)) {
      assertThrows(IllegalArgumentException.class, () -> pass.fill(other));
    }
  }

  @Test
  void filesInMemoryGiveTheSameExamples() {
    Path file = write(folder, "both.csv", "k,x0,x1\n0,0,0\n1,1,-1\n2,2,-2\n3,3,-3\n4,4,-4\n");
    List<Share> shares = List.of(new Share("test", 0, 2));
    for (String stream : List.of("true", "false")) {
      Map<String, Examples> parts = open(file, "stream", stream).split(shares, 1).examples();
      assertArrayEquals(new long[] {1, 3}, pass(parts.get("test"), Order.SEQUENTIAL, 0, 0), stream);
      assertArrayEquals(
          new long[] {0, 2, 4}, pass(parts.get("train"), Order.SEQUENTIAL, 0, 0), stream);
    }
  }
}
