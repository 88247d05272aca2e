package org.example;

import dev.nnc.runtime.Model;
import java.util.ServiceLoader;

/** Uses a model from inside of a module. */
public final class Main {
  private Main() {}

  /** Prints what the model says. */
  public static void main(String[] args) {
    Module module = Scale.class.getModule();
    Module runtime = Scale.class.getSuperclass().getModule();
    float[] scaled = new Scale().scaled(new float[] {1, 2, 3});
    Model provided = ServiceLoader.load(Model.class).findFirst().orElseThrow();
    if (provided.getClass() != Scale.class) {
      throw new IllegalStateException(provided + " is provided");
    }
    System.out.println(module.getName() + " on " + runtime.getName() + ": " + scaled[2]);
  }
}
