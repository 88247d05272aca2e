package dev.nnc.data;

import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/**
 * A picture in whole numbers from 0 to 255, as they are stored in the file: row by row, one channel
 * (gray) or three (red, green, blue) a pixel. Transparency is left out.
 *
 * @param width in pixels
 * @param height in pixels
 * @param channels 1 or 3
 * @param values a byte each
 */
@SuppressWarnings("ArrayRecordComponent")
record Pixels(int width, int height, int channels, byte[] values) {
  /**
   * Reads a PNG or JPEG file. What a JPEG file holds is left to Java's decoder; all else is exact.
   *
   * @throws DataException if it is no such file
   */
  static Pixels read(Path file) {
    InputFile.check(file);
    if (!Files.exists(file)) {
      throw InputFile.failure(file, new java.nio.file.NoSuchFileException(file.toString()));
    }
    try {
      BufferedImage image = ImageIO.read(file.toFile());
      if (image != null) {
        return of(image);
      }
    } catch (IOException | RuntimeException e) { // damaged files make some decoders fail anyhow
      throw unreadable(file, e);
    }
    throw unreadable(file, null);
  }

  private static DataException unreadable(Path file, Throwable cause) {
    return new DataException(
        DataCode.WRONG_FORMAT,
        Place.of(file),
        "this is no picture that can be read",
        "Use PNG or JPEG",
        cause);
  }

  private static Pixels of(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    int bits = image.getColorModel().getComponentSize(0);
    // Through its colour model, a gray picture would be brightened as if it were linear.
    boolean gray =
        image.getColorModel() instanceof ComponentColorModel
            && image.getRaster().getNumBands() <= 2
            && (image.getRaster().getTransferType() == DataBuffer.TYPE_BYTE
                || image.getRaster().getTransferType() == DataBuffer.TYPE_USHORT);
    if (gray) {
      byte[] values = new byte[width * height];
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          int sample = image.getRaster().getSample(x, y, 0);
          values[y * width + x] = (byte) (bits > 8 ? sample >> 8 : sample);
        }
      }
      return new Pixels(width, height, 1, values);
    }
    byte[] values = new byte[3 * width * height];
    int to = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int color = image.getRGB(x, y);
        values[to++] = (byte) (color >> 16);
        values[to++] = (byte) (color >> 8);
        values[to++] = (byte) color;
      }
    }
    return new Pixels(width, height, 3, values);
  }

  int get(int y, int x, int channel) {
    return values[(y * width + x) * channels + channel] & 255;
  }

  /**
   * The same with another number of channels. Gray is 0.299 red + 0.587 green + 0.114 blue, rounded
   * (ITU-R BT.601).
   */
  Pixels withChannels(int wanted) {
    if (wanted == channels) {
      return this;
    }
    byte[] result = new byte[width * height * wanted];
    for (int i = 0; i < width * height; i++) {
      if (wanted == 1) {
        int red = values[3 * i] & 255;
        int green = values[3 * i + 1] & 255;
        int blue = values[3 * i + 2] & 255;
        result[i] = (byte) ((299 * red + 587 * green + 114 * blue + 500) / 1000);
      } else {
        java.util.Arrays.fill(result, 3 * i, 3 * i + 3, values[i]);
      }
    }
    return new Pixels(width, height, wanted, result);
  }

  /** A part. */
  Pixels cut(int top, int left, int rows, int columns) {
    byte[] result = new byte[rows * columns * channels];
    for (int y = 0; y < rows; y++) {
      int from = ((top + y) * width + left) * channels;
      System.arraycopy(values, from, result, y * columns * channels, columns * channels);
    }
    return new Pixels(columns, rows, channels, result);
  }

  /**
   * The same in another size: each pixel is the mean of the area that it covers, computed exactly
   * and rounded once.
   */
  Pixels resized(int rows, int columns) {
    if (rows == height && columns == width) {
      return this;
    }
    byte[] result = new byte[rows * columns * channels];
    long area = (long) height * width;
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < columns; x++) {
        for (int c = 0; c < channels; c++) {
          result[(y * columns + x) * channels + c] =
              (byte) ((sum(y, rows, x, columns, c) + area / 2) / area);
        }
      }
    }
    return new Pixels(columns, rows, channels, result);
  }

  /**
   * In units in which a pixel is rows by columns large, and the area to be covered as the whole.
   */
  private long sum(int y, int rows, int x, int columns, int channel) {
    long top = (long) y * height;
    long left = (long) x * width;
    long sum = 0;
    for (int i = (int) (top / rows); (long) i * rows < top + height; i++) {
      long tall = Math.min((i + 1L) * rows, top + height) - Math.max((long) i * rows, top);
      for (int j = (int) (left / columns); (long) j * columns < left + width; j++) {
        long wide = Math.min((j + 1L) * columns, left + width) - Math.max((long) j * columns, left);
        sum += tall * wide * get(i, j, channel);
      }
    }
    return sum;
  }

  /** The same in another size: each pixel is the one in the middle of the area that it covers. */
  Pixels nearest(int rows, int columns) {
    if (rows == height && columns == width) {
      return this;
    }
    byte[] result = new byte[rows * columns * channels];
    for (int y = 0; y < rows; y++) {
      int i = (int) ((2L * y + 1) * height / (2L * rows));
      for (int x = 0; x < columns; x++) {
        int j = (int) ((2L * x + 1) * width / (2L * columns));
        for (int c = 0; c < channels; c++) {
          result[(y * columns + x) * channels + c] = (byte) get(i, j, c);
        }
      }
    }
    return new Pixels(columns, rows, channels, result);
  }
}
