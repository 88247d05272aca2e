/**
 * What is timed: {@link dev.nnc.benchmarks.network.Workload}s, as routines of the compiler and as
 * plain Java written by hand, behind one interface, {@link dev.nnc.benchmarks.network.Network}.
 */
package dev.nnc.benchmarks.network;
