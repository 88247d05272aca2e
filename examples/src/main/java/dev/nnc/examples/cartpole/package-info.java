/** A cart that learns to balance a pole. */
package dev.nnc.examples.cartpole;
