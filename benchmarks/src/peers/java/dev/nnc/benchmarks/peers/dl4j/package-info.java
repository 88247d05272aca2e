/** Training steps of dense networks by Deeplearning4j. */
package dev.nnc.benchmarks.peers.dl4j;
