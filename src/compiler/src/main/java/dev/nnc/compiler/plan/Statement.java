package dev.nnc.compiler.plan;

import java.util.List;
import java.util.function.UnaryOperator;

/** A step of a kernel. */
public sealed interface Statement {
  /**
   * Runs its body for a variable that grows from one bound to another.
   *
   * @param variable the number of the int variable
   * @param from its first value
   * @param to the bound it does not reach
   * @param step by how much it grows
   * @param body what is done each time
   */
  record Loop(int variable, Index from, Index to, int step, List<Statement> body)
      implements Statement {
    /** Copies the body. */
    public Loop {
      body = List.copyOf(body);
    }

    /** The loop around something else. */
    public Loop around(List<Statement> other) {
      return new Loop(variable, from, to, step, other);
    }
  }

  /**
   * Runs its body for many consecutive values of a variable at once, one in each lane of the
   * machine's vectors, as long as whole vectors fit; the variable then is the first value that is
   * left. In the body an element of an array whose place moves with the variable is a vector of
   * neighbours; all else is the same in every lane. Locals assigned in the body are vectors.
   *
   * @param variable the number of the int variable
   * @param from its first value; may be the variable itself, to go on from where it is
   * @param to the bound it does not reach
   * @param vectors how many vectors of values are done together
   * @param body what is done each time
   */
  record Lanes(int variable, Index from, Index to, int vectors, List<Statement> body)
      implements Statement {
    /** Copies the body. */
    public Lanes {
      body = List.copyOf(body);
    }
  }

  /**
   * Runs a loop over lanes that combines numbers into a local: each lane begins with what the local
   * is and combines for itself. What the lanes have reached is stored at consecutive places of an
   * array.
   *
   * @param loop the loop, over one vector at a time
   * @param local the local, a number outside of the loop and a vector in it
   * @param array the number of the array
   * @param at where the first lane's number is stored
   */
  record Fold(Lanes loop, int local, int array, Index at) implements Statement {}

  /**
   * Gives a local variable a value.
   *
   * @param local its number
   * @param value the value
   */
  record Let(int local, Value value) implements Statement {}

  /**
   * Gives an int variable the lesser of two values.
   *
   * @param variable its number
   * @param a a value
   * @param b a value
   */
  record Least(int variable, Index a, Index b) implements Statement {}

  /**
   * Gives two int variables the range of an axis that is the running thread's. The ranges of all
   * threads follow each other and cover the axis.
   *
   * @param first the number of the variable for the first place
   * @param end the number of the variable for the place behind the last
   * @param extent how many places there are
   */
  record Part(int first, int end, Index extent) implements Statement {}

  /**
   * Gives an int variable the place on an axis that a number names, or -1 where it lies outside.
   *
   * @param variable its number
   * @param value the number
   * @param size the size of the axis
   */
  record Place(int variable, Value value, int size) implements Statement {}

  /**
   * Writes an element of an array.
   *
   * @param array the number of the array
   * @param at which element
   * @param value what is written
   */
  record Store(int array, Index at, Value value) implements Statement {}

  /**
   * Makes the key of the random numbers of one example.
   *
   * @param key the number of the key
   * @param row the row of the batch, or null for what all examples share
   * @param site the random leaf
   */
  record Key(int key, Index row, Index site) implements Statement {}

  /**
   * Says from which line of the source the following comes.
   *
   * @param source the name of the file
   * @param line the line, from 1
   */
  record Line(String source, int line) implements Statement {}

  /**
   * Gives an array variable an array of the frame.
   *
   * @param array its number
   * @param slot which array
   */
  record Row(int array, Index slot) implements Statement {}

  /**
   * Runs statements only where an index is less than a bound.
   *
   * @param index what is compared
   * @param bound the bound it must not reach
   * @param body what is done then
   * @param otherwise what is done else
   */
  record When(Index index, Index bound, List<Statement> body, List<Statement> otherwise)
      implements Statement {
    /** Copies the statements. */
    public When {
      body = List.copyOf(body);
      otherwise = List.copyOf(otherwise);
    }

    /** The same choice between what a rule makes of the statements. */
    public When map(UnaryOperator<List<Statement>> rule) {
      return new When(index, bound, rule.apply(body), rule.apply(otherwise));
    }
  }

  /**
   * Copies a run of numbers from array to array.
   *
   * @param source where it is read
   * @param from the first place to read
   * @param target where it is written
   * @param to the first place to write
   * @param count how many
   */
  record Copy(int source, Index from, int target, Index to, Index count) implements Statement {}

  /**
   * Runs another kernel.
   *
   * @param kernel which
   * @param arrays its arrays, by their numbers here
   * @param ints its whole numbers
   */
  record Call(Kernel kernel, List<Integer> arrays, List<Index> ints) implements Statement {
    /** Copies the arguments. */
    public Call {
      arrays = List.copyOf(arrays);
      ints = List.copyOf(ints);
    }
  }
}
