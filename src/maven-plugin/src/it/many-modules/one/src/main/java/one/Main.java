package one;

/** Uses a model whose layers come from a library. */
public final class Main {
  private Main() {}

  /** Prints what the model says. */
  public static void main(String[] args) {
    System.out.println(new One().result(new float[] {1, 2, 3, 4}));
  }
}
