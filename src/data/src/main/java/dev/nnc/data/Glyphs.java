package dev.nnc.data;

import dev.nnc.runtime.ModelInfo.Field;
import dev.nnc.runtime.Precision;
import dev.nnc.runtime.Random;
import dev.nnc.runtime.Values;
import java.nio.file.Path;
import java.util.List;

/**
 * Images of digits that are drawn, not read: {@code glyphs(count: 5000, seed: 1)}. Every digit is a
 * few strokes; each image shows one of them turned, sheared, scaled and moved at random, in a pen
 * of random width, with noise. The input takes the brightness, 0 to 255, and the target the digit.
 * The same count, seed and size give the same numbers on every machine.
 */
final class Glyphs {
  /** The arguments of the source. */
  static final List<String> ARGUMENTS = List.of("count", "seed");

  private static final int DIGITS = 10;

  /** How much an end of a stroke strays from its place. */
  private static final double STRAY = 0.025;

  private static final double NOISE = 12;

  private Glyphs() {}

  /**
   * Draws examples.
   *
   * @param fields the input, an image of two axes, and perhaps the target, at least ten classes
   * @param count how many
   * @param seed of everything random
   * @param precision the format of the numbers in memory
   * @param place of the source, for messages
   * @return the examples
   * @throws DataException if the fields take no images of digits
   */
  static Columns draw(List<Field> fields, int count, long seed, Precision precision, Place place) {
    ArrayExamples examples = new ArrayExamples(Path.of("glyphs"));
    for (Field field : fields) {
      List<Integer> sizes = field.shape().stream().filter(size -> size != 1).toList();
      boolean image = Cell.isReal(field) && sizes.size() == 2;
      if (!image && field.classes() < DIGITS) {
        throw new DataException(
            DataCode.SHAPE_MISMATCH,
            place,
            "glyphs(…) has images and digits, neither of which fits " + field.name(),
            "Declare an input such as image[28, 28] and a target such as label: int<10>");
      }
      int size = image ? sizes.get(0) * sizes.get(1) : 1;
      Values values = Values.allocate(precision, Math.multiplyExact(count, size));
      for (int i = 0; i < count; i++) {
        Draw draw = new Draw(Random.row(seed, 0, i, 0));
        int digit = (int) (DIGITS * draw.uniform());
        if (image) {
          paint(digit, draw, values, i * size, sizes.get(0), sizes.get(1));
        } else {
          values.set(i, digit);
        }
      }
      List<Integer> shape = image ? List.of(count, sizes.get(0), sizes.get(1)) : List.of(count);
      examples.add(field, new StoredArray(shape, values), place);
    }
    return examples.toColumns();
  }

  private static void paint(
      int digit, Draw draw, Values values, int offset, int height, int width) {
    double[][] strokes = placed(Strokes.of(digit), draw);
    double pen = draw.between(0.035, 0.07);
    double edge = 1.0 / Math.min(height, width);
    for (int row = 0; row < height; row++) {
      for (int column = 0; column < width; column++) {
        double x = (column + 0.5) / width;
        double y = (row + 0.5) / height;
        double distance = Double.MAX_VALUE;
        for (double[] stroke : strokes) {
          for (int i = 0; i + 3 < stroke.length; i += 2) {
            distance = Math.min(distance, distance(x, y, stroke, i));
          }
        }
        double ink = 0.5 + (pen - Math.sqrt(distance)) / edge;
        double bright = 255 * Math.max(0, Math.min(1, ink)) + NOISE * draw.normal();
        values.set(offset + row * width + column, Math.rint(Math.max(0, Math.min(255, bright))));
      }
    }
  }

  /** The strokes after a random affine map around the centre. */
  private static double[][] placed(double[][] strokes, Draw draw) {
    double angle = draw.between(-0.25, 0.25);
    double shear = draw.between(-0.25, 0.25);
    double tall = draw.between(0.7, 1);
    double wide = draw.between(0.7, 1);
    double right = draw.between(-0.08, 0.08);
    double down = draw.between(-0.08, 0.08);
    double cos = StrictMath.cos(angle);
    double sin = StrictMath.sin(angle);
    double[][] result = new double[strokes.length][];
    for (int s = 0; s < strokes.length; s++) {
      result[s] = new double[strokes[s].length];
      for (int i = 0; i < strokes[s].length; i += 2) {
        double v = tall * (strokes[s][i + 1] - 0.5 + STRAY * draw.normal());
        double u = wide * (strokes[s][i] - 0.5 + STRAY * draw.normal()) + shear * v;
        result[s][i] = 0.5 + right + cos * u - sin * v;
        result[s][i + 1] = 0.5 + down + sin * u + cos * v;
      }
    }
    return result;
  }

  /** The square of the distance of a point from the part of a stroke that begins at {@code i}. */
  private static double distance(double x, double y, double[] stroke, int i) {
    double along = stroke[i + 2] - stroke[i];
    double across = stroke[i + 3] - stroke[i + 1];
    double dx = x - stroke[i];
    double dy = y - stroke[i + 1];
    double length = along * along + across * across;
    double share = length == 0 ? 0 : (dx * along + dy * across) / length;
    double t = Math.max(0, Math.min(1, share));
    dx -= t * along;
    dy -= t * across;
    return dx * dx + dy * dy;
  }
}
