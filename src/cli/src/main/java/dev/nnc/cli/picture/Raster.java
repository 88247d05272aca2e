package dev.nnc.cli.picture;

import java.util.List;

/**
 * How the numbers of a picture lie: channel by channel, row by row.
 *
 * @param channels 1 (gray) or 3 (red, green, blue)
 * @param height in pixels
 * @param width in pixels
 */
public record Raster(int channels, int height, int width) {
  private static final int SMALLEST = 16;

  /**
   * The picture that a tensor can be.
   *
   * @param shape [h, w], [1, h, w], [3, h, w], or a square of at least 16 pixels in one axis
   * @return how it lies, or null where the shape is none of these
   */
  public static Raster of(List<Integer> shape) {
    int axes = shape.size();
    if (axes == 1) {
      int side = (int) Math.round(Math.sqrt(shape.get(0)));
      boolean square = shape.get(0) >= SMALLEST && side * side == shape.get(0);
      return square ? new Raster(1, side, side) : null;
    }
    boolean flat = axes == 2;
    boolean deep = axes == 3 && (shape.get(0) == 1 || shape.get(0) == 3);
    return flat || deep
        ? new Raster(flat ? 1 : shape.get(0), shape.get(axes - 2), shape.get(axes - 1))
        : null;
  }

  /** The place of a number. */
  int index(int channel, int y, int x) {
    return (channel * height + y) * width + x;
  }
}
