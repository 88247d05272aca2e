package dev.nnc.compiler.plan;

import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.op.Reduce;
import dev.nnc.compiler.shape.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What kernels of contractions have in common, whatever their target: loops over the axes and tiles
 * of a {@link Contraction}, a part of which is each thread's, and what becomes of a finished sum.
 */
abstract class BlockWriter {
  final Task task;
  final Contraction plan;
  final Panel panel;
  final KernelWriter writer;
  final Lowering lowering;
  final Shape shape;

  /** Where the loops stand: an index into the product. */
  final Index[] at;

  /** Where the tiles of the columns (0) and of the sum (1) start along the axis that is cut. */
  final Index[] start = new Index[2];

  /** How many places of that axis they have. */
  final Index[] count = new Index[2];

  private final RootWriter roots;

  /** Which axes of the product are summed. */
  final boolean[] gone;

  private int splitAxis = -1;
  private Range part;

  BlockWriter(Task task, Panel panel, KernelWriter writer, Lowering lowering, RootWriter roots) {
    this.task = task;
    this.plan = task.contraction;
    this.panel = panel;
    this.writer = writer;
    this.lowering = lowering;
    this.roots = roots;
    shape = plan.node().arg(0).shape();
    gone = ((Reduce) plan.node().op()).reduced(shape.rank());
    at = new Index[shape.rank()];
    Arrays.fill(at, Index.ZERO);
  }

  /** Opens the loops over axes that both factors have, and over tiles of columns. */
  final void openResult() {
    openOuter();
    openTile(plan.columns(), 0);
  }

  /** Opens the loops over axes that both factors have. */
  final void openOuter() {
    if (plan.step() >= 0) {
      at[plan.step()] = writer.step();
    }
    split();
    open(plan.outer());
  }

  /** The rows of the row axis that are the running thread's. */
  final Range rows() {
    return splitAxis == plan.row() ? part : Range.all(KernelWriter.extent(shape.dim(plan.row())));
  }

  /** Chooses what each thread does a part of: the outermost axis of the result that is there. */
  private void split() {
    splitAxis =
        !plan.outer().isEmpty()
            ? plan.outer().get(0)
            : plan.rowsOuter().isEmpty() ? plan.row() : plan.rowsOuter().get(0);
    part = writer.part(KernelWriter.extent(shape.dim(splitAxis)));
  }

  /** Opens loops over axes. */
  final void open(List<Integer> axes) {
    for (int axis : axes) {
      at[axis] =
          axis == splitAxis ? writer.open(part) : writer.open(KernelWriter.extent(shape.dim(axis)));
    }
  }

  /** The lesser of two numbers, in a variable unless it is known. */
  final Index least(Index a, Index b) {
    if (a.isConstant() && b.isConstant()) {
      return a.constant() < b.constant() ? a : b;
    }
    int variable = writer.variable();
    writer.add(new Statement.Least(variable, a, b));
    return Index.variable(variable);
  }

  /** How much of a size is left from a place on, but no more than a step at a time. */
  final Index piece(int step, Index size, Index from) {
    boolean even = size.isConstant() && size.constant() % step == 0;
    return even ? Index.of(step) : least(Index.of(step), size.plus(from.times(-1)));
  }

  /** Opens loops over the tiles of an axis. */
  final void openTile(Tile tile, int which) {
    open(tile.outer());
    start[which] = Index.ZERO;
    count[which] = Index.of(tile.step());
    if (tile.axis() >= 0 && tile.step() != shape.dim(tile.axis())) {
      Index size = KernelWriter.extent(shape.dim(tile.axis()));
      start[which] = writer.open(size, tile.step());
      count[which] = piece(tile.step(), size, start[which]);
    }
  }

  /** Opens loops through a tile and returns the place in it. */
  final Index through(Tile tile, int which) {
    return through(tile, which, tile.inner());
  }

  /** Opens loops through a tile but for the last of its inner axes; returns the place in it. */
  final Index throughAllButLast(Tile tile, int which) {
    return through(tile, which, tile.inner().subList(0, tile.inner().size() - 1));
  }

  private Index through(Tile tile, int which, List<Integer> inner) {
    Index place = Index.ZERO;
    int stride = tile.innerSize();
    if (tile.axis() >= 0) {
      Index step = writer.open(count[which]);
      at[tile.axis()] = start[which].plus(step);
      place = step.times(stride);
    }
    for (int axis : inner) {
      stride /= shape.dim(axis);
      at[axis] = writer.open(KernelWriter.extent(shape.dim(axis)));
      place = place.plus(at[axis].times(stride));
    }
    return place;
  }

  /** Stands at the first place of a tile. */
  final void begin(Tile tile, int which) {
    if (tile.axis() >= 0) {
      at[tile.axis()] = start[which];
    }
    tile.inner().forEach(axis -> at[axis] = Index.ZERO);
  }

  /** The number of columns in a tile. */
  final Index width() {
    return count[0].times(plan.columns().innerSize());
  }

  /** Where the loops stand in the result. */
  final Index[] kept() {
    List<Index> kept = new ArrayList<>();
    for (int d = 0; d < at.length; d++) {
      if (!gone[d]) {
        kept.add(at[d]);
      }
    }
    return kept.toArray(Index[]::new);
  }

  /** Stores a finished sum and what is computed from it at the same place. */
  final void finish(Value sum) {
    Node node = plan.node();
    Index[] kept = kept();
    int depth = writer.depth();
    List<Value> values = new ArrayList<>();
    if (task.roots.size() > 1) {
      Value local = writer.let(depth, sum);
      writer.remember(depth, local, node, lowering.place(node, kept));
      values.add(local);
    } else {
      values.add(sum);
    }
    List<Index> variables = new ArrayList<>();
    for (int d = 0; d < kept.length; d++) {
      if (node.shape().dim(d) != 1) {
        variables.add(kept[d]);
      }
    }
    roots.write(task, variables, values);
  }

  /** How far apart the root's elements lie along each axis of the product, 0 along summed ones. */
  final List<Integer> strides(Task.Root root) {
    List<Integer> strides = new ArrayList<>();
    int next = 0;
    for (boolean away : gone) {
      strides.add(away ? 0 : root.strides().get(next++));
    }
    return strides;
  }

  /** Whether the columns of a tile follow each other in the array of a root. */
  final boolean contiguous(Task.Root root) {
    return plan.columns().contiguous(shape, strides(root)::get);
  }
}
