package dev.nnc.compiler.property;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnc.compiler.source.CompileException;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Random programs, from their text to the numbers they compute. {@code -Dnnc.programs=5000} runs
 * more of them and {@code -Dnnc.seed=7} others. A failure is shrunk and shown as a file.
 */
class PropertyTest {
  private static final int PROGRAMS = Integer.getInteger("nnc.programs", 300);
  private static final long FIRST = Long.getLong("nnc.seed", 0);
  private static final int SHRINKING_TRIES = 1_500;

  @Test
  void everyEngineComputesWhatTheTextMeans() {
    int compared = 0;
    int rough = 0;
    int refused = 0;
    for (long seed = FIRST; seed < FIRST + PROGRAMS; seed++) {
      Choices choices = Choices.seeded(seed);
      String text = ProgramText.of(choices);
      try {
        Properties properties = new Properties(text, seed);
        properties.check();
        compared += properties.compared();
        rough += properties.rough();
      } catch (CompileException e) {
        refused++;
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError(report(seed, choices.made(), e), e);
      }
    }
    assertTrue(refused <= 1 + PROGRAMS / 200, refused + " programs mean nothing");
    assertTrue(compared > 10 * rough, compared + " slopes compared, " + rough + " not smooth");
  }

  private static String report(long seed, List<Integer> made, Throwable failure) {
    String kind = kind(failure);
    List<Integer> least =
        Choices.shrink(made, shorter -> kind.equals(kind(failure(shorter, seed))), SHRINKING_TRIES);
    Throwable last = failure(least, seed);
    return "seed " + seed + ": " + last + "\n" + ProgramText.of(Choices.given(least));
  }

  private static Throwable failure(List<Integer> choices, long seed) {
    try {
      new Properties(ProgramText.of(Choices.given(choices)), seed).check();
      return null;
    } catch (CompileException e) {
      return null;
    } catch (RuntimeException | AssertionError e) {
      return e;
    }
  }

  /** Failures of one kind differ in numbers only. */
  private static String kind(Throwable failure) {
    if (failure == null) {
      return "none";
    }
    String message = String.valueOf(failure.getMessage());
    return failure.getClass().getName() + message.replaceAll("[^a-z ].*", "");
  }
}
