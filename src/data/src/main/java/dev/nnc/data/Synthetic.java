package dev.nnc.data;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * Made-up data for examples and tests. The same name and seed give the same bytes on every machine:
 * all functions are those of {@link StrictMath}, and numbers have a fixed count of decimals.
 */
public final class Synthetic {
  /** The seed of the files that come with the examples. */
  public static final long SEED = 1;

  /** What can be made. */
  public static final List<String> NAMES =
      List.of("houses", "churn", "spiral", "sine", "options", "checkers");

  private Synthetic() {}

  /**
   * Writes a file of examples.
   *
   * @param name one of {@link #NAMES}
   * @param seed of the random numbers in it
   * @param file where to write
   * @throws DataException if there is no such data, or the file cannot be written
   */
  public static void write(String name, long seed, Path file) {
    byte[] bytes = text(name, seed).getBytes(StandardCharsets.UTF_8);
    OutputFile.write(file, out -> out.write(bytes));
  }

  /**
   * The examples as CSV text.
   *
   * @param name one of {@link #NAMES}
   * @param seed of the random numbers in it
   * @return a header and rows
   */
  static String text(String name, long seed) {
    Draw draw = new Draw(seed);
    return switch (name) {
      case "houses" -> houses(draw);
      case "churn" -> churn(draw);
      case "spiral" -> spiral(draw);
      case "sine" -> sine(draw);
      case "options" -> options(draw);
      case "checkers" -> checkers(draw);
      default ->
          throw new DataException(
              DataCode.BAD_ARGUMENT,
              new Place("", 0, 0, "", ""),
              "there is no synthetic data called " + Spelling.quote(name),
              Spelling.advice(name, NAMES, "choose one of them"));
    };
  }

  /**
   * Prices of 1,000 houses: larger and more central ones cost more, the price of an area falls with
   * the distance from the centre, small rooms are a defect. The noise is 4% of the price.
   */
  private static String houses(Draw draw) {
    CsvText text = new CsvText("sqft,distance,bedrooms,price");
    for (int i = 0; i < 1000; i++) {
      double sqft = Math.rint(draw.between(600, 4200));
      double distance = Math.round(draw.between(0.5, 30) * 10) / 10.0;
      double fitting = sqft / 600.0 + draw.normal() * 0.7;
      double bedrooms = Math.max(1, Math.min(6, Math.rint(fitting)));
      double central = 0.5 + 0.8 * StrictMath.exp(-distance / 8);
      double crowded = Math.max(0, bedrooms * 380 - sqft);
      double price =
          30_000 + 210 * StrictMath.pow(sqft, 0.98) * central + 11_000 * bedrooms - 60 * crowded;
      price = Math.max(25_000, price * (1 + 0.04 * draw.normal()));
      text.number(sqft, 0).number(distance, 1).number(bedrooms, 0);
      text.number(Math.round(price / 100) * 100.0, 0).end();
    }
    return text.toString();
  }

  /**
   * Which of 2,000 customers left. Drawn from a logistic model in which many calls to support are
   * worse for new customers than for old ones.
   */
  private static String churn(Draw draw) {
    CsvText text = new CsvText("tenure,monthly,support_calls,plan,churned");
    String[] plans = {"basic", "plus", "pro"};
    double[] base = {25, 50, 85};
    double[] leaving = {0.9, 0, -1.1};
    for (int i = 0; i < 2000; i++) {
      double which = draw.uniform();
      int plan = which < 0.5 ? 0 : which < 0.8 ? 1 : 2;
      double tenure = Math.floor(72 * StrictMath.pow(draw.uniform(), 1.5));
      double monthly = Math.round((base[plan] + draw.between(-8, 20)) * 100) / 100.0;
      double calls = draw.poisson(1.8);
      double logit = -1.6 - 0.07 * (tenure - 20) + 0.07 * (monthly - base[plan] - 6);
      logit += leaving[plan] + 0.9 * (calls - 1.8) + (calls >= 3 && tenure < 18 ? 2 : 0);
      int churned = draw.uniform() < 1 / (1 + StrictMath.exp(-1.5 * logit)) ? 1 : 0;
      text.number(tenure, 0).number(monthly, 2).number(calls, 0).word(plans[plan]);
      text.number(churned, 0).end();
    }
    return text.toString();
  }

