/** The command line tool {@code nnc}. */
package dev.nnc.cli;
