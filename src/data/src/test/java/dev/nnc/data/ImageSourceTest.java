package dev.nnc.data;

import static dev.nnc.data.Fixture.classes;
import static dev.nnc.data.Fixture.evidence;
import static dev.nnc.data.Fixture.fails;
import static dev.nnc.data.Fixture.model;
import static dev.nnc.data.Fixture.oneOf;
import static dev.nnc.data.Fixture.real;
import static dev.nnc.data.Fixture.source;
import static dev.nnc.data.Fixture.tokens;
import static dev.nnc.data.Fixture.write;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnc.runtime.ModelInfo;
import dev.nnc.runtime.Precision;
import dev.nnc.runtime.Settings.Share;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntBinaryOperator;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ImageSourceTest {
  @TempDir Path folder;

  /** Writes a picture; colours are given as 0xRRGGBB, gray ones as a number below 256. */
  private void picture(String name, int height, int width, boolean gray, IntBinaryOperator color) {
    int type = gray ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB;
    BufferedImage image = new BufferedImage(width, height, type);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        if (gray) {
          image.getRaster().setSample(x, y, 0, color.applyAsInt(y, x));
        } else {
          image.setRGB(x, y, color.applyAsInt(y, x));
        }
      }
    }
    try {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      ImageIO.write(image, name.substring(name.lastIndexOf('.') + 1), file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Dataset open(ModelInfo info, String... arguments) {
    return DataSource.open(source("images", arguments), info, folder, Precision.DOUBLE);
  }

  private static List<double[]> rows(Dataset dataset, String field, int size) {
    return Drawn.rows(dataset.all(Imputation.NONE), field, size);
  }

  @Test
  void foldersAreClasses() {
    picture("all/cat/b.png", 2, 2, true, (y, x) -> 10 * y + x);
    picture("all/cat/a.png", 2, 2, true, (y, x) -> 200);
    picture("all/ape/z.png", 4, 4, false, (y, x) -> x < 2 ? 0xff0000 : 0x0000ff);
    write(folder.resolve("all"), "cat/notes.txt", "no picture");
    ModelInfo info = model(List.of(real("image", 2, 2)), List.of(classes("label", 2)));
    Dataset dataset = open(info, "0", "all");
    List<double[]> images = rows(dataset, "image", 4);
    assertEquals(3, images.size());
    assertArrayEquals(new double[] {76, 29, 76, 29}, images.get(0), "red and blue as gray");
    assertArrayEquals(new double[] {200, 200, 200, 200}, images.get(1));
    assertArrayEquals(new double[] {0, 1, 10, 11}, images.get(2));
    assertEquals(
        List.of(0.0, 1.0, 1.0), rows(dataset, "label", 1).stream().map(row -> row[0]).toList());
    ModelInfo named = model(info.inputs(), List.of(oneOf("label", "dog", "cat", "ape")));
    assertEquals(2, rows(open(named, "0", "all"), "label", 1).get(0)[0]);
    assertEquals(3, rows(open(model(info.inputs(), List.of()), "0", "all"), "image", 4).size());
    ModelInfo few = model(info.inputs(), List.of(classes("label", 1)));
    fails(DataCode.OUT_OF_CLASSES, () -> open(few, "0", "all"), "there are 2 classes", "int<2>");
    ModelInfo other = model(info.inputs(), List.of(oneOf("label", "dog", "cat")));
    fails(DataCode.UNKNOWN_CATEGORY, () -> open(other, "0", "all"), "\"ape\"");
  }

  @Test
  void colorsStandWhereTheShapeSays() {
    picture("rgb/p.png", 1, 2, false, (y, x) -> x == 0 ? 0x010203 : 0x040506);
    ModelInfo first = model(List.of(real("image", 3, 1, 2)), List.of());
    assertArrayEquals(
        new double[] {1, 4, 2, 5, 3, 6}, rows(open(first, "0", "rgb"), "image", 6).get(0));
    ModelInfo last = model(List.of(real("image", 1, 2, 3)), List.of());
    assertTrue(folder.resolve("empty").toFile().mkdir());
    fails(DataCode.NO_FILES, () -> open(last, "0", "empty"), "no picture");
    ModelInfo behind = model(List.of(real("image", 2, 4, 3)), List.of());
    assertArrayEquals(
        new double[] {1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6},
        Arrays.copyOf(rows(open(behind, "0", "rgb"), "image", 24).get(0), 12));
    double[] unit = rows(open(first, "0", "rgb", "white", "1"), "image", 6).get(0);
    assertEquals(1 / 255.0, unit[0], 1e-15);
  }

  /** Against the definition, pixel by pixel of a common multiple of both sizes. */
  @Test
  void sizesChangeByTheMeanOfAreas() {
    picture("p.png", 5, 7, true, (y, x) -> (37 * y + 91 * x) % 256);
    Pixels pixels = Pixels.read(folder.resolve("p.png"));
    for (int[] size : new int[][] {{3, 2}, {5, 7}, {10, 3}, {1, 1}, {7, 14}}) {
      Pixels resized = pixels.resized(size[0], size[1]);
      for (int y = 0; y < size[0]; y++) {
        for (int x = 0; x < size[1]; x++) {
          long sum = 0;
          for (int i = 0; i < 5; i++) {
            for (int j = 0; j < 7; j++) {
              sum += pixels.get((y * 5 + i) / size[0], (x * 7 + j) / size[1], 0);
            }
          }
          assertEquals((sum + 17) / 35, resized.get(y, x, 0));
        }
      }
    }
  }

  @Test
  void masksBelongToPicturesByTheirNames() {
    for (int n : new int[] {2, 10, 1}) {
      picture("image_" + n + ".png", 4, 6, true, (y, x) -> n + y * 6 + x);
      picture("m/label_" + n + ".png", 4, 6, true, (y, x) -> y > 1 ? 255 : 0);
    }
    ModelInfo info = model(List.of(real("image", 2, 2)), List.of(tokens("mask", 2, 2, 2)));
    Dataset dataset = open(info, "0", "image_*.png", "mask", "m/label_*.png", "patch", "2");
    List<double[]> images = rows(dataset, "image", 4);
    List<double[]> masks = rows(dataset, "mask", 4);
    assertEquals(18, images.size());
    assertArrayEquals(new double[] {1, 2, 7, 8}, images.get(0));
    assertArrayEquals(new double[] {10 + 2, 10 + 3, 10 + 8, 10 + 9}, images.get(7));
    assertArrayEquals(new double[4], masks.get(0));
    assertArrayEquals(new double[] {1, 1, 1, 1}, masks.get(3));
    assertEquals(
        45,
        rows(
                open(
                    info, "0", "image_*.png", "mask", "m/label_*.png", "patch", "2", "stride", "1"),
                "image",
                4)
            .size());
    Dataset.Parts parts = dataset.split(List.of(new Share("valid", 1 / 3.0, 0)), 3);
    assertEquals(6, parts.examples().get("valid").size(), "a picture stays in one part");
    picture("image_7.png", 4, 6, true, (y, x) -> 0);
    fails(
        DataCode.COUNT_MISMATCH,
        () -> open(info, "0", "image_*.png", "mask", "m/label_*.png"),
        "image_7.png",
        "no file for mask has \"7\"");
    fails(
        DataCode.SHAPE_MISMATCH,
        () -> open(info, "0", "image_1.png", "mask", "m/label_1.png", "patch", "5"),
        "4 by 6 pixels");
    ModelInfo more = model(List.of(real("image", 2, 2)), List.of(tokens("mask", 9, 2, 2)));
    fails(
        DataCode.OUT_OF_CLASSES,
        () -> open(more, "0", "image_1.png", "mask", "m/label_1.png"),
        "a pixel is 255");
  }

  @Test
  void onlyTrainingVaries() {
    picture("all/a/1.png", 3, 3, true, (y, x) -> 1 + 3 * y + x);
    picture("all/a/2.png", 3, 3, true, (y, x) -> 1 + 3 * y + x);
    ModelInfo info = model(List.of(real("image", 3, 3)), List.of(classes("label", 1)));
    Dataset dataset = open(info, "0", "all", "flip", "true", "shift", "1");
    Dataset.Parts parts = dataset.split(List.of(new Share("valid", .5, 0)), 3);
    double[] plain = {1, 2, 3, 4, 5, 6, 7, 8, 9};
    boolean flipped = false;
    boolean moved = false;
    for (int epoch = 0; epoch < 40; epoch++) {
      assertArrayEquals(plain, Drawn.rows(parts.examples().get("valid"), "image", 9, epoch).get(0));
      double[] seen = Drawn.rows(parts.examples().get("train"), "image", 9, epoch).get(0);
      assertArrayEquals(seen, Drawn.rows(parts.examples().get("train"), "image", 9, epoch).get(0));
      flipped |= Arrays.equals(seen, new double[] {3, 2, 1, 6, 5, 4, 9, 8, 7});
      moved |= Arrays.equals(seen, new double[] {0, 0, 0, 0, 1, 2, 0, 4, 5});
      assertTrue(Arrays.stream(seen).allMatch(x -> x >= 0 && x <= 9));
    }
    assertTrue(flipped && moved);
    Dataset still = open(info, "0", "all");
    assertArrayEquals(
        plain, Drawn.rows(still.split(List.of(), 3).examples().get("train"), "image", 9, 5).get(0));
  }

  @Test
  void whatIsNoPictureIsNamed() {
    Path bad = write(folder, "bad.png", "\u0089PNG and then nothing");
    ModelInfo info = model(List.of(real("image", 2, 2)), List.of());
    fails(DataCode.WRONG_FORMAT, () -> open(info, "0", "*.png"), bad.getFileName().toString());
    fails(DataCode.NO_FILES, () -> open(info, "0", "x_*.png"));
    fails(DataCode.NO_FILES, () -> open(info, "0", "missing"));
    ModelInfo number = model(List.of(real("x")), List.of());
    fails(DataCode.UNREADABLE_FIELD, () -> open(number, "0", "."), "image[h, w]");
    ModelInfo extra = model(List.of(real("image", 2, 2), real("x")), List.of(classes("k", 2)));
    fails(DataCode.UNREADABLE_FIELD, () -> open(extra, "0", "."), "nothing for k");
    ModelInfo pair = model(List.of(real("image", 2, 2)), List.of(real("mask", 2, 2)));
    fails(DataCode.MISSING_ARGUMENT, () -> open(pair, "0", "."), "mask: \"mask_*.png\"");
  }

  @Test
  void membranes() {
    Path any = evidence("data/membrane_segmentation/image_0.png");
    ModelInfo info = model(List.of(real("image", 64, 64)), List.of(tokens("mask", 2, 64, 64)));
    Dataset dataset =
        open(
            info,
            "0",
            any.resolveSibling("image_*.png").toString(),
            "mask",
            any.resolveSibling("label_*.png").toString(),
            "patch",
            "64");
    List<double[]> masks = rows(dataset, "mask", 64 * 64);
    assertEquals(640, masks.size());
    double inside = masks.stream().flatMapToDouble(Arrays::stream).average().orElseThrow();
    assertTrue(inside > 0.7 && inside < 0.85, "cells without their membranes: " + inside);
    double[] first = rows(dataset, "image", 64 * 64).get(0);
    assertFalse(Arrays.stream(first).allMatch(x -> x == first[0]));
  }
}
