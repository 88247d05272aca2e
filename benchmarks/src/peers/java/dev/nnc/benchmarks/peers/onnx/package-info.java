/** Predictions by ONNX Runtime, from files that {@link dev.nnc.benchmarks.peers.OnnxModel} writes. */
package dev.nnc.benchmarks.peers.onnx;
