package dev.nnc.examples.cartpole;

import java.util.SplittableRandom;

/**
 * A cart on a track that is pushed left or right, and a pole that stands on it (Barto, Sutton and
 * Anderson, "Neuronlike adaptive elements that can solve difficult learning control problems",
 * 1983). Lengths in metres, masses in kilograms, 50 pushes a second.
 */
final class CartPole {
  /** An episode ends after so many pushes. */
  static final int LONGEST = 500;

  /** Numbers that tell the state: place, speed, angle, angular speed. */
  static final int STATE = 4;

  private static final double GRAVITY = 9.8;
  private static final double POLE = 0.1;
  private static final double TOTAL = 1 + POLE;
  private static final double HALF_LENGTH = 0.5;
  private static final double FORCE = 10;
  private static final double SECONDS = 0.02;
  private static final double EDGE = 2.4;
  private static final double TILT = 12 * Math.PI / 180;

  private final SplittableRandom random;
  private double place;
  private double speed;
  private double angle;
  private double turning;
  private int pushes;

  /** A cart somewhere near the middle of its track. */
  CartPole(long seed) {
    random = new SplittableRandom(seed);
    reset();
  }

  /** Puts the pole up again. */
  void reset() {
    place = nearZero();
    speed = nearZero();
    angle = nearZero();
    turning = nearZero();
    pushes = 0;
  }

  private double nearZero() {
    return (random.nextDouble() - 0.5) / 10;
  }

  /** Pushes to the left (0) or right (1) for a fiftieth of a second. */
  void push(int move) {
    double sine = StrictMath.sin(angle);
    double cosine = StrictMath.cos(angle);
    double force = move == 0 ? -FORCE : FORCE;
    double pull = (force + POLE * HALF_LENGTH * turning * turning * sine) / TOTAL;
    double bend =
        (GRAVITY * sine - cosine * pull)
            / (HALF_LENGTH * (4.0 / 3 - POLE * cosine * cosine / TOTAL));
    double push = pull - POLE * HALF_LENGTH * bend * cosine / TOTAL;
    place += SECONDS * speed;
    speed += SECONDS * push;
    angle += SECONDS * turning;
    turning += SECONDS * bend;
    pushes++;
  }

  /** Whether the pole leans too far or the cart left its track. */
  boolean failed() {
    return Math.abs(place) > EDGE || Math.abs(angle) > TILT;
  }

  /** Whether the episode is over. */
  boolean over() {
    return failed() || pushes == LONGEST;
  }

  /** How many pushes there were. */
  int pushes() {
    return pushes;
  }

  /** The state, in a fresh array. */
  float[] state() {
    return new float[] {(float) place, (float) speed, (float) angle, (float) turning};
  }
}
