package dev.nnc.examples;

import dev.nnc.data.View;
import dev.nnc.runtime.Model;
import dev.nnc.runtime.ModelInfo.Field;
import dev.nnc.runtime.Predictor;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import javax.imageio.ImageIO;

/**
 * Draws a scene as a model sees it from places where no camera was, and below how it really looks.
 * A model that knows of time is shown five moments from one place, another one five places.
 */
public final class DrawViews {
  private static final int VIEWS = 5;
  private static final long UNSEEN = 99;

  private DrawViews() {}

  /**
   * Runs the program with the model on the class path.
   *
   * @param args the PNG file to write, and perhaps the width of a view in pixels
   * @throws IOException if it cannot be written
   */
  public static void main(String[] args) throws IOException {
    Model model = ServiceLoader.load(Model.class).findFirst().orElseThrow();
    draw(model, Path.of(args[0]), args.length > 1 ? Integer.parseInt(args[1]) : 80);
  }

  static void draw(Model model, Path file, int size) throws IOException {
    List<String> inputs = model.info().inputs().stream().map(Field::name).toList();
    boolean moves = inputs.contains("time");
    BufferedImage picture = new BufferedImage(VIEWS * size, 2 * size, BufferedImage.TYPE_INT_RGB);
    Predictor rays = new Predictor(model, model.weights(), size * size);
    for (int v = 0; v < VIEWS; v++) {
      View view = new View(UNSEEN, moves ? 0 : v, size, moves ? v / (VIEWS - 1.0) : 0);
      for (int pixel = 0; pixel < size * size; pixel++) {
        rays.row(pixel);
        rays.set(inputs.indexOf("origin"), view.origin());
        rays.set(inputs.indexOf("direction"), view.direction(pixel));
        if (moves) {
          rays.set(inputs.indexOf("time"), view.time());
        }
      }
      rays.run(size * size);
      for (int pixel = 0; pixel < size * size; pixel++) {
        int x = v * size + pixel % size;
        int y = pixel / size;
        rays.row(pixel);
        picture.setRGB(x, y, packed(rays.getDoubles(0)));
        picture.setRGB(x, y + size, packed(view.colour(pixel)));
      }
    }
    ImageIO.write(picture, "png", file.toFile());
  }

  private static int packed(double[] colour) {
    int rgb = 0;
    for (double part : colour) {
      rgb = (rgb << 8) + (int) Math.round(255 * Math.max(0, Math.min(1, part)));
    }
    return rgb;
  }
}
