package dev.nnc.examples.connectfour;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import alphazero.AlphaZero;
import dev.nnc.runtime.FloatValues;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class LearnConnectFourTest {
  @Test
  void theSearchWinsAndBlocksWhateverTheNetworkThinks() {
    Search search = new Search(new AlphaZero());
    Board three = Board.EMPTY.play(3).play(0).play(3).play(0).play(3);
    Search.Result win = search.run(three.play(1), 200, null);
    assertEquals(3, Player.most(win.visits()));
    assertEquals(200, Arrays.stream(win.visits()).sum());
    assertTrue(win.worth() > 0.5, () -> "worth " + win.worth());
    Search.Result block = search.run(three, 200, null);
    assertEquals(3, Player.most(block.visits()));
  }

  @Test
  void practiceChangesTheNetworkInTheSameWayEachTime() {
    float[] before = numbers(new LearnConnectFour());
    LearnConnectFour learning = new LearnConnectFour();
    double loss = learning.round(2);
    assertTrue(loss > 0 && loss < 4, () -> "loss " + loss);
    LearnConnectFour again = new LearnConnectFour();
    assertEquals(loss, again.round(2));
    assertArrayEquals(numbers(learning), numbers(again));
    assertTrue(!Arrays.equals(before, numbers(again)));
  }

  @Test
  void noiseNeverPlaysAFullColumn() {
    Search search = new Search(new AlphaZero());
    Board board = Board.EMPTY;
    for (int i = 0; i < Board.ROWS; i++) {
      board = board.play(2);
    }
    assertEquals(0, search.run(board, 100, new SplittableRandom(1)).visits()[2]);
  }

  @Test
  void aPictureShowsHowManyGamesAreWon() {
    Progress progress = new Progress();
    progress.add(new Progress.Point(0, 80, 1));
    progress.add(new Progress.Point(10, 90, 20));
    String svg = progress.svg();
    assertTrue(svg.contains("points=\"50,84 430,62 \""), svg);
    assertTrue(svg.contains("points=\"50,258 430,216 \""), svg);
  }

  @Tag("gallery")
  @Test
  void itBeatsThePlayerThatLooksOneMoveAhead() {
    int won = new LearnConnectFour().learn(LearnConnectFour.PRACTICE).last().searching();
    assertTrue(won >= 95, () -> won + " games won");
  }

  private static float[] numbers(LearnConnectFour learning) {
    return ((FloatValues) learning.network().parameters()).array().clone();
  }
}
