package dev.nnc.examples.connectfour;

import alphazero.AlphaZero;
import dev.nnc.runtime.Learner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Learns Connect Four by playing against itself. A search makes better moves than the network that
 * it asks; the network learns to make the moves of the search, and to tell who won.
 */
public final class LearnConnectFour {
  /** How many games it plays against itself. */
  static final int PRACTICE = 300;

  /** Tries of the search for a move, in practice. */
  private static final int SIMULATIONS = 100;

  /** Tries of the search for a move, in a match. */
  private static final int MATCH = 200;

  private static final int TESTED = 50;
  private static final int BATCH = 64;
  private static final int GAMES = 10;
  private static final int REMEMBERED = 10_000;
  private static final int OPENING = 10;

  /** How often a position is learned from, on the average. */
  private static final double USES = 24;

  private final AlphaZero network = new AlphaZero();
  private final Search search = new Search(network);
  private final Learner learner = network.learner(BATCH);
  private final SplittableRandom random = new SplittableRandom(1);
  private final ArrayDeque<Position> memory = new ArrayDeque<>();
  private int games;

  /**
   * A position of a game that was played. Half of what it counts for is how the game ended, half
   * what the search thought, which knows of better moves than those that were played.
   *
   * @param board seen by the player to move
   * @param visits the share of each column in the search
   * @param outcome from -1, lost, to 1, won by that player
   */
  @SuppressWarnings("ArrayRecordComponent")
  private record Position(Board board, float[] visits, double outcome) {
    Position mirrored() {
      float[] turned = new float[visits.length];
      for (int column = 0; column < turned.length; column++) {
        turned[column] = visits[turned.length - 1 - column];
      }
      return new Position(board.mirrored(), turned, outcome);
    }
  }

  /** The network as it is now. */
  AlphaZero network() {
    return network;
  }

  /** Plays some games and learns from those of late; returns the mean loss. */
  double round(int count) {
    int fresh = 0;
    for (int game = 0; game < count; game++) {
      fresh += play();
    }
    while (memory.size() > REMEMBERED) {
      memory.removeFirst();
    }
    List<Position> positions = new ArrayList<>(memory);
    int steps = (int) (USES * fresh / BATCH);
    double sum = 0;
    for (int step = 0; step < steps; step++) {
      sum += step(positions);
    }
    return sum / steps;
  }

  /** Plays a game against itself; returns how many positions it had. */
  private int play() {
    List<Board> boards = new ArrayList<>();
    List<float[]> shares = new ArrayList<>();
    List<Double> worths = new ArrayList<>();
    Board board = Board.EMPTY;
    while (!board.over()) {
      Search.Result found = search.run(board, SIMULATIONS, random);
      int[] visits = found.visits();
      float[] share = new float[visits.length];
      for (int column = 0; column < share.length; column++) {
        share[column] = (float) visits[column] / SIMULATIONS;
      }
      boards.add(board);
      shares.add(share);
      worths.add(found.worth());
      board = board.play(boards.size() <= OPENING ? draw(visits) : Player.most(visits));
    }
    int outcome = board.lost() ? 1 : 0; // of the player who moved last
    for (int i = boards.size() - 1; i >= 0; i--) {
      memory.add(new Position(boards.get(i), shares.get(i), (outcome + worths.get(i)) / 2));
      outcome = -outcome;
    }
    games++;
    return boards.size();
  }

  /** A column, each as probable as it was tried. */
  private int draw(int[] visits) {
    int left = random.nextInt(Arrays.stream(visits).sum());
    int column = 0;
    while (left >= visits[column]) {
      left -= visits[column++];
    }
    return column;
  }

  private double step(List<Position> positions) {
    for (int r = 0; r < BATCH; r++) {
      Position position = positions.get(random.nextInt(positions.size()));
      if (random.nextBoolean()) {
        position = position.mirrored();
      }
      learner.set(r, 0, position.board().planes());
      learner.set(r, 1, position.visits());
      learner.set(r, 2, position.outcome());
    }
    return learner.step(BATCH);
  }

  /**
   * Plays a hundred games against one that looks a move ahead.
   *
   * @param simulations tries of the search for a move; with 1 the network plays alone
   * @return games won
   */
  int test(int simulations) {
    Player me = Player.searching(search, simulations);
    return Player.match(me, Player.onePly(3), 100)[0];
  }

  /**
   * Practises, and prints now and then how well it plays.
   *
   * @param most how many games it plays against itself, a multiple of fifty
   */
  Progress learn(int most) {
    Progress progress = new Progress();
    System.out.println("games,won,won by the network alone,loss");
    measure(progress, "");
    while (games < most) {
      double loss = round(GAMES);
      if (games % TESTED == 0) {
        measure(progress, String.format(Locale.ROOT, "%.3f", loss));
      }
    }
    return progress;
  }

  private void measure(Progress progress, String loss) {
    Progress.Point now = new Progress.Point(games, test(MATCH), test(1));
    progress.add(now);
    System.out.printf("%d,%d,%d,%s%n", games, now.searching(), now.alone(), loss);
  }

  /**
   * Learns, and draws how many games it wins.
   *
   * @param args the file of the picture, SVG, or none
   * @throws IOException if that cannot be written
   */
  public static void main(String[] args) throws IOException {
    Progress progress = new LearnConnectFour().learn(PRACTICE);
    if (args.length == 1) {
      Files.writeString(Path.of(args[0]), progress.svg());
    }
  }
}
