package dev.nnc.examples.connectfour;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BoardTest {
  private static final int[][] DIRECTIONS = {{0, 1}, {1, 0}, {1, 1}, {1, -1}};

  /** Games at random, against rules that are written field by field. */
  @Test
  void gamesAreThoseOfTheRules() {
    SplittableRandom random = new SplittableRandom(1);
    int[] ends = new int[2];
    for (int game = 0; game < 2_000; game++) {
      int[][] fields = new int[Board.ROWS][Board.COLUMNS];
      Board board = Board.EMPTY;
      int player = 1;
      while (!board.over()) {
        int column = random.nextInt(Board.COLUMNS);
        int row = 0;
        while (row < Board.ROWS && fields[row][column] != 0) {
          row++;
        }
        assertEquals(row < Board.ROWS, board.free(column));
        if (row < Board.ROWS) {
          int winning = board.winning();
          fields[row][column] = player;
          board = board.play(column);
          player = -player;
          assertEquals(line(fields), board.lost());
          assertTrue(!board.lost() || winning >= 0);
          assertArrayEquals(planes(fields, player), board.planes());
        }
      }
      ends[board.lost() ? 0 : 1]++;
    }
    assertTrue(ends[0] > ends[1] && ends[1] > 0, ends[0] + " won, " + ends[1] + " drawn");
  }

  @Test
  void aMirrorTurnsColumns() {
    Board board = Board.EMPTY.play(0).play(0).play(5);
    assertEquals(Board.EMPTY.play(6).play(6).play(1), board.mirrored());
    assertEquals(board, board.mirrored().mirrored());
    assertEquals(board, board.passed().passed());
  }

  @Test
  void thePlayerThatLooksOneMoveAheadWinsAndBlocks() {
    Board three = Board.EMPTY.play(3).play(0).play(3).play(0).play(3);
    assertEquals(3, Player.onePly(1).move(three));
    Board both = three.play(0);
    assertEquals(3, Player.onePly(1).move(both));
    assertFalse(both.over());
    assertTrue(both.play(3).lost());
  }

  private static boolean line(int[][] fields) {
    for (int row = 0; row < Board.ROWS; row++) {
      for (int column = 0; column < Board.COLUMNS; column++) {
        for (int[] direction : DIRECTIONS) {
          int length = 0;
          while (length < 4
              && at(fields, row + length * direction[0], column + length * direction[1]) != 0
              && at(fields, row + length * direction[0], column + length * direction[1])
                  == fields[row][column]) {
            length++;
          }
          if (length == 4) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private static int at(int[][] fields, int row, int column) {
    boolean inside = row >= 0 && row < Board.ROWS && column >= 0 && column < Board.COLUMNS;
    return inside ? fields[row][column] : 0;
  }

  private static float[] planes(int[][] fields, int player) {
    float[] planes = new float[2 * Board.ROWS * Board.COLUMNS];
    int place = 0;
    for (int side : new int[] {player, -player}) {
      for (int row = Board.ROWS - 1; row >= 0; row--) {
        for (int column = 0; column < Board.COLUMNS; column++) {
          planes[place++] = fields[row][column] == side ? 1 : 0;
        }
      }
    }
    return planes;
  }
}
