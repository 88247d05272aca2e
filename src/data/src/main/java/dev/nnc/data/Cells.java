package dev.nnc.data;

import dev.nnc.runtime.ModelInfo.Field;
import dev.nnc.runtime.Precision;
import dev.nnc.runtime.Random;
import dev.nnc.runtime.Values;
import java.nio.file.Path;
import java.util.List;

/**
 * Images of tissue that are drawn, not read: {@code cells(count: 500, seed: 1)}. Cells of random
 * places and sizes fill the image; each has a brightness of its own, and dark membranes between it
 * and its neighbours. Cells also hold dark grains that are no membranes, and all is blurred and
 * noisy, so that brightness alone does not tell what is what. The input takes the brightness, 0 to
 * 1, and the target, of two classes, 1 inside of a cell and 0 on a membrane. The same count, seed
 * and size give the same numbers on every machine.
 */
final class Cells {
  private static final List<String> ARGUMENTS = List.of("count", "seed");

  /** How many pixels a cell is wide, about. */
  private static final double CELL = 11;

  /** The share of pixels around the image in which cells may have their centres, too. */
  private static final int AROUND = 2;

  private static final double HALF_MEMBRANE = 0.9;
  private static final double NOISE = 0.09;

  private final int height;
  private final int width;
  private final double[] bright;
  private final boolean[] inside;

  private Cells(int height, int width, Draw draw) {
    this.height = height;
    this.width = width;
    bright = new double[height * width];
    inside = new boolean[height * width];
    cells(draw);
    grains(draw);
    blur();
    for (int i = 0; i < bright.length; i++) {
      bright[i] = Math.max(0, Math.min(1, bright[i] + NOISE * draw.normal()));
    }
  }

  /**
   * Draws examples.
   *
   * @param arguments of the source
   * @param fields an image of two axes, and perhaps a mask of the same size and two classes
   * @param precision the format of the numbers in memory
   * @return the examples
   * @throws DataException if the fields take no cells
   */
  static Dataset open(Arguments arguments, List<Field> fields, Precision precision) {
    arguments.allow(ARGUMENTS, "leave it out");
    int count = arguments.value("count", 500, Arguments::count, "a number of examples");
    long seed = arguments.value("seed", 1, Arguments::count, "a whole number from 1");
    ArrayExamples examples = new ArrayExamples(Path.of("cells"));
    for (Field field : fields) {
      List<Integer> sizes = field.shape().stream().filter(size -> size != 1).toList();
      boolean mask = field.classCount() == 2;
      if (sizes.size() != 2 || !(mask || Cell.isReal(field))) {
        throw new DataException(
            DataCode.SHAPE_MISMATCH,
            arguments.place(),
            "cells(…) has images and masks, neither of which fits " + field.name(),
            "Declare an input such as image[32, 32] and a target such as mask[32, 32]: int<2>");
      }
      int height = sizes.get(0);
      int width = sizes.get(1);
      int size = height * width;
      Values values = Values.allocate(precision, Math.multiplyExact(count, size));
      for (int i = 0; i < count; i++) {
        Cells drawn = new Cells(height, width, new Draw(Random.row(seed, 0, i, 1)));
        for (int k = 0; k < size; k++) {
          values.set(i * size + k, mask ? drawn.inside[k] ? 1 : 0 : drawn.bright[k]);
        }
      }
      StoredArray array = new StoredArray(List.of(count, height, width), values);
      examples.add(field, array, arguments.place());
    }
    return new Dataset.InMemory(examples.toColumns());
  }

  /** Each pixel belongs to the nearest centre, or to a membrane where two are as near. */
  private void cells(Draw draw) {
    int down = (int) Math.ceil(height / CELL) + 2 * AROUND;
    int across = (int) Math.ceil(width / CELL) + 2 * AROUND;
    double[] y = new double[down * across];
    double[] x = new double[down * across];
    double[] shade = new double[down * across];
    for (int i = 0; i < y.length; i++) {
      y[i] = CELL * (i / across - AROUND + draw.between(0, 1));
      x[i] = CELL * (i % across - AROUND + draw.between(0, 1));
      shade[i] = draw.between(0.55, 0.9);
    }
    double dark = draw.between(0.2, 0.35);
    for (int k = 0; k < bright.length; k++) {
      int nearest = 0;
      double edge = Double.MAX_VALUE;
      for (int i = 1; i < y.length; i++) {
        nearest = square(k, y[i], x[i]) < square(k, y[nearest], x[nearest]) ? i : nearest;
      }
      for (int i = 0; i < y.length; i++) {
        if (i != nearest) {
          // How far it is to the line from which both centres are equally far.
          double gap = square(k, y[i], x[i]) - square(k, y[nearest], x[nearest]);
          double dy = y[i] - y[nearest];
          double dx = x[i] - x[nearest];
          edge = Math.min(edge, gap / (2 * Math.sqrt(dy * dy + dx * dx)));
        }
      }
      inside[k] = edge > HALF_MEMBRANE;
      bright[k] = inside[k] ? shade[nearest] : dark;
    }
  }

  private double square(int pixel, double y, double x) {
    int row = pixel / width;
    double dy = row + 0.5 - y;
    double dx = pixel % width + 0.5 - x;
    return dy * dy + dx * dx;
  }

  /** Dark spots in cells. */
  private void grains(Draw draw) {
    int count = (int) Math.ceil(1.5 * height * width / (CELL * CELL));
    for (int i = 0; i < count; i++) {
      double y = draw.between(0, height);
      double x = draw.between(0, width);
      double radius = draw.between(0.8, 1.9);
      double dark = draw.between(0.2, 0.4);
      for (int k = 0; k < bright.length; k++) {
        if (inside[k] && square(k, y, x) < radius * radius) {
          bright[k] = dark;
        }
      }
    }
  }

  /** Each pixel becomes the mean of itself, with weight 4, and its neighbours. */
  private void blur() {
    double[] sharp = bright.clone();
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double sum = 4 * sharp[y * width + x];
        double up = sharp[Math.max(0, y - 1) * width + x];
        double below = sharp[Math.min(height - 1, y + 1) * width + x];
        double left = sharp[y * width + Math.max(0, x - 1)];
        double right = sharp[y * width + Math.min(width - 1, x + 1)];
        bright[y * width + x] = (sum + up + below + left + right) / 8;
      }
    }
  }
}
