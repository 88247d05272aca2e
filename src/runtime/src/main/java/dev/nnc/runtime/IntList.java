package dev.nnc.runtime;

import java.util.Arrays;

/** A list of whole numbers that grows. */
final class IntList {
  private int[] numbers = new int[16];
  private int size;

  void add(int number) {
    if (size == numbers.length) {
      numbers = Arrays.copyOf(numbers, Math.multiplyExact(2, size));
    }
    numbers[size++] = number;
  }

  void add(int[] more) {
    for (int number : more) {
      add(number);
    }
  }

  int[] toArray() {
    return Arrays.copyOf(numbers, size);
  }
}
