package dev.nnc.compiler.op;

import dev.nnc.compiler.ir.Evaluation;
import dev.nnc.compiler.ir.Graph;
import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.ir.Op;
import dev.nnc.compiler.ir.Type;
import dev.nnc.compiler.shape.AffineMap;
import dev.nnc.compiler.shape.Shape;
import dev.nnc.runtime.Precision;
import java.util.Arrays;
import java.util.List;

/**
 * {@code out[map(i) with index[i] in place of its coordinate axis] += x[i]} over all {@code i} in
 * row-major order, from zeros; what falls outside is dropped. Arguments are {@code x} and {@code
 * index}, whole numbers of the shape of {@code x}. The adjoint of a gather, and the other way
 * round; no gradient flows to the index.
 *
 * @param shape the shape of the result
 * @param map from indices of {@code x} to indices of the result; zero for the axis
 * @param axis the axis of the result that the index chooses along, not the batch
 */
public record Scatter(Shape shape, AffineMap map, int axis) implements Op {
  @Override
  public String label() {
    return "scatter " + map + " along " + axis;
  }

  @Override
  public Type type(List<Type> args) {
    Gather.check(args.get(0).shape(), map, axis, shape, args.get(1));
    if (args.get(0).kind() == Type.Kind.BOOL) {
      throw new IllegalArgumentException(label() + " of " + args);
    }
    return args.get(0).with(shape);
  }

  @Override
  public int follow(int argument, int along, Node self) {
    int found = map.source(along, self.arg(argument).shape(), shape);
    return found == axis ? -1 : found;
  }

  @Override
  public Scatter atOnePlace(int along) {
    return new Scatter(shape.with(along, 1), map, axis);
  }

  @Override
  public List<Node> adjoint(Graph graph, Node self, Node g) {
    Op gather = new Gather(self.arg(0).shape(), map, axis);
    return Arrays.asList(graph.node(gather, g, self.arg(1)), null);
  }

  @Override
  public double[] evaluate(Evaluation run, Node self) {
    double[] in = run.value(self.arg(0));
    double[] chosen = run.value(self.arg(1));
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
      int place = Gather.place(map, index, result, axis, chosen[k]);
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
