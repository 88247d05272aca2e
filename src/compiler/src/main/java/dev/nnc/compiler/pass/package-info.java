/** Steps from a program to a program that computes the same, and differentiation. */
package dev.nnc.compiler.pass;
