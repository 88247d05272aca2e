package dev.nnc.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnc.runtime.demo.Pet;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GeneratedModelTest {
  private static final Weights TRAINED =
      new Weights(
          new FloatValues(new float[] {1, 10, 100, 1000, 0.5f}), new FloatValues(new float[0]));

  @TempDir Path folder;

  private Isolated open;

  /** The classes are loaded as they are needed, so the loader stays open until the test is over. */
  private GeneratedModel model(byte[] weights) throws Exception {
    open = Isolated.at(folder, Pet.description(null), weights);
    return open.model();
  }

  @AfterEach
  void close() throws IOException {
    open.close();
  }

  @SuppressWarnings("unchecked")
  private static Function<Object[], double[]> facade(GeneratedModel model) {
    return (Function<Object[], double[]>) model;
  }

  private static Object[] animal(double weight, String coat) {
    return new Object[] {weight, new float[] {2, 3}, coat, 4};
  }

  @Test
  void predictsWithTheWeightsOfTheResource() throws Exception {
    GeneratedModel model = model(Isolated.bytes(TRAINED));
    assertEquals(Pet.description(null), model.info());
    assertArrayEquals(new double[] {1325, 1325, -1325}, facade(model).apply(animal(3, "long")));
    assertArrayEquals(new float[] {1, 10, 100, 1000, 0.5f}, floats(model.parameters()));
    assertSame(model.routine("predict"), model.routine("predict"));
    assertTrue(model.has("predict"));
    assertFalse(model.has("train"));
    assertThrows(IllegalArgumentException.class, () -> model.routine("train"));
  }

  @Test
  void startsFromInitialWeightsWhereThereIsNoResource() throws Exception {
    GeneratedModel model = model(null);
    assertArrayEquals(new float[] {1, 2, 3, 4, 5}, floats(model.parameters()));
    double before = facade(model).apply(animal(1, "short"))[0];
    model.load(TRAINED);
    assertEquals(34, before);
    assertEquals(323, facade(model).apply(animal(1, "short"))[0]);
  }

  @Test
  void whatStandsForMissingNumbersMayBeAResourceOfItsOwn() throws Exception {
    ModelInfo info = Pet.description(null);
    assertEquals("", FillsText.write(info));
    ModelInfo filled = info.withFills(Map.of("weight", List.of(2.5), "size", List.of(0.1, -3.0)));
    String text = FillsText.write(filled);
    Path resource = folder.resolve(Isolated.FOLDER + "Pet.fills");
    Files.createDirectories(resource.getParent());
    Files.writeString(resource, text);
    assertEquals(filled, model(null).info());
    String other = text.replace("size", "age");
    Files.writeString(resource, other);
    Throwable e = assertThrows(InvocationTargetException.class, open::model).getCause();
    assertEquals(
        "resource Pet.fills: line 3: the model has no input \"age\"; train it again",
        e.getMessage());
    assertThrows(
        IllegalArgumentException.class,
        () -> FillsText.complete(info, text.replace("[2.5]", "[2.5 1.0]")));
    assertThrows(
        IllegalArgumentException.class, () -> FillsText.complete(info, text.replace("1\n", "2\n")));
  }

  @Test
  void damagedOrMissingResourcesAreNamed() throws Exception {
    byte[] bytes = Isolated.bytes(TRAINED);
    bytes[30] ^= 1;
    GeneratedModel model = model(bytes);
    IllegalStateException e = assertThrows(IllegalStateException.class, model::weights);
    assertEquals("resource Pet.weights: it is damaged: its check sum is wrong", e.getMessage());
    assertThrows(IllegalStateException.class, Pet::new);
    try (Isolated loader = Isolated.at(folder.resolve("x"), Pet.description(null), new byte[0])) {
      Files.writeString(folder.resolve("x/" + Isolated.FOLDER + "Pet.nninfo"), "nninfo 9\n");
      InvocationTargetException thrown =
          assertThrows(InvocationTargetException.class, loader::model);
      assertEquals(
          "resource Pet.nninfo: line 1: format version 9 instead of 3; compile the model anew",
          thrown.getCause().getMessage());
    }
  }

  @Test
  void refusesWhatTheInputsDoNotTake() throws Exception {
    Predictor p = model(null).predictor();
    assertMessage(
        "coat must be one of [short, long, none, at all], not red", () -> p.set(2, "red"));
    assertMessage("weight takes a number, not \"red\"", () -> p.set(0, "red"));
    assertMessage("size needs 2 numbers, not 3", () -> p.set(1, new float[3]));
    assertMessage("size needs 2 numbers, not 1", () -> p.set(1, 1));
    assertMessage("legs must be a whole number from 0 to 4, not 5.0", () -> p.set(3, 5));
    assertMessage("legs must be a whole number from 0 to 4, not 1.5", () -> p.set(3, 1.5));
    assertMessage("coat must be a whole number from 0 to 2, not NaN", () -> p.set(2, Double.NaN));
    assertMessage("kind has 2 numbers", () -> p.get(1));
    assertMessage("score does not give a number for each category", () -> p.getCategory(0));
  }

  @Test
  void takesAllKindsOfInputsAndGivesAllKindsOfOutputs() throws Exception {
    Predictor p = model(Isolated.bytes(TRAINED)).predictor(3);
    p.row(2);
    p.set(0, 7);
    p.set(1, new double[] {1, 2});
    p.set(2, new String[] {"none, at all"});
    p.set(3, new int[] {2});
    p.set(4, 1);
    p.row(0);
    p.set(0, -8);
    p.run(3);
    assertEquals(-8, p.get(0));
    assertEquals("dog, or so", p.getCategory(1));
    assertEquals(1, p.argmax(1));
    p.row(2);
    assertEquals(2218, p.get(0));
    assertEquals("cat", p.getCategory(1));
    assertArrayEquals(new float[] {2218, -2218}, p.getFloats(1));
    assertArrayEquals(new double[] {2218, -2218}, p.getDoubles(2));
    assertThrows(IndexOutOfBoundsException.class, () -> p.row(3));
    assertThrows(IndexOutOfBoundsException.class, () -> p.run(4));
    assertThrows(IndexOutOfBoundsException.class, () -> p.run(0));
  }

  @Test
  void anyNumberOfThreadsGetTheirOwnAnswers() throws Exception {
    GeneratedModel model = model(Isolated.bytes(TRAINED));
    ExecutorService threads = Executors.newFixedThreadPool(16);
    List<Future<Integer>> wrong = new ArrayList<>();
    for (int t = 0; t < 16; t++) {
      int base = 1000 * t;
      wrong.add(
          threads.submit(
              () -> {
                int count = 0;
                for (int i = 0; i < 20_000; i++) {
                  double score = facade(model).apply(animal(base + i % 1000, "short"))[0];
                  count += score == base + i % 1000 + 322 ? 0 : 1;
                }
                return count;
              }));
    }
    for (Future<Integer> count : wrong) {
      assertEquals(0, count.get());
    }
    threads.shutdown();
  }

  @Test
  void scalarCallsAllocateNothing() throws Exception {
    // What a generated method does, without the reflection that would allocate by itself.
    Predictor p = model(null).predictor();
    PredictorPool pool = new PredictorPool(() -> p);
    double sum = 0;
    long before = 0;
    for (int i = 0; i < 200_000; i++) {
      if (i == 100_000) {
        before = AllocationTest.allocated();
      }
      Predictor borrowed = pool.borrow();
      borrowed.set(0, i);
      borrowed.set(2, "long");
      borrowed.run();
      sum += borrowed.get(0);
      pool.release(borrowed);
    }
    long bytes = AllocationTest.allocated() - before;
    assertTrue(sum > 0);
    // An object a call would be 16 bytes; the virtual machine itself may allocate now and then.
    assertTrue(bytes < 100_000, bytes + " bytes in 100,000 calls");
  }

  @Test
  void poolGivesBackWhatWasReleased() throws Exception {
    Predictor p = model(null).predictor();
    int[] made = new int[1];
    PredictorPool pool =
        new PredictorPool(
            () -> {
              made[0]++;
              return p;
            });
    pool.release(pool.borrow());
    pool.release(pool.borrow());
    assertEquals(1, made[0]);
    pool.borrow();
    pool.borrow();
    assertEquals(2, made[0]);
  }

  private static float[] floats(Values values) {
    return ((FloatValues) values).array();
  }

  private static void assertMessage(
      String message, org.junit.jupiter.api.function.Executable code) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, code).getMessage());
  }
}
