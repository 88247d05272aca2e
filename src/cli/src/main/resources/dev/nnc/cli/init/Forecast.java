import icecream.IceCream;

/** Asks the trained model. */
public final class Forecast {
  private Forecast() {}

  public static void main(String[] args) {
    IceCream model = new IceCream();
    System.out.println("a warm, sunny Sunday: " + model.cones(28, 10, 1));
    System.out.println("a cold, grey Tuesday: " + model.cones(9, 1, 0));
  }
}
