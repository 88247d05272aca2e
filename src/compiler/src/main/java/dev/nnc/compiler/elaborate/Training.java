package dev.nnc.compiler.elaborate;

import dev.nnc.compiler.ir.Program;
import dev.nnc.runtime.Settings;
import java.util.List;

/**
 * What a train block says, elaborated for a model.
 *
 * @param settings what the loop needs to know
 * @param update the step of the optimiser over all parameters at once
 * @param optimizerState the first value of each of its states
 * @param rate the factor of the schedule
 * @param remember the end of an epoch for the schedule
 * @param scheduleMemory the first value of each state of the schedule
 */
public record Training(
    Settings settings,
    Program update,
    List<Double> optimizerState,
    Program rate,
    Program remember,
    List<Double> scheduleMemory) {}
