package dev.nnc.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnc.runtime.Model;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import nerf.Nerf;
import nerf4d.MovingNerf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrawViewsTest {
  @TempDir Path folder;

  @Test
  void drawsPlacesAndMoments() throws IOException {
    check(new Nerf());
    check(new MovingNerf());
  }

  /** Above what the model sees, which knows nothing yet; below the scene, with white around it. */
  private void check(Model model) throws IOException {
    Path file = folder.resolve("views.png");
    DrawViews.draw(model, file, 12);
    BufferedImage picture = ImageIO.read(file.toFile());
    assertEquals(60, picture.getWidth());
    assertEquals(24, picture.getHeight());
    for (int v = 0; v < 5; v++) {
      assertEquals(0xFFFFFFFF, picture.getRGB(12 * v, 23));
      assertTrue(picture.getRGB(12 * v + 6, 18) != 0xFFFFFFFF, "something stands in the middle");
    }
  }
}
