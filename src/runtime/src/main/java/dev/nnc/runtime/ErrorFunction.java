package dev.nnc.runtime;

/**
 * The error function by rational approximations on four intervals, with the coefficients of
 * FreeBSD's and fdlibm's s_erf.c (Sun Microsystems, 1993): for {@code y = |x|}
 *
 * <ul>
 *   <li>y &lt; 0.84375: {@code x + x P(x²)/Q(x²)};
 *   <li>y &lt; 1.25: {@code c + P(y-1)/Q(y-1)}, c = 0.845…;
 *   <li>y &lt; 1/0.35 and y &lt; 6: {@code 1 - exp(-y² - 0.5625 + P(1/y²)/Q(1/y²)) / y};
 *   <li>beyond: 1.
 * </ul>
 */
final class ErrorFunction {
  private static final double MIDDLE = 8.45062911510467529297e-01;

  private static final double[] SMALL_P = {
    1.28379167095512558561e-01,
    -3.25042107247001499370e-01,
    -2.84817495755985104766e-02,
    -5.77027029648944159157e-03,
    -2.37630166566501626084e-05
  };
  private static final double[] SMALL_Q = {
    1,
    3.97917223959155352819e-01,
    6.50222499887672944485e-02,
    5.08130628187576562776e-03,
    1.32494738004321644526e-04,
    -3.96022827877536812320e-06
  };
  private static final double[] MIDDLE_P = {
    -2.36211856075265944077e-03, 4.14856118683748331666e-01, -3.72207876035701323847e-01,
    3.18346619901161753674e-01, -1.10894694282396677476e-01, 3.54783043256182359371e-02,
    -2.16637559486879084300e-03
  };
  private static final double[] MIDDLE_Q = {
    1,
    1.06420880400844228286e-01,
    5.40397917702171048937e-01,
    7.18286544141962662868e-02,
    1.26171219808761642112e-01,
    1.36370839120290507362e-02,
    1.19844998467991074170e-02
  };
  private static final double[] LARGE_P = {
    -9.86494403484714822705e-03, -6.93858572707181764372e-01, -1.05586262253232909814e+01,
    -6.23753324503260060396e+01, -1.62396669462573470355e+02, -1.84605092906711035994e+02,
    -8.12874355063065934246e+01, -9.81432934416914548592e+00
  };
  private static final double[] LARGE_Q = {
    1,
    1.96512716674392571292e+01,
    1.37657754143519042600e+02,
    4.34565877475229228821e+02,
    6.45387271733267880336e+02,
    4.29008140027567833386e+02,
    1.08635005541779435134e+02,
    6.57024977031928170135e+00,
    -6.04244152148580987438e-02
  };
  private static final double[] TAIL_P = {
    -9.86494292470009928597e-03, -7.99283237680523006574e-01, -1.77579549177547519889e+01,
    -1.60636384855821916062e+02, -6.37566443368389627722e+02, -1.02509513161107724954e+03,
    -4.83519191608651397019e+02
  };
  private static final double[] TAIL_Q = {
    1,
    3.03380607434824582924e+01,
    3.25792512996573918826e+02,
    1.53672958608443695994e+03,
    3.19985821950859553908e+03,
    2.55305040643316442583e+03,
    4.74528541206955367215e+02,
    -2.24409524465858183362e+01
  };

  private ErrorFunction() {}

  /** The error function. */
  static double erf(double x) {
    double y = Math.abs(x);
    if (y < 0.84375) {
      double z = x * x;
      return x + x * (polynomial(SMALL_P, z) / polynomial(SMALL_Q, z));
    }
    if (y < 1.25) {
      double s = y - 1;
      return Math.copySign(MIDDLE + polynomial(MIDDLE_P, s) / polynomial(MIDDLE_Q, s), x);
    }
    if (!(y < 6)) {
      return y >= 6 ? Math.copySign(1, x) : x;
    }
    // y² loses bits, and exp would magnify the loss: z is y with half its bits, so z² is exact.
    double z = Double.longBitsToDouble(Double.doubleToRawLongBits(y) & 0xffffffff00000000L);
    double tail = StrictMath.exp(-z * z - 0.5625) * StrictMath.exp((z - y) * (z + y) + quotient(y));
    return Math.copySign(1 - tail / y, x);
  }

  /** The error function, with enough digits for a float, of an argument that is one. */
  static double erfOfFloat(double x) {
    double y = Math.abs(x);
    if (y < 1.25 || !(y < 6)) {
      return erf(x);
    }
    return Math.copySign(1 - SingleFunctions.exp(quotient(y) - y * y - 0.5625) / y, x);
  }

  private static double quotient(double y) {
    double s = 1 / (y * y);
    return y < 1 / 0.35
        ? polynomial(LARGE_P, s) / polynomial(LARGE_Q, s)
        : polynomial(TAIL_P, s) / polynomial(TAIL_Q, s);
  }

  private static double polynomial(double[] coefficients, double x) {
    double result = coefficients[coefficients.length - 1];
    for (int i = coefficients.length - 2; i >= 0; i--) {
      result = Math.fma(result, x, coefficients[i]);
    }
    return result;
  }
}
