package a;

/** Keeps javac busy, and using the model that stays. */
public final class Stays {
  private Stays() {}

  static double result() {
    return new New().result(1);
  }
}
