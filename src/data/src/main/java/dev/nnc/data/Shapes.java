package dev.nnc.data;

import dev.nnc.runtime.ModelInfo.Field;
import dev.nnc.runtime.Precision;
import dev.nnc.runtime.Random;
import dev.nnc.runtime.Values;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Images of several things that are drawn, not read: {@code shapes(count: 1000, seed: 1)}. Each
 * image has at least one disc, square or triangle, turned at random, brighter or darker than a
 * noisy ground; they hardly overlap. Fields take the image [h, w], from 0 to 1; the boxes around
 * the shapes [n, 4] as left, top, right and bottom in shares of the image; and the kinds [n] of
 * four classes: 1 for a disc, 2 for a square, 3 for a triangle. Where there are fewer than n, the
 * kind is 0, and so is the box. The same count, seed and sizes give the same numbers on every
 * machine.
 */
final class Shapes {
  private static final List<String> ARGUMENTS = List.of("count", "seed");
  private static final int KINDS = 4;
  private static final int SMALLEST = 8;
  private static final int TRIES = 20;
  private static final double NOISE = 0.06;

  private Shapes() {}

  /**
   * A thing in an image.
   *
   * @param kind 1 for a disc, 2 for a square, 3 for a triangle
   * @param y of the centre, in shares of the image
   * @param x of the centre
   * @param radius of the circle around it
   * @param angle by which it is turned
   * @param bright how much brighter than the ground it is
   */
  private record Shape(int kind, double y, double x, double radius, double angle, double bright) {
    static Shape of(Draw draw) {
      int kind = 1 + (int) ((KINDS - 1) * draw.uniform());
      double radius = draw.between(0.1, 0.2);
      double y = draw.between(radius, 1 - radius);
      double x = draw.between(radius, 1 - radius);
      double angle = draw.between(0, 2 * Math.PI);
      double bright = draw.between(0.25, 0.5);
      return new Shape(kind, y, x, radius, angle, draw.uniform() < 0.5 ? bright : -bright);
    }

    private int corners() {
      return kind == 1 ? 0 : kind == 2 ? 4 : 3;
    }

    /** The direction of a corner or, half a turn of corners on, of the middle of a side. */
    private double direction(double corner) {
      return angle + 2 * Math.PI * corner / corners();
    }

    /** Left, top, right and bottom. */
    double[] box() {
      double[] box = {x - radius, y - radius, x + radius, y + radius};
      for (int i = 0; i < corners(); i++) {
        double across = x + radius * StrictMath.cos(direction(i));
        double down = y + radius * StrictMath.sin(direction(i));
        box[0] = i == 0 ? across : Math.min(box[0], across);
        box[1] = i == 0 ? down : Math.min(box[1], down);
        box[2] = i == 0 ? across : Math.max(box[2], across);
        box[3] = i == 0 ? down : Math.max(box[3], down);
      }
      return box;
    }

    /** How far outside a point is: less than 0 inside. */
    double outside(double py, double px) {
      double dy = py - y;
      double dx = px - x;
      if (kind == 1) {
        return Math.sqrt(dy * dy + dx * dx) - radius;
      }
      double side = radius * StrictMath.cos(Math.PI / corners());
      double far = Double.NEGATIVE_INFINITY;
      for (int i = 0; i < corners(); i++) {
        double towards = direction(i + 0.5);
        far = Math.max(far, dx * StrictMath.cos(towards) + dy * StrictMath.sin(towards) - side);
      }
      return far;
    }

    boolean meets(Shape other) {
      double dy = y - other.y;
      double dx = x - other.x;
      double least = 0.9 * (radius + other.radius);
      return dy * dy + dx * dx < least * least;
    }
  }

