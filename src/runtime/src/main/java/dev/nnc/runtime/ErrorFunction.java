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
  private static final double MIDDLE = 0.8450629115104675;

  private static final double[] SMALL_P = {
    0.12837916709551256,
    -0.3250421072470015,
    -0.02848174957559851,
    -0.005770270296489442,
    -2.3763016656650163e-05
  };
  private static final double[] SMALL_Q = {
    1,
    0.39791722395915535,
    0.0650222499887673,
    0.005081306281875766,
    0.00013249473800432164,
    -3.960228278775368e-06
  };
  private static final double[] MIDDLE_P = {
    -0.0023621185607526594, 0.41485611868374833, -0.3722078760357013,
    0.31834661990116175, -0.11089469428239668, 0.035478304325618236,
    -0.002166375594868791
  };
  private static final double[] MIDDLE_Q = {
    1,
    0.10642088040084423,
    0.540397917702171,
    0.07182865441419627,
    0.12617121980876164,
    0.01363708391202905,
    0.011984499846799107
  };
  private static final double[] LARGE_P = {
    -0.009864944034847148, -0.6938585727071818, -10.558626225323291,
    -62.375332450326006, -162.39666946257347, -184.60509290671104,
    -81.2874355063066, -9.814329344169145
  };
  private static final double[] LARGE_Q = {
    1,
    19.651271667439257,
    137.65775414351904,
    434.56587747522923,
    645.3872717332679,
    429.00814002756783,
    108.63500554177944,
    6.570249770319282,
    -0.0604244152148581
  };
  private static final double[] TAIL_P = {
    -0.0098649429247001, -0.799283237680523, -17.757954917754752,
    -160.63638485582192, -637.5664433683896, -1025.0951316110772,
    -483.5191916086514
  };
  private static final double[] TAIL_Q = {
    1,
    30.33806074348246,
    325.7925129965739,
    1536.729586084437,
    3199.8582195085955,
    2553.0504064331644,
    474.52854120695537,
    -22.44095244658582
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
