package dev.nnc.compiler.op;

import dev.nnc.compiler.ir.Evaluation;
import dev.nnc.compiler.ir.Graph;
import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.ir.Op;
import dev.nnc.compiler.ir.Type;
import dev.nnc.compiler.shape.AffineMap;
import dev.nnc.compiler.shape.Shape;
import java.util.List;

/**
 * {@code out[i] = x[map(i)]}, zero where the map leaves {@code x}: slice, transpose, broadcast,
 * pad, flip, stride and window in one.
 *
 * @param shape the shape of the result
 * @param map from result indices to indices of {@code x}
 */
public record View(Shape shape, AffineMap map) implements Op {
  @Override
  public String label() {
    return "view " + map;
  }

  @Override
  public Type type(List<Type> args) {
    check(shape, map, args.get(0).shape());
    return args.get(0).with(shape);
  }

  /** Checks that a map leads from one shape to another and treats the batch as it must. */
  static void check(Shape result, AffineMap map, Shape source) {
    if (map.resultRank() != result.rank() || map.sourceRank() != source.rank()) {
      throw new IllegalArgumentException(map + " from " + result + " to " + source);
    }
    for (int d = 0; d < source.rank(); d++) {
      boolean batch = source.dim(d) == Shape.BATCH;
      for (int a = 0; a < result.rank(); a++) {
        boolean along = result.dim(a) == Shape.BATCH;
        int c = map.coefficient(d, a);
        if ((batch && c != (along ? 1 : 0)) || (!batch && along && c != 0)) {
          throw new IllegalArgumentException("batch axis in " + map + " to " + source);
        }
      }
      if (batch && (map.offset(d) != 0 || !result.batched())) {
        throw new IllegalArgumentException("batch axis in " + map + " to " + source);
      }
    }
  }

  @Override
  public int follow(int argument, int axis, Node self) {
    return map.along(axis, shape, self.arg(0).shape());
  }

  @Override
  public View atOnePlace(int axis) {
    return new View(shape.with(axis, 1), map);
  }

  @Override
  public List<Node> adjoint(Graph graph, Node self, Node g) {
    return List.of(graph.node(new Accumulate(self.arg(0).shape(), map), g));
  }

  @Override
  public double[] evaluate(Evaluation run, Node self) {
    double[] in = run.value(self.arg(0));
    int[] source = self.arg(0).shape().resolve(run.batch());
    int[] result = shape.resolve(run.batch());
    int length = 1;
    for (int d : result) {
      length *= d;
    }
    double[] out = new double[length];
    int[] index = new int[result.length];
    for (int k = 0; k < length; k++) {
      int place = place(map, index, source);
      out[k] = place < 0 ? 0 : in[place];
      for (int d = result.length - 1; d >= 0 && ++index[d] == result[d]; d--) {
        index[d] = 0;
      }
    }
    return out;
  }

  /** The row-major place that a map gives for an index, or -1 outside. */
  static int place(AffineMap map, int[] index, int[] source) {
    int place = 0;
    for (int d = 0; d < source.length; d++) {
      int at = map.offset(d);
      for (int a = 0; a < index.length; a++) {
        at += map.coefficient(d, a) * index[a];
      }
      if (at < 0 || at >= source[d]) {
        return -1;
      }
      place = place * source[d] + at;
    }
    return place;
  }
}
