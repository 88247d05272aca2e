package dev.nnc.runtime;

import java.util.Locale;

/**
 * How generated code computes: by plain loops, which run on every virtual machine, or through the
 * lanes of the machine's vectors, which needs the module {@code jdk.incubator.vector}. Results have
 * the same bits.
 *
 * <p>Where the module is there, which {@code java --add-modules jdk.incubator.vector} sees to, a
 * routine begins with plain loops and goes over to vectors as soon as their code is compiled and
 * faster. The system property {@value #PROPERTY} demands one of them from the start, by its name in
 * small letters.
 */
public enum Engine {
  /** Plain loops. */
  SCALAR,
  /** Loops over lanes. */
  VECTOR;

  /** The system property that demands an engine. */
  public static final String PROPERTY = "nnc.engine";

  /**
   * The most floats in a vector for which generated code leaves room; a multiple of those that
   * there are.
   */
  public static final int MOST_LANES = 16;

  private static final String MODULE = "jdk.incubator.vector";

  /** Found out once. */
  private static final class Presence {
    static final int LANES = lanes();
    static final boolean PRESENT = LANES > 0 && MOST_LANES % LANES == 0;

    /** The module may have come after the start, outside of the layer that lists modules. */
    private static int lanes() {
      try {
        Class<?> vector = Class.forName(MODULE + ".FloatVector");
        Object species = vector.getField("SPECIES_PREFERRED").get(null);
        Class<?> type = Class.forName(MODULE + ".VectorSpecies");
        return (int) type.getMethod("length").invoke(species);
      } catch (ReflectiveOperationException absent) {
        return 0;
      }
    }
  }

  /** Room for the lanes of a vector, one a thread. */
  private static final ThreadLocal<float[]> LANES =
      ThreadLocal.withInitial(() -> new float[MOST_LANES]);

  /** Chosen once, and said once. */
  private static final class Chosen {
    static final Engine ENGINE = wanted();

    static {
      System.getLogger("dev.nnc").log(System.Logger.Level.DEBUG, "engine: {0}", ENGINE);
    }

    private static Engine wanted() {
      boolean present = vectors();
      String wanted = System.getProperty(PROPERTY, "");
      return switch (wanted.toLowerCase(Locale.ROOT)) {
        case "" -> present ? VECTOR : SCALAR;
        case "scalar" -> SCALAR;
        case "vector" -> {
          if (!present) {
            throw new IllegalStateException(
                PROPERTY
                    + "=vector, but the module "
                    + MODULE
                    + " is absent: start java with --add-modules "
                    + MODULE);
          }
          yield VECTOR;
        }
        default ->
            throw new IllegalStateException(
                PROPERTY + " is scalar or vector, not \"" + wanted + "\"");
      };
    }
  }

  /**
   * Whether this virtual machine can run vector code: there are vectors, of a number of lanes for
   * which generated code leaves room.
   */
  public static boolean vectors() {
    return Presence.PRESENT;
  }

  /** How many floats a vector of this virtual machine has; 0 where there are no vectors. */
  public static int vectorLanes() {
    return Presence.LANES;
  }

  /**
   * Whether vector code is being got ready aside at present, which takes time of a processor. Who
   * measures how fast a routine is, waits until that is over. It begins once the routine has run
   * for three seconds.
   */
  public static boolean warmingUp() {
    return Warmup.underWay();
  }

  /** Whether the engine is demanded, so that it is to be used from the first run. */
  static boolean demanded() {
    return !System.getProperty(PROPERTY, "").isEmpty();
  }

  /**
   * The engine of this virtual machine.
   *
   * @throws IllegalStateException if the system property demands what is not there
   */
  public static Engine current() {
    return Chosen.ENGINE;
  }

  /** Room for the lanes of a vector, the running thread's own. For generated classes. */
  public static float[] lanes() {
    return LANES.get();
  }

  /**
   * The whole numbers from 0. For generated classes.
   *
   * @param count how many
   */
  public static float[] floatIota(int count) {
    float[] iota = new float[count];
    for (int i = 0; i < count; i++) {
      iota[i] = i;
    }
    return iota;
  }

  /**
   * The whole numbers from 0. For generated classes.
   *
   * @param count how many
   */
  public static double[] doubleIota(int count) {
    double[] iota = new double[count];
    for (int i = 0; i < count; i++) {
      iota[i] = i;
    }
    return iota;
  }
}
