/**
 * How fast generated code is: JMH's trials ({@link dev.nnc.benchmarks.NetworkBenchmark}) of
 * networks that four engines compute, and the one table ({@link dev.nnc.benchmarks.Main}) that
 * comes of them. Nothing is timed before all engines gave the same answers.
 */
package dev.nnc.benchmarks;
