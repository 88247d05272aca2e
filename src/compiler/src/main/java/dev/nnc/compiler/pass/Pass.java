package dev.nnc.compiler.pass;

import dev.nnc.compiler.ir.Program;
import java.util.function.UnaryOperator;

/**
 * A step from a program to a program that computes the same.
 *
 * @param name by which it is dumped, lower case with hyphens
 * @param description what it does, on one line
 * @param function the step itself, without side effects but new nodes in the program's graph
 */
public record Pass(String name, String description, UnaryOperator<Program> function) {}
