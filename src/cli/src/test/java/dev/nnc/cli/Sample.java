package dev.nnc.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SplittableRandom;

/** A small model and its data, written to a folder. */
final class Sample {
  static final String MODEL =
      """
      /// A plane with a bend in it.
      model Plane(hidden = 4) {
        input  a, b standardized
        target t standardized
        estimate = stack(a, b) |> dense(hidden) |> tanh |> dense(1) |> scalar
        output estimate as t
        loss   mse(estimate, t)
        metric mae(estimate, t)
      }

      train Plane {
        data      = csv("plane.csv")
        split     = [train: 70%, valid: 15%, test: 15%]
        optimizer = adam(lr: 0.02)
        schedule  = exponential(decay: 0.9)
        batch     = 8
        epochs    = 6
        seed      = 5
      }
      """;

  private Sample() {}

  /** Writes {@code plane.nn} and {@code plane.csv}; returns the former. */
  static Path write(Path folder) throws IOException {
    SplittableRandom random = new SplittableRandom(3);
    StringBuilder text = new StringBuilder("a,b,t\n");
    for (int i = 0; i < 90; i++) {
      double a = 4 * random.nextDouble() - 2;
      double b = 4 * random.nextDouble() - 2;
      double t = 3 * a - b + Math.max(0, a * b);
      text.append(String.format(Locale.ROOT, "%.4f,%.4f,%.4f\n", a, b, t));
    }
    Files.writeString(folder.resolve("plane.csv"), text.toString());
    return Files.writeString(folder.resolve("plane.nn"), MODEL);
  }

  /** The model with a part of its text replaced, as {@code other.nn}. */
  static Path write(Path folder, String part, String by) throws IOException {
    write(folder);
    if (!MODEL.contains(part)) {
      throw new IllegalArgumentException("no " + part);
    }
    return Files.writeString(folder.resolve("other.nn"), MODEL.replace(part, by));
  }
}
