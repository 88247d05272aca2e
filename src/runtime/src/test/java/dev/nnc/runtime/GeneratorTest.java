package dev.nnc.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GeneratorTest {
  private static Generator generator(Model model, Sampler sampler) {
    return new Generator(new Session(model, model.weights(), "next", 1), sampler);
  }

  private static int[] write(Generator generator, int count) {
    return IntStream.range(0, count).map(i -> generator.write()).toArray();
  }

  @Test
  void writesBehindThePrompt() {
    Generator generator = generator(new Chain(), Sampler.greedy());
    generator.read(0);
    // The sums are 0, 1, 1 …: after 0 comes 1, after 1 comes 0.
    assertArrayEquals(new int[] {1, 0, 0}, write(generator, 3));
    Generator other = generator(new Chain(), Sampler.greedy());
    other.read(1, 0, 1);
    assertArrayEquals(new int[] {2, 1, 0}, write(other, 3));
  }

  @Test
  void startsAnewWithTheLaterHalfWherePositionsEnd() {
    Generator generator = generator(new Chain(4), Sampler.greedy());
    generator.read(2, 3, 1, 1);
    // The table is full: 1, 1 stay, and 0 comes behind them. Their sum is 2, where 2 follows.
    generator.read(0);
    assertEquals(2, generator.write());
  }

  @Test
  void finds() {
    assertEquals(List.of("next"), Generator.entries(new Chain().info()));
    assertEquals(List.of("next"), Generator.entries(new Chain(4).info()));
  }

  @Test
  void needsATokenFirst() {
    Generator generator = generator(new Chain(), Sampler.greedy());
    assertThrows(IllegalStateException.class, generator::write);
  }
}
