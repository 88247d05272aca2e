/**
 * The closed set of operators. Each is written down once, in one place: its type, its value, its
 * adjoint in terms of the same set.
 */
package dev.nnc.compiler.op;
