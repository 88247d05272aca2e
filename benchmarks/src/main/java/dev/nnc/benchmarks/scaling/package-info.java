/** How the time of a step grows with layers, width, batch, length and threads. */
package dev.nnc.benchmarks.scaling;
