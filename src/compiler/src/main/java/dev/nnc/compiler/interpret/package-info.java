/** Programs computed node by node in the plainest way: the oracle of all tests. */
package dev.nnc.compiler.interpret;
