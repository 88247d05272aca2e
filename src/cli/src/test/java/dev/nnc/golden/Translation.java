package dev.nnc.golden;

/**
 * A reference case as a .nn program. Its model reads every given tensor as an input or parameter of
 * the same name, and the cotangent as an input {@code cotangent}; its output {@code result} is the
 * case's output where that is not the loss, and {@code d_x} the derivative of the sum of all
 * examples' losses by the input {@code x}.
 *
 * @param source the text
 * @param batch how many examples the tensors hold
 * @param factor what the model's loss, a mean over the batch, is multiplied by to give the case's
 * @param inputFactor what {@code d_x} is multiplied by to give the case's gradient
 */
record Translation(String source, int batch, double factor, double inputFactor) {}
