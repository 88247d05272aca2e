package dev.nnc.compiler.plan;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * A static method to be: loops over arrays and whole numbers that are its parameters. Variables,
 * arrays and locals are numbered in the order in which they appear, so that kernels which do the
 * same are equal. Variable 0 is the number of examples in the batch.
 */
public final class Kernel {
  /** The int variable that holds the number of examples. */
  public static final int BATCH = 0;

  /** The int variable that holds the number of lanes of a vector. */
  public static final int LANES = -1;

  private final List<Integer> arrays;
  private final List<Integer> ints;
  private final List<Statement> body;

  /** Kernels are looked up time and again, and the statements of a kernel are many. */
  private final int hash;

  /**
   * A kernel.
   *
   * @param arrays the numbers of the arrays that are parameters
   * @param ints the numbers of the int variables that are parameters
   * @param body what is done
   */
  public Kernel(List<Integer> arrays, List<Integer> ints, List<Statement> body) {
    this.arrays = List.copyOf(arrays);
    this.ints = List.copyOf(ints);
    this.body = List.copyOf(body);
    hash = Objects.hash(this.arrays, this.ints, this.body);
  }

  /** The numbers of the arrays that are parameters. */
  public List<Integer> arrays() {
    return arrays;
  }

  /** The numbers of the int variables that are parameters. */
  public List<Integer> ints() {
    return ints;
  }

  /** What is done. */
  public List<Statement> body() {
    return body;
  }

  @Override
  public boolean equals(Object other) {
    return other == this
        || (other instanceof Kernel kernel
            && hash == kernel.hash
            && arrays.equals(kernel.arrays)
            && ints.equals(kernel.ints)
            && body.equals(kernel.body));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return "kernel of " + arrays + ", " + ints + ": " + body;
  }

  /** Whether each thread runs a part of it; else one thread runs all. */
  public boolean split() {
    return body.stream().anyMatch(s -> s instanceof Statement.Part);
  }

  /** Whether anything in it runs over lanes. */
  boolean overLanes() {
    return overLanes(body) || calls().stream().anyMatch(Kernel::overLanes);
  }

  private static boolean overLanes(List<Statement> body) {
    for (Statement s : body) {
      boolean found =
          s instanceof Statement.Lanes
              || s instanceof Statement.Fold
              || (s instanceof Statement.Loop loop && overLanes(loop.body()))
              || (s instanceof Statement.When when
                  && (overLanes(when.body()) || overLanes(when.otherwise())));
      if (found) {
        return true;
      }
    }
    return false;
  }

  /** From which lines of source it comes, in the order of its statements. */
  public List<Statement.Line> lines() {
    List<Statement.Line> found = new ArrayList<>();
    lines(body, found);
    return found;
  }

  private static void lines(List<Statement> body, List<Statement.Line> found) {
    for (Statement s : body) {
      if (s instanceof Statement.Line line) {
        found.add(line);
      } else if (s instanceof Statement.Loop loop) {
        lines(loop.body(), found);
      } else if (s instanceof Statement.Lanes lanes) {
        lines(lanes.body(), found);
      } else if (s instanceof Statement.Fold fold) {
        lines(fold.loop().body(), found);
      } else if (s instanceof Statement.When when) {
        lines(when.body(), found);
        lines(when.otherwise(), found);
      }
    }
  }

  /** The kernels that this one runs, in the order of their first calls. */
  public Set<Kernel> calls() {
    Set<Kernel> found = new LinkedHashSet<>();
    collect(body, found);
    return found;
  }

  private static void collect(List<Statement> body, Set<Kernel> found) {
    for (Statement s : body) {
      if (s instanceof Statement.Call call) {
        found.add(call.kernel());
      } else if (s instanceof Statement.Loop loop) {
        collect(loop.body(), found);
      } else if (s instanceof Statement.Lanes lanes) {
        collect(lanes.body(), found);
      } else if (s instanceof Statement.When when) {
        collect(when.body(), found);
        collect(when.otherwise(), found);
      }
    }
  }
}
