/** Java programs that use the models of the examples. */
package dev.nnc.examples;
