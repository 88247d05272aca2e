/**
 * Where the time of a step goes: measures a model's routines, kernel by kernel, and the machine.
 */
package dev.nnc.cli.bench;
