/** The reference of definitions in .nn files, written from their comments and formulas. */
package dev.nnc.cli.reference;
