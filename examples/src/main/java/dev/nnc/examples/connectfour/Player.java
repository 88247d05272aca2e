package dev.nnc.examples.connectfour;

import java.util.SplittableRandom;

/** Chooses moves. */
interface Player {
  /** A free column, for a game that is not over. */
  int move(Board board);

  /** Takes a win, else blocks the other's, else plays anywhere. */
  static Player onePly(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return board -> {
      for (Board side : new Board[] {board, board.passed()}) {
        if (side.winning() >= 0) {
          return side.winning();
        }
      }
      int column = random.nextInt(Board.COLUMNS);
      while (!board.free(column)) {
        column = random.nextInt(Board.COLUMNS);
      }
      return column;
    };
  }

  /** Takes the column that a search tried most. */
  static Player searching(Search search, int simulations) {
    return board -> most(search.run(board, simulations, null).visits());
  }

  /** The place of the greatest number, the first of equals. */
  static int most(int[] numbers) {
    int best = 0;
    for (int i = 1; i < numbers.length; i++) {
      if (numbers[i] > numbers[best]) {
        best = i;
      }
    }
    return best;
  }

  /**
   * Plays games, in which both begin in turn.
   *
   * @return how many the player won, drew and lost
   */
  static int[] match(Player player, Player other, int games) {
    int[] results = new int[3];
    for (int game = 0; game < games; game++) {
      Board board = Board.EMPTY;
      boolean mine = game % 2 == 0;
      while (!board.over()) {
        board = board.play((mine ? player : other).move(board));
        mine = !mine;
      }
      results[!board.lost() ? 1 : mine ? 2 : 0]++;
    }
    return results;
  }
}
