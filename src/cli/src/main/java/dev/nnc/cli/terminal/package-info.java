/** How commands speak with the person in front of them: messages, progress, exit codes. */
package dev.nnc.cli.terminal;
