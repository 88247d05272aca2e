package dev.nnc.compiler.plan;

import dev.nnc.runtime.Slot;

/**
 * Scratch arrays that all contractions of a routine share: rows of the result in the making, rows
 * of the packed right factor, and one array for the packed left factor.
 *
 * @param packed the number of the frame's array for the left factor
 * @param results the number of the first array for the result
 * @param rows the number of the first array for the right factor
 */
record Panel(int packed, int results, int rows) {
  /** The name of the arrays for rows. */
  static final String NAME = Slot.PANEL;
}
