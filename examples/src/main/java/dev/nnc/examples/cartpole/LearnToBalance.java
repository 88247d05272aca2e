package dev.nnc.examples.cartpole;

import deepq.DeepQ;
import dev.nnc.runtime.Learner;
import dev.nnc.runtime.Predictor;
import java.util.SplittableRandom;

/**
 * Learns from nothing but its own falls to balance a pole. The value of a move is 1 for the push
 * plus what the best move after it is worth; that is looked up in a copy of the network that
 * follows it now and then, while the network says which move is the best (van Hasselt, Guez and
 * Silver, "Deep reinforcement learning with double Q-learning", 2016).
 */
public final class LearnToBalance {
  private static final int BATCH = 64;
  private static final int REMEMBERED = 20_000;
  private static final int FIRST = 1_000;
  private static final int COPIED = 500;
  private static final int EXPLORING = 10_000;
  private static final double LEAST_CHANCE = 0.02;
  private static final float FUTURE = 0.99f;

  private final DeepQ network = new DeepQ();
  private final DeepQ copy = new DeepQ();
  private final Predictor player = network.predictor();
  private final Predictor chooser = network.predictor(BATCH);
  private final Predictor judge = copy.predictor(BATCH);
  private final Learner learner = network.learner(BATCH);
  private final Memory memory = new Memory(REMEMBERED);
  private final Memory.Event[] drawn = new Memory.Event[BATCH];
  private final SplittableRandom random = new SplittableRandom(1);
  private final CartPole cart = new CartPole(2);
  private int pushes;

  /** The network as it is now. */
  DeepQ network() {
    return network;
  }

  /** Plays and learns for so many pushes. */
  void play(int count) {
    for (int i = 0; i < count; i++, pushes++) {
      float[] before = cart.state();
      int move = random.nextDouble() < chance() ? random.nextInt(2) : best(before);
      cart.push(move);
      memory.add(new Memory.Event(before, move, cart.state(), cart.failed()));
      if (cart.over()) {
        cart.reset();
      }
      if (memory.size() >= FIRST) {
        step();
      }
    }
  }

  /** How likely a move is a random one. */
  private double chance() {
    return Math.max(LEAST_CHANCE, 1 - (double) pushes / EXPLORING);
  }

  private int best(float[] state) {
    player.set(0, state);
    player.run();
    return player.argmax(0);
  }

  private void step() {
    if (learner.steps() % COPIED == 0) {
      copy.load(network.weights());
    }
    for (int r = 0; r < BATCH; r++) {
      drawn[r] = memory.draw(random);
      chooser.row(r);
      chooser.set(0, drawn[r].after());
      judge.row(r);
      judge.set(0, drawn[r].after());
    }
    chooser.run(BATCH);
    judge.run(BATCH);
    for (int r = 0; r < BATCH; r++) {
      chooser.row(r);
      judge.row(r);
      double later = drawn[r].failed() ? 0 : FUTURE * judge.get(0, chooser.argmax(0));
      learner.set(r, 0, drawn[r].before());
      learner.set(r, 1, drawn[r].move());
      learner.set(r, 2, 1 + later);
    }
    learner.step(BATCH);
  }

  /** For how many pushes the pole stands on the average over so many episodes, without learning. */
  double test(int episodes, long seed) {
    CartPole other = new CartPole(seed);
    long sum = 0;
    for (int i = 0; i < episodes; i++) {
      other.reset();
      while (!other.over()) {
        other.push(best(other.state()));
      }
      sum += other.pushes();
    }
    return (double) sum / episodes;
  }

  /**
   * Plays and learns until the pole stands throughout ten episodes; prints how long it stands.
   *
   * @param most how many pushes there are at most
   * @return how many there were
   */
  int learn(int most) {
    System.out.println("pushes,average");
    double average = 0;
    while (average < CartPole.LONGEST && pushes < most) {
      play(1000);
      average = test(10, 3);
      System.out.printf("%d,%.1f%n", pushes, average);
    }
    return pushes;
  }

  /**
   * Learns, then tests what was learned in a hundred other episodes.
   *
   * @param args how many pushes there are at most
   */
  public static void main(String[] args) {
    LearnToBalance learning = new LearnToBalance();
    learning.learn(args.length == 1 ? Integer.parseInt(args[0]) : 100_000);
    System.out.printf("100 other episodes: %.1f%n", learning.test(100, 4));
  }
}
