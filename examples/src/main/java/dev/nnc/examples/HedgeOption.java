package dev.nnc.examples;

import optionprice.OptionPrice;

/** Prints the value of a call option over spot prices, and how many shares hedge it. */
public final class HedgeOption {
  private HedgeOption() {}

  /**
   * Runs the program.
   *
   * @param args strike, maturity in years, volatility
   */
  public static void main(String[] args) {
    double strike = args.length == 3 ? Double.parseDouble(args[0]) : 100;
    double maturity = args.length == 3 ? Double.parseDouble(args[1]) : 1;
    double volatility = args.length == 3 ? Double.parseDouble(args[2]) : 0.2;
    OptionPrice model = new OptionPrice();
    System.out.println("spot,value,shares");
    for (int spot = 80; spot <= 120; spot += 10) {
      System.out.printf(
          "%d,%.2f,%.3f%n",
          spot,
          model.value(spot, strike, maturity, volatility),
          model.sensitivity(spot, strike, maturity, volatility));
    }
  }
}
