package dev.nnc.data;

import java.util.Objects;

/**
 * Data cannot be read or written. The message is for people: the place, what was found and what was
 * expected, and one thing to do about it.
 */
public final class DataException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final DataCode code;
  private final transient Place place;
  private final String problem;
  private final String fix;

  /**
   * Reports a problem.
   *
   * @param code its kind
   * @param place where it is
   * @param problem what was found and what was expected, a sentence without its full stop
   * @param fix one concrete thing to do, a sentence without its full stop
   */
  public DataException(DataCode code, Place place, String problem, String fix) {
    super(text(place, problem, fix));
    this.code = Objects.requireNonNull(code, "code");
    this.place = place;
    this.problem = problem;
    this.fix = fix;
  }

  /** As {@link #DataException(DataCode, Place, String, String)}, with what led to it. */
  public DataException(DataCode code, Place place, String problem, String fix, Throwable cause) {
    this(code, place, problem, fix);
    initCause(cause);
  }

  private static String text(Place place, String problem, String fix) {
    String where = place.toString();
    return (where.isEmpty() ? "" : where + ": ") + problem + ". " + fix + ".";
  }

  /** The kind of problem. */
  public DataCode code() {
    return code;
  }

  /** Where it is. */
  public Place place() {
    return place;
  }

  /** What was found and what was expected. */
  public String problem() {
    return problem;
  }

  /** One concrete thing to do. */
  public String fix() {
    return fix;
  }
}
