package dev.nnc.runtime;

/** Initial parameters, as the model's own formulas draw them. */
public final class Initialization {
  private Initialization() {}

  /**
   * Runs the routine {@code initialize}.
   *
   * @param model the model
   * @param seed of the run
   * @return fresh parameters
   */
  public static Values parameters(Model model, long seed) {
    ModelInfo info = model.info();
    Values parameters = Values.allocate(info.precision(), info.parameterCount());
    if (info.parameterCount() > 0) {
      Frame frame = new Frame(model.routine("initialize"), 1);
      frame.seed = seed;
      frame.bindIfPresent("parameters", parameters);
      frame.run();
    }
    return parameters;
  }
}
