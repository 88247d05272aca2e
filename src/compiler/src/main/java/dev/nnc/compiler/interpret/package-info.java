/**
 * The oracle: evaluates programs node by node, as the operators define themselves. Compiled code
 * must give the same bits.
 */
package dev.nnc.compiler.interpret;
