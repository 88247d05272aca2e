/** Programs written as formulas in index notation, for people. */
package dev.nnc.cli.derivation;
