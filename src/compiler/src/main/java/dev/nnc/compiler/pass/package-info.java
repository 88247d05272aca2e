/**
 * Steps from program to program. {@link dev.nnc.compiler.pass.Differentiate} adds gradients to a
 * graph; {@link dev.nnc.compiler.pass.Simplify} rewrites by a table of equations, one file of rules
 * a topic, and leaves contractions as sums of products of views; {@link
 * dev.nnc.compiler.pass.Prune} drops what is not read. {@link dev.nnc.compiler.pass.Pipeline} runs
 * passes and verifies what each has made.
 */
package dev.nnc.compiler.pass;
