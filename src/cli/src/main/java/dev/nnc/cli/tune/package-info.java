/**
 * Which way to compute each contraction is the fastest one on this machine: tries ways one against
 * the other, and keeps what also gains in a whole step.
 */
package dev.nnc.cli.tune;
