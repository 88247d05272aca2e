package dev.nnc.examples;

import houseprice.HousePrice;

/** Prints what a house should cost. */
public final class EstimateHouse {
  private EstimateHouse() {}

  /**
   * Runs the program.
   *
   * @param args square feet, distance to the centre in miles, bedrooms
   */
  public static void main(String[] args) {
    double sqft = args.length == 3 ? Double.parseDouble(args[0]) : 2100;
    double distance = args.length == 3 ? Double.parseDouble(args[1]) : 3.5;
    double bedrooms = args.length == 3 ? Double.parseDouble(args[2]) : 4;
    System.out.printf("%.0f%n", new HousePrice().estimate(sqft, distance, bedrooms));
  }
}
