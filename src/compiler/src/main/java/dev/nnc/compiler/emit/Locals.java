package dev.nnc.compiler.emit;

import java.util.HashMap;
import java.util.Map;

/** Which local variable slot of a method holds what. A slot is never used twice. */
final class Locals {
  private enum Sort {
    ARRAY,
    INT,
    NUMBER,
    KEY,
    LANES
  }

  private record Name(Sort sort, int number) {}

  private final Map<Name, Integer> slots = new HashMap<>();
  private final int numberWidth;
  private int next = 1;

  Locals(int numberWidth) {
    this.numberWidth = numberWidth;
  }

  int array(int number) {
    return slot(new Name(Sort.ARRAY, number), 1);
  }

  int whole(int variable) {
    return slot(new Name(Sort.INT, variable), 1);
  }

  int number(int local) {
    return slot(new Name(Sort.NUMBER, local), numberWidth);
  }

  /** The slot of a local that is a vector. */
  int lanes(int local) {
    return slot(new Name(Sort.LANES, local), 1);
  }

  int key(int key) {
    return slot(new Name(Sort.KEY, key), 2);
  }

  /** A slot for a whole number without a name. */
  int unnamed() {
    return next++;
  }

  private int slot(Name name, int width) {
    Integer known = slots.get(name);
    if (known != null) {
      return known;
    }
    int slot = next;
    next += width;
    slots.put(name, slot);
    return slot;
  }
}
