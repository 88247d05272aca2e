/** Jars that hold models: written so that equal models give equal bytes, and loaded again. */
package dev.nnc.cli.jar;
