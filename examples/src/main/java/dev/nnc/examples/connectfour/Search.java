package dev.nnc.examples.connectfour;

import alphazero.AlphaZero;
import dev.nnc.runtime.Predictor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Looks ahead by Monte Carlo tree search (Silver and others, 2018): goes from the position along
 * the moves that promise most, until it comes to a position that is not in the tree yet, which the
 * network judges. A move promises what it was worth on the average, and more as long as it was
 * tried less than the network would have it.
 */
final class Search {
  private static final double CURIOSITY = 1.5;
  private static final double NOISE = 0.25;

  private final Predictor network;

  /**
   * What a search found.
   *
   * @param visits how often each column was tried
   * @param worth what the position is worth to the player to move, from -1 to 1
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Result(int[] visits, double worth) {}

  /** A position in the tree, and what is known of the moves from there. */
  private static final class Node {
    private final Board board;
    private final float[] prior;
    private final float value;
    private final Node[] after = new Node[Board.COLUMNS];
    private final int[] visits = new int[Board.COLUMNS];
    private final double[] worth = new double[Board.COLUMNS];
    private int total;

    Node(Board board, float[] prior, float value) {
      this.board = board;
      this.prior = prior;
      this.value = value;
    }

    /** The column to try next. */
    int select() {
      int best = -1;
      double most = Double.NEGATIVE_INFINITY;
      double root = Math.sqrt(total + 1);
      for (int column = 0; column < Board.COLUMNS; column++) {
        if (board.free(column)) {
          double mean = visits[column] == 0 ? value : worth[column] / visits[column];
          double promise = mean + CURIOSITY * prior[column] * root / (1 + visits[column]);
          if (promise > most) {
            most = promise;
            best = column;
          }
        }
      }
      return best;
    }
  }

  /** A search by a network as it is at each time. */
  Search(AlphaZero network) {
    this.network = network.predictor();
  }

  /**
   * Looks ahead.
   *
   * @param board a game that is not over
   * @param simulations tries in all
   * @param noise makes the first move less certain, as is good for practice; or null
   */
  Result run(Board board, int simulations, SplittableRandom noise) {
    Node root = judged(board);
    if (noise != null) {
      disturb(root, noise);
    }
    List<Node> path = new ArrayList<>();
    List<Integer> moves = new ArrayList<>();
    for (int i = 0; i < simulations; i++) {
      path.clear();
      moves.clear();
      Node node = root;
      boolean known = true;
      while (known && node.prior != null) {
        int column = node.select();
        path.add(node);
        moves.add(column);
        known = node.after[column] != null;
        if (!known) {
          node.after[column] = node(node.board.play(column));
        }
        node = node.after[column];
      }
      double value = node.value;
      for (int k = path.size() - 1; k >= 0; k--) {
        value = -value; // what is good for one player is bad for the other
        path.get(k).visits[moves.get(k)]++;
        path.get(k).worth[moves.get(k)] += value;
        path.get(k).total++;
      }
    }
    return new Result(root.visits, Arrays.stream(root.worth).sum() / simulations);
  }

  /**
   * A position that is decided, so that nobody need look further, or one that the network judges.
   */
  private Node node(Board board) {
    if (board.over()) {
      return new Node(board, null, board.lost() ? -1 : 0);
    }
    return board.winning() < 0 ? judged(board) : new Node(board, null, 1);
  }

  private Node judged(Board board) {
    network.set(0, board.planes());
    network.run();
    float[] prior = network.getFloats(0);
    float sum = 0;
    for (int column = 0; column < prior.length; column++) {
      prior[column] = board.free(column) ? prior[column] : 0;
      sum += prior[column];
    }
    for (int column = 0; column < prior.length; column++) {
      prior[column] /= sum;
    }
    return new Node(board, prior, (float) network.get(1));
  }

  /** Mixes the network's opinion with random weights of all free columns, which add up to 1. */
  private static void disturb(Node root, SplittableRandom random) {
    double[] weights = new double[Board.COLUMNS];
    double sum = 0;
    for (int column = 0; column < weights.length; column++) {
      double drawn = -StrictMath.log(1 - random.nextDouble());
      weights[column] = root.board.free(column) ? drawn : 0;
      sum += weights[column];
    }
    for (int column = 0; column < weights.length; column++) {
      double mixed = (1 - NOISE) * root.prior[column] + NOISE * weights[column] / sum;
      root.prior[column] = (float) mixed;
    }
  }
}
