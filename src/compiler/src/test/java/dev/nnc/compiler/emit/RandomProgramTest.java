package dev.nnc.compiler.emit;

import org.junit.jupiter.api.Test;

/** Emitted code agrees with the operators' definitions bit for bit. */
class RandomProgramTest {
  private static final int PROGRAMS = Integer.getInteger("nnc.random.programs", 300);

  @Test
  void randomProgramsAgree() {
    for (int seed = 0; seed < PROGRAMS; seed++) {
      try {
        Check.agrees(RandomProgram.of(seed));
      } catch (RuntimeException | Error e) {
        throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
      }
    }
  }
}
