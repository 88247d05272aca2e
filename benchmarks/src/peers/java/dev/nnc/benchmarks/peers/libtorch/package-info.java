/** The networks in libtorch, called through bytedeco's bindings: its functions and its gradients. */
package dev.nnc.benchmarks.peers.libtorch;
