package dev.nnc.compiler.elaborate;

import dev.nnc.compiler.ir.Program;
import dev.nnc.runtime.Settings;
import java.util.List;

/**
 * What a train block says, elaborated for a model.
 *
 * @param settings what the loop needs to know
 * @param updates one a loss
 * @param rate the factor of the schedule
 * @param remember the end of an epoch for the schedule
 * @param scheduleMemory the first value of each state of the schedule
 */
public record Training(
    Settings settings,
    List<Update> updates,
    Program rate,
    Program remember,
    List<Double> scheduleMemory) {

  /**
   * The step of an optimiser over all parameters of a loss at once.
   *
   * @param program it; null where there is nothing to train
   * @param state the first value of each of its states
   * @param averaged whether the last of them is an average of the parameters
   */
  public record Update(Program program, List<Double> state, boolean averaged) {}
}
