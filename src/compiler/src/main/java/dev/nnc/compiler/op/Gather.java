package dev.nnc.compiler.op;

import dev.nnc.compiler.ir.Evaluation;
import dev.nnc.compiler.ir.Graph;
import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.ir.Op;
import dev.nnc.compiler.ir.Type;
import dev.nnc.compiler.shape.AffineMap;
import dev.nnc.compiler.shape.Shape;
import dev.nnc.runtime.Numeric;
import java.util.Arrays;
import java.util.List;

/**
 * {@code out[i] = x[map(i) with index[i] in place of its coordinate axis]}, zero outside: a
 * subscript that is computed. Arguments are {@code x} and {@code index}, whole numbers of exactly
 * the result's shape. No gradient flows to the index.
 *
 * @param shape the shape of the result
 * @param map from result indices to indices of {@code x}; zero for the axis
 * @param axis the axis of {@code x} that the index chooses along, not the batch
 */
public record Gather(Shape shape, AffineMap map, int axis) implements Op {
  @Override
  public String label() {
    return "gather " + map + " along " + axis;
  }

  @Override
  public Type type(List<Type> args) {
    check(shape, map, axis, args.get(0).shape(), args.get(1));
    return args.get(0).with(shape);
  }

  /** Checks that a map and an index lead from one shape to another. */
  static void check(Shape from, AffineMap map, int axis, Shape to, Type index) {
    View.check(from, map, to);
    if (axis < 0 || axis >= to.rank() || to.dim(axis) == Shape.BATCH) {
      throw new IllegalArgumentException("index along axis " + axis + " of " + to);
    }
    boolean free = map.offset(axis) == 0;
    for (int a = 0; a < from.rank(); a++) {
      free &= map.coefficient(axis, a) == 0;
    }
    if (!free || !index.equals(new Type(Type.Kind.INT, from))) {
      throw new IllegalArgumentException("index " + index + " for axis " + axis + " of " + map);
    }
  }

  /**
   * A map without what it says of one axis, which an index chooses along.
   *
   * @param map from result to source indices
   * @param axis a source axis
   * @return the map with zero there
   */
  public static AffineMap free(AffineMap map, int axis) {
    int[][] rows = new int[map.sourceRank()][map.resultRank()];
    int[] offsets = new int[rows.length];
    for (int d = 0; d < rows.length; d++) {
      for (int a = 0; d != axis && a < map.resultRank(); a++) {
        rows[d][a] = map.coefficient(d, a);
      }
      offsets[d] = d == axis ? 0 : map.offset(d);
    }
    return new AffineMap(map.resultRank(), rows, offsets);
  }

  @Override
  public int follow(int argument, int along, Node self) {
    if (argument == 1) {
      return along;
    }
    return along == axis ? -1 : map.along(along, shape, self.arg(0).shape());
  }

  @Override
  public Gather atOnePlace(int along) {
    return new Gather(shape.with(along, 1), map, axis);
  }

  @Override
  public List<Node> adjoint(Graph graph, Node self, Node g) {
    Op scatter = new Scatter(self.arg(0).shape(), map, axis);
    return Arrays.asList(graph.node(scatter, g, self.arg(1)), null);
  }

  @Override
  public double[] evaluate(Evaluation run, Node self) {
    double[] in = run.value(self.arg(0));
    double[] chosen = run.value(self.arg(1));
    int[] source = self.arg(0).shape().resolve(run.batch());
    int[] result = shape.resolve(run.batch());
    double[] out = new double[chosen.length];
    int[] index = new int[result.length];
    for (int k = 0; k < out.length; k++) {
      int place = place(map, index, source, axis, chosen[k]);
      out[k] = place < 0 ? 0 : in[place];
      for (int d = result.length - 1; d >= 0 && ++index[d] == result[d]; d--) {
        index[d] = 0;
      }
    }
    return out;
  }

  /** The row-major place that a map and a number for one axis give, or -1 outside. */
  static int place(AffineMap map, int[] index, int[] source, int axis, double chosen) {
    int first = View.place(map, index, source);
    int along = Numeric.place(chosen, source[axis]);
    if (first < 0 || along < 0) {
      return -1;
    }
    int stride = 1;
    for (int d = axis + 1; d < source.length; d++) {
      stride *= source[d];
    }
    return first + along * stride;
  }
}
