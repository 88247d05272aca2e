/**
 * Generated code beside other libraries: one table ({@link dev.nnc.benchmarks.peers.Peers}) of
 * whole training steps and predictions, taken in turns on the same machine. The libraries
 * themselves are called from sources of their own, which only the profile {@code peers} compiles.
 */
package dev.nnc.benchmarks.peers;
