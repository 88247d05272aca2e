package dev.nnc.cli.picture;

import dev.nnc.cli.terminal.Exit;
import dev.nnc.cli.terminal.Failure;
import dev.nnc.runtime.AtomicFile;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;

/** Pictures of any sizes in rows and columns, with a narrow margin around each. */
public final class Sheet {
  private static final int MARGIN_COLOR = 0x606060;
  private static final int LARGEST_SCALE = 100;
  private static final long MOST_PIXELS = 100_000_000;

  private final int columns;
  private final int scale;

  /**
   * Starts an empty sheet.
   *
   * @param columns how many pictures stand in a row
   * @param scale how many pixels wide and high each number becomes
   * @throws Failure if that is too large
   */
  public Sheet(int columns, int scale) {
    if (scale > LARGEST_SCALE) {
      throw new Failure(
          Exit.USAGE, "--scale " + scale + " is too large", "take at most " + LARGEST_SCALE);
    }
    this.columns = columns;
    this.scale = scale;
  }

  /**
   * A picture with the numbers that are black and white in it; what is beyond is as black or white.
   *
   * @param raster how the numbers lie
   * @param values the numbers
   * @param black the number that is black
   * @param white the number that is white
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Picture(Raster raster, double[] values, double black, double white) {
    private int color(int y, int x) {
      int color = 0;
      for (int channel = 0; channel < 3; channel++) {
        double value = values[raster.index(Math.min(channel, raster.channels() - 1), y, x)];
        double share = white == black ? 0 : (value - black) / (white - black);
        color = color << 8 | (int) Math.rint(255 * Math.max(0, Math.min(1, share)));
      }
      return color;
    }
  }

  /**
   * Writes the pictures as a PNG file.
   *
   * @param file the file; one that exists is replaced
   * @param pictures row by row
   * @throws IOException if it cannot be written
   * @throws Failure if it would be too large
   */
  public void write(Path file, List<Picture> pictures) throws IOException {
    BufferedImage image = paint(pictures);
    AtomicFile.write(
        file,
        out -> {
          if (!ImageIO.write(image, "png", out)) {
            throw new IOException("this Java cannot write PNG files");
          }
        });
  }

  private BufferedImage paint(List<Picture> pictures) {
    int[] left = new int[Math.min(columns, pictures.size()) + 1];
    int[] top = new int[(pictures.size() + columns - 1) / columns + 1];
    for (int i = 0; i < pictures.size(); i++) {
      Raster raster = pictures.get(i).raster();
      left[i % columns + 1] = Math.max(left[i % columns + 1], scale * (raster.width() + 1));
      top[i / columns + 1] = Math.max(top[i / columns + 1], scale * (raster.height() + 1));
    }
    Arrays.parallelPrefix(left, Integer::sum);
    Arrays.parallelPrefix(top, Integer::sum);
    long pixels = (left[left.length - 1] + (long) scale) * (top[top.length - 1] + (long) scale);
    if (pixels > MOST_PIXELS) {
      throw new Failure(
          Exit.USAGE, "the picture is too large", "draw fewer examples, or take a smaller --scale");
    }
    boolean gray = pictures.stream().allMatch(picture -> picture.raster().channels() == 1);
    BufferedImage image =
        new BufferedImage(
            left[left.length - 1] + scale,
            top[top.length - 1] + scale,
            gray ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        put(image, x, y, MARGIN_COLOR);
      }
    }
    for (int i = 0; i < pictures.size(); i++) {
      paint(image, pictures.get(i), left[i % columns] + scale, top[i / columns] + scale);
    }
    return image;
  }

  private void paint(BufferedImage image, Picture picture, int left, int top) {
    for (int y = 0; y < scale * picture.raster().height(); y++) {
      for (int x = 0; x < scale * picture.raster().width(); x++) {
        put(image, left + x, top + y, picture.color(y / scale, x / scale));
      }
    }
  }

  /** Not through the colour model, which takes gray for linear and would darken it. */
  private static void put(BufferedImage image, int x, int y, int color) {
    if (image.getType() == BufferedImage.TYPE_BYTE_GRAY) {
      image.getRaster().setSample(x, y, 0, color & 255);
    } else {
      image.setRGB(x, y, color);
    }
  }
}
