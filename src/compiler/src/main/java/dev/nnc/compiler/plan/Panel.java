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

  /** The bytes of a line of the cache, which are also those of the widest vector. */
  private static final int LINE = 64;

  /** The bytes of an array in front of its elements. */
  private static final int HEADER = 16;

  /**
   * The length of arrays for rows. Those made one after the other then lie a whole number of lines
   * apart: where one is aligned, and C2 sees to that, so are the others.
   *
   * @param width how many numbers a row holds at most
   * @param bytes how many a number has
   */
  static int length(int width, int bytes) {
    int lanes = LINE / bytes;
    return (width + lanes - 1) / lanes * lanes + (LINE - HEADER) / bytes;
  }
}
