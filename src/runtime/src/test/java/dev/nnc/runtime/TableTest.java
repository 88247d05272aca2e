package dev.nnc.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TableTest {
  private static final Linear MODEL = new Linear(Precision.FLOAT, Settings.standard());

  /** The row numbers of a pass, checking that the numbers come along with them. */
  private static List<Long> rows(Examples table, Settings.Order order, long seed, int epoch) {
    Frame frame = new Frame(MODEL.routine("train"), 7);
    double[] x = Data.inputs(100);
    double[] y = Data.targets(x);
    List<Long> rows = new ArrayList<>();
    try (Examples.Pass pass = table.pass(order, seed, epoch)) {
      for (int n = pass.fill(frame); n > 0; n = pass.fill(frame)) {
        assertEquals(n, frame.batch);
        for (int i = 0; i < n; i++) {
          int row = (int) frame.examples[i];
          rows.add((long) row);
          assertEquals((float) x[2 * row], frame.values("input:x").get(2 * i));
          assertEquals((float) x[2 * row + 1], frame.values("input:x").get(2 * i + 1));
          assertEquals((float) y[row], frame.values("target:y").get(i));
        }
      }
      assertEquals(0, pass.fill(frame));
    }
    return rows;
  }

  @Test
  void javaShuffleIsThatOfCollections() {
    for (int epoch = 0; epoch < 3; epoch++) {
      List<Long> expected =
          new ArrayList<>(IntStream.range(0, 100).mapToObj(i -> (long) i).toList());
      Collections.shuffle(expected, new java.util.Random(42L + epoch));
      assertEquals(expected, rows(Data.table(100), Settings.Order.JAVA_SHUFFLE, 42, epoch));
    }
  }

  @ParameterizedTest
  @EnumSource(Settings.Order.class)
  void everyExampleComesOnce(Settings.Order order) {
    List<Long> rows = rows(Data.table(100), order, 1, 2);
    assertEquals(rows, rows(Data.table(100), order, 1, 2));
    List<Long> sorted = rows.stream().sorted().toList();
    assertEquals(IntStream.range(0, 100).mapToObj(i -> (long) i).toList(), sorted);
    assertEquals(order == Settings.Order.SEQUENTIAL, rows.equals(sorted));
  }

  @Test
  void shufflesDifferByEpochAndSeed() {
    Table table = Data.table(100);
    List<Long> rows = rows(table, Settings.Order.SHUFFLED, 1, 0);
    assertNotEquals(rows, rows(table, Settings.Order.SHUFFLED, 1, 1));
    assertNotEquals(rows, rows(table, Settings.Order.SHUFFLED, 2, 0));
  }

  /** Each of the 24 orders of 4 rows comes about equally often in 24,000 epochs. */
  @Test
  void shufflesAreFair() {
    java.util.Map<List<Integer>, Integer> counts = new java.util.HashMap<>();
    for (int epoch = 0; epoch < 24_000; epoch++) {
      int[] places = {0, 1, 2, 3};
      Shuffle.apply(Settings.Order.SHUFFLED, 5, epoch, places);
      counts.merge(IntStream.of(places).boxed().toList(), 1, Integer::sum);
    }
    assertEquals(24, counts.size());
    // Chi-square with 23 degrees of freedom: above 49.7 in one of a thousand fair shuffles.
    double chi =
        counts.values().stream().mapToDouble(c -> (c - 1000.0) * (c - 1000.0) / 1000).sum();
    assertFalse(chi > 49.7, "chi-square " + chi);
  }

  @Test
  void subsetKeepsRowNumbers() {
    Table subset = Data.table(100).subset(new int[] {90, 3, 17});
    assertEquals(3, subset.size());
    assertEquals(List.of(90L, 3L, 17L), rows(subset, Settings.Order.SEQUENTIAL, 0, 0));
    assertEquals(
        List.of(17L),
        rows(subset.subset(new int[] {17}), Settings.Order.SHUFFLED, 0, 0),
        "a subset of a subset is told the same numbers");
    assertThrows(IndexOutOfBoundsException.class, () -> subset.subset(new int[] {100}));
  }

  @Test
  void refusesWhatDoesNotFit() {
    Table.Builder builder = Table.builder().column("x", 1f, 2f);
    assertThrows(IllegalArgumentException.class, () -> builder.column("x", 1f, 2f));
    assertThrows(IllegalArgumentException.class, () -> builder.column("y", 1f));
    assertThrows(
        IllegalArgumentException.class,
        () -> builder.column("y", 2, new FloatValues(new float[5])));
    assertThrows(IllegalArgumentException.class, () -> Table.builder().build());
    Frame frame = new Frame(MODEL.routine("train"), 2);
    Table narrow = builder.column("y", 1.0, 2.0).build();
    assertMessage("column x has 1 numbers a row, the model needs 2", narrow, frame);
    Table without = Table.builder().column("x", 2, new FloatValues(new float[4])).build();
    assertMessage("no column y; the table has [x]", without, frame);
  }

  private static void assertMessage(String message, Table table, Frame frame) {
    try (Examples.Pass pass = table.pass(Settings.Order.SEQUENTIAL, 0, 0)) {
      assertEquals(
          message,
          assertThrows(IllegalArgumentException.class, () -> pass.fill(frame)).getMessage());
    }
  }

  @Test
  void fittingIsThatOfALongSum() {
    double[] x = {1e9 + 1, 5, 1e9 + 2, 5, 1e9 + 3, 5, 1e9 + 6, 5};
    Table table =
        Table.builder().column("x", 2, new DoubleValues(x)).column("y", new double[4]).build();
    Linear model = new Linear(Precision.DOUBLE, Settings.standard());
    double deviation = Math.sqrt((4 + 1 + 0 + 9) / 4.0);
    assertArrayEquals(
        new double[] {1e9 + 3, 5, deviation, 1},
        TrainerTest.array(Fitting.of(model.info(), table)),
        1e-15);
    assertArrayEquals(
        TrainerTest.array(Fitting.of(model.info(), Data.table(1000))),
        TrainerTest.array(Fitting.of(model.info(), Data.streaming(Data.table(1000)))));
    x[6] = Double.NaN;
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Fitting.of(model.info(), table));
    assertEquals("input x of example 3 is NaN", e.getMessage());
  }

  /** 0.1 summed three times and divided by three is not 0.1, but equal numbers never vary. */
  @Test
  void constantColumnsHaveDeviationOne() {
    double[] x = new double[14];
    java.util.Arrays.fill(x, 0.1);
    Table table = Table.builder().column("x", 2, new DoubleValues(x)).build();
    for (Precision precision : Precision.values()) {
      Linear model = new Linear(precision, Settings.standard());
      double mean = precision.round(0.1);
      assertArrayEquals(
          new double[] {mean, mean, 1, 1}, TrainerTest.array(Fitting.of(model.info(), table)));
    }
  }
}
