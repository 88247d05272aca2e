package dev.nnc.compiler.plan;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much memory a training step may take for the values in between, those that are neither given
 * nor results. It takes less if the backward pass computes values of the forward pass again instead
 * of keeping them.
 *
 * @param kind what is wanted
 * @param bytes the most that the arrays for values in between may take; 0 unless a size is wanted
 * @param batch for so many examples; 0 for the batch of training
 */
public record MemoryLimit(Kind kind, long bytes, int batch) {
  /** What is wanted. */
  public enum Kind {
    /** The fastest step; all values are kept. */
    FAST,
    /** The step that takes least memory of all that are tried. */
    LEAST,
    /** The fastest step that takes no more than a size. */
    SIZE
  }

  /** The fastest step, whatever it takes. */
  public static final MemoryLimit FAST = new MemoryLimit(Kind.FAST, 0, 0);

  /** The least memory. */
  public static final MemoryLimit LEAST = new MemoryLimit(Kind.LEAST, 0, 0);

  private static final Pattern SIZE =
      Pattern.compile("(\\d{1,15}(?:\\.\\d{1,9})?) ?(b|kb|mb|gb|tb|kib|mib|gib|tib)");

  private static final Map<String, Long> UNITS =
      Map.of(
          "b", 1L,
          "kb", 1_000L,
          "mb", 1_000_000L,
          "gb", 1_000_000_000L,
          "tb", 1_000_000_000_000L,
          "kib", 1L << 10,
          "mib", 1L << 20,
          "gib", 1L << 30,
          "tib", 1L << 40);

  /** Checks the numbers. */
  public MemoryLimit {
    if (kind == Kind.SIZE ? bytes < 1 : bytes != 0) {
      throw new IllegalArgumentException(bytes + " bytes");
    }
    if (batch < 0) {
      throw new IllegalArgumentException("a batch of " + batch);
    }
  }

  /** At most so many bytes. */
  public static MemoryLimit of(long bytes) {
    return new MemoryLimit(Kind.SIZE, bytes, 0);
  }

  /** The same for so many examples, or for the batch of training where that is 0. */
  public MemoryLimit forBatch(int examples) {
    return new MemoryLimit(kind, bytes, examples);
  }

  /**
   * Reads {@code fast}, {@code least}, or a size such as {@code 200MB} or {@code 1.5GiB}.
   *
   * @param text what the user wrote
   * @return the limit
   * @throws IllegalArgumentException if it is none of these; the message says what would be
   */
  public static MemoryLimit parse(String text) {
    String word = text.strip().toLowerCase(Locale.ROOT);
    if (word.equals("fast")) {
      return FAST;
    } else if (word.equals("least")) {
      return LEAST;
    }
    Matcher size = SIZE.matcher(word);
    if (size.matches()) {
      BigDecimal unit = BigDecimal.valueOf(UNITS.get(size.group(2)));
      BigDecimal bytes = new BigDecimal(size.group(1)).multiply(unit);
      if (bytes.signum() > 0 && bytes.compareTo(BigDecimal.valueOf(1L << 60)) < 0) {
        return of(Math.max(1, bytes.longValue()));
      }
    }
    throw new IllegalArgumentException(
        "memory is fast, least, or a size such as 200MB, not \"" + text + "\"");
  }

  /**
   * A number of bytes as a user writes it, rounded up to three digits or so.
   *
   * @param bytes how many
   * @return for example {@code 24.7MB}; {@link #parse} reads it as no less
   */
  public static String text(long bytes) {
    long unit = 1;
    String name = "B";
    for (String larger : new String[] {"kB", "MB", "GB", "TB"}) {
      if (bytes >= unit * 1000) {
        unit *= 1000;
        name = larger;
      }
    }
    long tenths = (bytes / unit) * 10 + (bytes % unit * 10 + unit - 1) / unit;
    return tenths / 10 + (tenths % 10 == 0 ? "" : "." + tenths % 10) + name;
  }

  @Override
  public String toString() {
    return kind == Kind.SIZE ? bytes + "B" : kind.name().toLowerCase(Locale.ROOT);
  }
}
