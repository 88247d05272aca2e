package dev.nnc.compiler.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nnc.compiler.shape.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which rows of a convolution by 3 times 3 are computed together, and of a product of matrices. */
class HeightsTest {
  /** Places of batch, height, width, columns, channels, and the window in both directions. */
  private static Heights convolution(int width, int channels, int vectors, int... strides) {
    Shape shape = Shape.of(Shape.BATCH, width, width, 16 * vectors, channels, 3, 3);
    return new Heights(shape, place(strides), List.of(4, 5, 6), vectors);
  }

  private static Affine place(int... strides) {
    Index place = Index.ZERO;
    for (int axis = 0; axis < strides.length; axis++) {
      place = place.plus(Index.variable(axis + 1).times(strides[axis]));
    }
    return new Affine(null, place);
  }

  @Test
  void rowsOfAWindowThatShareNumbersComeFirst() {
    Heights heights = convolution(8, 64, 4, 6400, 640, 64, 0, 1, 640, 64);
    assertEquals(2, heights.axis(List.of(0, 1, 2)));
    assertEquals(4, heights.together(2));
    assertEquals(3, heights.together(0), "six rows of other examples would need 54 registers");
  }

  @Test
  void aWindowThatGoesInStepsSharesLessAndHasFewerRows() {
    assertEquals(8, convolution(16, 32, 2, 10368, 576, 32, 0, 1, 576, 32).together(2));
    assertEquals(4, convolution(16, 16, 2, 17424, 1056, 32, 0, 1, 528, 16).together(2));
  }

  @Test
  void longSumsHaveAsManyRowsAsThereAreRegistersFor() {
    Shape shape = Shape.of(Shape.BATCH, 128, 512);
    Heights heights = new Heights(shape, place(512, 0, 1), List.of(2), 4);
    assertEquals(6, heights.together(0));
  }
}
