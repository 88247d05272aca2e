/** The commands, one class each, and the groups of options that several of them share. */
package dev.nnc.cli.command;
