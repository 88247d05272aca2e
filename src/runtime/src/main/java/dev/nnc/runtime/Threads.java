package dev.nnc.runtime;

/**
 * How many threads share the work of a training step or a prediction: as many as there are
 * processors, unless the system property {@value #PROPERTY} says otherwise. Results do not depend
 * on it.
 */
public final class Threads {
  /** The system property that says how many. */
  public static final String PROPERTY = "nnc.threads";

  private static final int MOST = 256;

  private static final class Choice {
    static final int COUNT = choose();

    private static int choose() {
      String wanted = System.getProperty(PROPERTY, "");
      if (wanted.isEmpty()) {
        return Math.min(MOST, Runtime.getRuntime().availableProcessors());
      }
      try {
        int count = Integer.parseInt(wanted);
        if (count >= 1 && count <= MOST) {
          return count;
        }
      } catch (NumberFormatException e) {
        throw new IllegalStateException(complaint(wanted), e);
      }
      throw new IllegalStateException(complaint(wanted));
    }

    private static String complaint(String wanted) {
      return PROPERTY + " is a number from 1 to " + MOST + ", not \"" + wanted + "\"";
    }
  }

  private Threads() {}

  /**
   * How many threads share the work.
   *
   * @throws IllegalStateException if the system property is no such number
   */
  public static int count() {
    return Choice.COUNT;
  }
}