  /** 900 points on three arms of a spiral in the unit disc, with light noise in the angle. */
  private static String spiral(Draw draw) {
    CsvText text = new CsvText("x,y,arm");
    for (int i = 0; i < 900; i++) {
      int arm = i % 3;
      int place = i / 3;
      double radius = 0.05 + 0.95 * place / 299;
      double angle = 2 * Math.PI * arm / 3 + 4.5 * radius + 0.1 * draw.normal();
      text.number(radius * StrictMath.cos(angle), 5);
      text.number(radius * StrictMath.sin(angle), 5).number(arm, 0).end();
    }
    return text.toString();
  }

  /** 500 points of the sine curve between -2 pi and 2 pi, without noise. */
  private static String sine(Draw draw) {
    CsvText text = new CsvText("x,y");
    for (int i = 0; i < 500; i++) {
      double x = Math.round(draw.between(-2 * Math.PI, 2 * Math.PI) * 1e5) / 1e5;
      text.number(x, 5).number(StrictMath.sin(x), 7).end();
    }
    return text.toString();
  }

  /**
   * Values of 4,000 European call options and their derivatives by the spot price, at an interest
   * rate of 0: {@code S N(d1) - K N(d2)} and {@code N(d1)}, where d1 and d2 are {@code (log(S/K) ±
   * v^2 T / 2) / (v sqrt(T))} (Black and Scholes, "The pricing of options and corporate
   * liabilities", 1973).
   */
  private static String options(Draw draw) {
    CsvText text = new CsvText("spot,strike,maturity,volatility,price,delta");
    for (int i = 0; i < 4000; i++) {
      double spot = Math.round(draw.between(60, 140) * 100) / 100.0;
      double strike = Math.rint(draw.between(80, 120));
      double maturity = Math.round(draw.between(0.1, 2) * 1000) / 1000.0;
      double volatility = Math.round(draw.between(0.1, 0.5) * 1000) / 1000.0;
      double spread = volatility * Math.sqrt(maturity);
      double d1 = StrictMath.log(spot / strike) / spread + spread / 2;
      double delta = cumulative(d1);
      double price = spot * delta - strike * cumulative(d1 - spread);
      text.number(spot, 2).number(strike, 0).number(maturity, 3).number(volatility, 3);
      text.number(Math.max(0, price), 6).number(delta, 6).end();
    }
    return text.toString();
  }

  /** 2,000 points on a board of 4 by 4 fields, without noise, and whether the field is black. */
  private static String checkers(Draw draw) {
    CsvText text = new CsvText("x,y,black");
    for (int i = 0; i < 2000; i++) {
      double x = Math.floor(draw.between(0, 4) * 1e4) / 1e4;
      double y = Math.floor(draw.between(0, 4) * 1e4) / 1e4;
      text.number(x, 4).number(y, 4);
      text.number((Math.floor(x) + Math.floor(y)) % 2, 0).end();
    }
    return text.toString();
  }

  /**
   * The standard normal distribution function, by the series {@code 1/2 + phi(x) (x + x^3/3 +
   * x^5/(3*5) + ...)} (Marsaglia, "Evaluating the normal distribution", 2004).
   */
  static double cumulative(double x) {
    if (Math.abs(x) > 8) {
      return x < 0 ? 0 : 1;
    }
    double term = x;
    double sum = 0;
    for (int n = 3; sum + term != sum; n += 2) {
      sum += term;
      term *= x * x / n;
    }
    return 0.5 + sum * StrictMath.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
  }

  /**
   * Writes a file: {@code Synthetic NAME FILE [SEED]}.
   *
   * @param arguments the name of the data, where to write it, and the seed
   */
  public static void main(String[] arguments) {
    try {
      if (arguments.length < 2 || arguments.length > 3) {
        throw new DataException(
            DataCode.MISSING_ARGUMENT,
            new Place("", 0, 0, "", ""),
            "expected the name of the data and a file to write, and perhaps a seed",
            "There are " + Spelling.list(NAMES));
      }
      long seed = arguments.length == 3 ? Long.parseLong(arguments[2]) : SEED;
      write(arguments[0], seed, Path.of(arguments[1]));
    } catch (DataException e) {
      System.err.println("error[" + e.code().id() + "]: " + e.getMessage());
      System.exit(3);
    } catch (NumberFormatException e) {
      System.err.println("error: the seed is a whole number, not " + Spelling.quote(arguments[2]));
      System.exit(2);
    }
  }
}
