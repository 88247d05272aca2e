/** Sizes of axes, and affine maps between indices. */
package dev.nnc.compiler.shape;
