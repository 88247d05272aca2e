/** Many runs of one model: which there are, and the table of what they brought. */
package dev.nnc.cli.sweep;
