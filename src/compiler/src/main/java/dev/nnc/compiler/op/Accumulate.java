package dev.nnc.compiler.op;

import dev.nnc.compiler.ir.Evaluation;
import dev.nnc.compiler.ir.Graph;
import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.ir.Op;
import dev.nnc.compiler.ir.Type;
import dev.nnc.compiler.shape.AffineMap;
import dev.nnc.compiler.shape.Shape;
import dev.nnc.runtime.Precision;
import java.util.List;

/**
 * {@code out[map(i)] += x[i]} over all {@code i} in row-major order, from zeros; what falls outside
 * is dropped. The adjoint of a view, and the other way round.
 *
 * @param shape the shape of the result
 * @param map from indices of {@code x} to indices of the result
 */
public record Accumulate(Shape shape, AffineMap map) implements Op {
  @Override
  public String label() {
    return "accumulate " + map;
  }

  @Override
  public Type type(List<Type> args) {
    View.check(args.get(0).shape(), map, shape);
    if (args.get(0).kind() == Type.Kind.BOOL) {
      throw new IllegalArgumentException(label() + " of " + args);
    }
    return args.get(0).with(shape);
  }

  @Override
  public int follow(int argument, int axis, Node self) {
    return map.source(axis, self.arg(0).shape(), shape);
  }

  @Override
  public Accumulate atOnePlace(int axis) {
    return new Accumulate(shape.with(axis, 1), map);
  }

  @Override
  public List<Node> adjoint(Graph graph, Node self, Node g) {
    return List.of(graph.node(new View(self.arg(0).shape(), map), g));
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
    boolean single = run.precision() == Precision.FLOAT;
    int[] index = new int[source.length];
    for (int k = 0; k < in.length; k++) {
      int place = View.place(map, index, result);
      if (place >= 0) {
        out[place] = single ? (float) out[place] + (float) in[k] : out[place] + in[k];
      }
      for (int d = source.length - 1; d >= 0 && ++index[d] == source[d]; d--) {
        index[d] = 0;
      }
    }
    return out;
  }
}