  /**
   * Draws examples.
   *
   * @param arguments of the source
   * @param fields an image, boxes and kinds
   * @param precision the format of the numbers in memory
   * @return the examples
   * @throws DataException if the fields take no shapes
   */
  static Dataset open(Arguments arguments, List<Field> fields, Precision precision) {
    arguments.allow(ARGUMENTS, "leave it out");
    int count = arguments.value("count", 1000, Arguments::count, "a number of examples");
    long seed = arguments.value("seed", 1, Arguments::count, "a whole number from 1");
    int most = most(fields, arguments.place());
    ArrayExamples examples = new ArrayExamples(Path.of("shapes"));
    for (Field field : fields) {
      Values values = Values.allocate(precision, Math.multiplyExact(count, field.size()));
      for (int i = 0; i < count; i++) {
        Draw draw = new Draw(Random.row(seed, 0, i, 2));
        List<Shape> shapes = shapes(most, draw);
        int offset = i * field.size();
        if (isImage(field)) {
          paint(shapes, draw, values, offset, sizes(field));
        }
        for (int k = 0; k < shapes.size() && !isImage(field); k++) {
          if (field.classCount() > 0) {
            values.set(offset + k, shapes.get(k).kind());
          }
          for (int side = 0; side < 4 && field.classCount() == 0; side++) {
            values.set(offset + 4 * k + side, shapes.get(k).box()[side]);
          }
        }
      }
      List<Integer> shape = new ArrayList<>(List.of(count));
      shape.addAll(field.shape());
      examples.add(field, new StoredArray(shape, values), arguments.place());
    }
    return new Dataset.InMemory(examples.toColumns());
  }

  private static List<Integer> sizes(Field field) {
    return field.shape().stream().filter(size -> size != 1).toList();
  }

  private static boolean isImage(Field field) {
    List<Integer> sizes = sizes(field);
    return Cell.isReal(field)
        && sizes.size() == 2
        && Math.min(sizes.get(0), sizes.get(1)) >= SMALLEST;
  }

  /** How many shapes the fields take; 3 where they only take images. */
  private static int most(List<Field> fields, Place place) {
    int most = 0;
    for (Field field : fields) {
      List<Integer> shape = field.shape();
      boolean kinds = field.classCount() == KINDS && shape.size() == 1;
      boolean boxes = Cell.isReal(field) && shape.size() == 2 && shape.get(1) == 4;
      boolean fits = kinds || boxes || isImage(field);
      int own = isImage(field) || !fits ? most : shape.get(0);
      if (!fits || (most > 0 && own != most)) {
        throw new DataException(
            DataCode.SHAPE_MISMATCH,
            place,
            "shapes(…) has images, boxes and kinds, none of which fits " + field.name() + shape,
            "Declare image[48, 48], boxes[3, 4] and kinds[3]: int<4>, the last two of one length");
      }
      most = own;
    }
    return most == 0 ? 3 : most;
  }

  private static List<Shape> shapes(int most, Draw draw) {
    List<Shape> shapes = new ArrayList<>();
    int wanted = 1 + (int) (most * draw.uniform());
    for (int i = 0; i < TRIES && shapes.size() < wanted; i++) {
      Shape shape = Shape.of(draw);
      if (shapes.stream().noneMatch(shape::meets)) {
        shapes.add(shape);
      }
    }
    return shapes;
  }

  private static void paint(
      List<Shape> shapes, Draw draw, Values values, int offset, List<Integer> sizes) {
    int height = sizes.get(0);
    int width = sizes.get(1);
    int pixels = Math.min(height, width);
    double ground = draw.between(0.4, 0.6);
    double down = draw.between(-0.15, 0.15);
    double across = draw.between(-0.15, 0.15);
    for (int k = 0; k < height * width; k++) {
      int row = k / width;
      double y = (row + 0.5) / height;
      double x = (k % width + 0.5) / width;
      double value = ground + down * (y - 0.5) + across * (x - 0.5) + NOISE * draw.normal();
      for (Shape shape : shapes) {
        double covered = 0.5 - pixels * shape.outside(y, x);
        value += shape.bright() * Math.max(0, Math.min(1, covered));
      }
      values.set(offset + k, Math.max(0, Math.min(1, value)));
    }
  }
}
