package dev.nnc.examples.cartpole;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnc.runtime.FloatValues;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class CartPoleTest {
  @Test
  void thePoleFallsToTheOtherSideOfAPush() {
    for (int move = 0; move < 2; move++) {
      CartPole cart = new CartPole(1);
      while (!cart.over()) {
        cart.push(move);
      }
      float[] state = cart.state();
      assertTrue(cart.failed() && cart.pushes() < 20, () -> cart.pushes() + " pushes");
      assertEquals(move == 0 ? 1 : -1, Math.signum(state[2]), "angle " + state[2]);
      assertEquals(move == 0 ? -1 : 1, Math.signum(state[1]), "speed " + state[1]);
    }
  }

  @Test
  void anEpisodeEndsAfterFiveHundredPushes() {
    CartPole cart = new CartPole(1);
    while (!cart.over()) {
      // Pushes to where the pole leans and turns, which keeps it up.
      cart.push(cart.state()[2] + cart.state()[3] / 4 > 0 ? 1 : 0);
    }
    assertEquals(CartPole.LONGEST, cart.pushes());
  }

  @Test
  void playingChangesTheNetworkInTheSameWayEachTime() {
    float[] before = numbers(new LearnToBalance());
    LearnToBalance learning = new LearnToBalance();
    learning.play(1_500);
    float[] after = numbers(learning);
    LearnToBalance again = new LearnToBalance();
    again.play(700);
    again.play(800);
    assertArrayEquals(after, numbers(again));
    assertNotEquals(before[0], after[0]);
  }

  @Tag("gallery")
  @Test
  void itLearnsToBalanceThePole() {
    LearnToBalance learning = new LearnToBalance();
    assertTrue(learning.learn(100_000) < 100_000);
    double average = learning.test(100, 4);
    assertTrue(average >= 475, () -> "average " + average);
  }

  private static float[] numbers(LearnToBalance learning) {
    return ((FloatValues) learning.network().parameters()).array().clone();
  }
}
