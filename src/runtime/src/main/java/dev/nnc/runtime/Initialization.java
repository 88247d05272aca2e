package dev.nnc.runtime;

/** The first numbers of parameters and states, as the model's own formulas compute them. */
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
    return slot(model, seed, "parameters", model.info().parameterCount());
  }

  /**
   * Runs the routine {@code initialize}.
   *
   * @param model the model
   * @param seed of the run
   * @return fresh states
   */
  public static Values states(Model model, long seed) {
    return slot(model, seed, "states", model.info().stateCount());
  }

  private static Values slot(Model model, long seed, String slot, int count) {
    Values values = Values.allocate(model.info().precision(), count);
    if (count > 0) {
      Frame frame = new Frame(model.routine("initialize"), 1);
      frame.seed = seed;
      frame.bindIfPresent(slot, values);
      frame.run();
    }
    return values;
  }
}
