package dev.nnc.data;

import dev.nnc.runtime.ModelInfo.Field;
import dev.nnc.runtime.Values;
import java.nio.file.Path;
import java.util.List;

/**
 * How a field holds pictures: {@code [h, w]} gray, {@code [1, h, w]} or {@code [h, w, 1]} gray,
 * {@code [3, h, w]} or {@code [h, w, 3]} in colours. A field of classes holds a mask.
 *
 * @param field with such a shape
 * @param white what the brightest pixel becomes, where the field is no mask
 */
record PixelField(Field field, double white) {
  /** Whether a field can hold pictures. */
  static boolean fits(Field field) {
    List<Integer> shape = field.shape();
    boolean colored = shape.size() == 3 && (isChannels(shape.get(0)) || isChannels(shape.get(2)));
    return field.categories().isEmpty() && (shape.size() == 2 || colored);
  }

  private static boolean isChannels(int size) {
    return size == 1 || size == 3;
  }

  private boolean channelsFirst() {
    return field.shape().size() == 2 || isChannels(field.shape().get(0));
  }

  private int axis(int number) {
    List<Integer> shape = field.shape();
    return shape.size() == 2
        ? (number == 0 ? 1 : shape.get(number - 1))
        : channelsFirst() ? shape.get(number) : shape.get((number + 2) % 3);
  }

  int channels() {
    return axis(0);
  }

  int rows() {
    return axis(1);
  }

  int columns() {
    return axis(2);
  }

  private boolean isMask() {
    return field.classes() > 0;
  }

  /**
   * The bytes of a picture in the size and order of the field. A mask of two classes is 1 where the
   * picture is at least half as bright as white; one of more classes has their numbers for pixels.
   */
  byte[] stored(Pixels picture, Path file) {
    Pixels plain = picture.withChannels(channels());
    Pixels sized = isMask() ? plain.nearest(rows(), columns()) : plain.resized(rows(), columns());
    byte[] bytes = new byte[field.size()];
    for (int y = 0; y < rows(); y++) {
      for (int x = 0; x < columns(); x++) {
        for (int c = 0; c < channels(); c++) {
          int value = sized.get(y, x, c);
          bytes[place(y, x, c)] = (byte) (isMask() ? kind(value, file) : value);
        }
      }
    }
    return bytes;
  }

  private int kind(int value, Path file) {
    if (field.classes() == 2) {
      return value >= 128 ? 1 : 0;
    }
    if (value >= field.classes()) {
      throw new DataException(
          DataCode.OUT_OF_CLASSES,
          Place.of(file),
          "a pixel is " + value + ", expected a class from 0 to " + (field.classes() - 1),
          "Store the number of the class in each pixel, or declare more classes");
    }
    return value;
  }

  private int place(int y, int x, int channel) {
    return channelsFirst()
        ? (channel * rows() + y) * columns() + x
        : (y * columns() + x) * channels() + channel;
  }

  /** Puts a stored picture in place, moved; what comes in from outside is 0. */
  void put(byte[] bytes, Augmentation.Move move, Values to, int at) {
    double scale = isMask() ? 1 : white / 255;
    if (move.isNone()) {
      for (int i = 0; i < bytes.length; i++) {
        to.set(at + i, (bytes[i] & 255) * scale);
      }
      return;
    }
    for (int y = 0; y < rows(); y++) {
      int i = y - move.down();
      for (int x = 0; x < columns(); x++) {
        int j = move.flipped() ? columns() - 1 - (x - move.right()) : x - move.right();
        boolean inside = i >= 0 && i < rows() && j >= 0 && j < columns();
        for (int c = 0; c < channels(); c++) {
          to.set(at + place(y, x, c), inside ? (bytes[place(i, j, c)] & 255) * scale : 0);
        }
      }
    }
  }
}
