package dev.nnc.examples.connectfour;

/**
 * A position of Connect Four as two sets of stones, one bit a field: column by column from the
 * bottom, with an empty seventh row between columns, so that a line is four bits at the same
 * distance.
 *
 * @param own stones of the player to move
 * @param all stones of both
 */
record Board(long own, long all) {
  static final int COLUMNS = 7;
  static final int ROWS = 6;

  /** Nobody has played. */
  static final Board EMPTY = new Board(0, 0);

  private static final int HEIGHT = ROWS + 1;

  /** The bit of a field, rows from the bottom. */
  private static long field(int column, int row) {
    return 1L << (column * HEIGHT + row);
  }

  /** Whether a column has room. */
  boolean free(int column) {
    return (all & field(column, ROWS - 1)) == 0;
  }

  /** The position after a move, seen by the other player. */
  Board play(int column) {
    return new Board(all ^ own, all | (all + field(column, 0)));
  }

  /** Whether the player who moved last has four in a line. */
  boolean lost() {
    return line(all ^ own);
  }

  /** The first column in which the player to move makes four in a line; -1 where there is none. */
  int winning() {
    for (int column = 0; column < COLUMNS; column++) {
      if (free(column) && play(column).lost()) {
        return column;
      }
    }
    return -1;
  }

  private static boolean line(long stones) {
    for (int distance : new int[] {1, ROWS, HEIGHT, HEIGHT + 1}) {
      long pairs = stones & (stones >> distance);
      if ((pairs & (pairs >> (2 * distance))) != 0) {
        return true;
      }
    }
    return false;
  }

  /** The same stones, seen by the other player. */
  Board passed() {
    return new Board(all ^ own, all);
  }

  /** Whether no column has room. */
  boolean full() {
    return Long.bitCount(all) == ROWS * COLUMNS;
  }

  /** Whether the game has ended. */
  boolean over() {
    return lost() || full();
  }

  /** The stones of the player to move, then the other's: 1 where one lies, row by row. */
  float[] planes() {
    float[] planes = new float[2 * ROWS * COLUMNS];
    for (int row = 0; row < ROWS; row++) {
      for (int column = 0; column < COLUMNS; column++) {
        long field = field(column, ROWS - 1 - row);
        int place = row * COLUMNS + column;
        planes[place] = (own & field) != 0 ? 1 : 0;
        planes[ROWS * COLUMNS + place] = ((all ^ own) & field) != 0 ? 1 : 0;
      }
    }
    return planes;
  }

  /** The position in a mirror. */
  Board mirrored() {
    return new Board(mirrored(own), mirrored(all));
  }

  private static long mirrored(long stones) {
    long result = 0;
    for (int column = 0; column < COLUMNS; column++) {
      long part = (stones >> (column * HEIGHT)) & ((1L << HEIGHT) - 1);
      result |= part << ((COLUMNS - 1 - column) * HEIGHT);
    }
    return result;
  }
}
