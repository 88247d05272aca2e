package dev.nnc.compiler.op;

import dev.nnc.compiler.ir.Evaluation;
import dev.nnc.compiler.ir.Graph;
import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.ir.Op;
import dev.nnc.compiler.ir.Type;
import dev.nnc.compiler.shape.AffineMap;
import dev.nnc.compiler.shape.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * The arguments one behind the other along an axis that is not the batch; the other axes agree. As
 * a sum of padded views it would cost the square of the number of parts.
 *
 * @param axis the axis along which they lie
 */
public record Concat(int axis) implements Op {
  @Override
  public String label() {
    return "concat " + axis;
  }

  @Override
  public Type type(List<Type> args) {
    int[] dims = args.get(0).shape().dims();
    Type.Kind kind = args.get(0).kind();
    if (axis >= dims.length || dims[axis] == Shape.BATCH) {
      throw new IllegalArgumentException(label() + " of " + args);
    }
    for (int i = 1; i < args.size(); i++) {
      int[] other = args.get(i).shape().dims();
      if (other.length != dims.length) {
        throw new IllegalArgumentException(label() + " of " + args);
      }
      for (int d = 0; d < dims.length; d++) {
        if (d != axis && other[d] != dims[d]) {
          throw new IllegalArgumentException(label() + " of " + args);
        }
      }
      dims[axis] += other[axis];
      kind = kind == args.get(i).kind() ? kind : Type.Kind.REAL;
    }
    return new Type(kind, Shape.of(dims));
  }

  /** Where each part starts along the axis. */
  public int[] offsets(Node self) {
    int[] offsets = new int[self.args().size()];
    for (int i = 1; i < offsets.length; i++) {
      offsets[i] = offsets[i - 1] + self.arg(i - 1).shape().dim(axis);
    }
    return offsets;
  }

  @Override
  public int follow(int argument, int along, Node self) {
    return along == axis ? -1 : along;
  }

  @Override
  public Concat atOnePlace(int along) {
    return this;
  }

  @Override
  public List<Node> adjoint(Graph graph, Node self, Node g) {
    List<Node> result = new ArrayList<>();
    int[] offsets = offsets(self);
    int rank = self.shape().rank();
    for (int i = 0; i < offsets.length; i++) {
      int[][] rows = new int[rank][rank];
      int[] shift = new int[rank];
      for (int d = 0; d < rank; d++) {
        rows[d][d] = 1;
      }
      shift[axis] = offsets[i];
      result.add(graph.node(new View(self.arg(i).shape(), new AffineMap(rank, rows, shift)), g));
    }
    return result;
  }

  @Override
  public double[] evaluate(Evaluation run, Node self) {
    int[] dims = self.shape().resolve(run.batch());
    int outer = 1;
    int inner = 1;
    for (int d = 0; d < dims.length; d++) {
      outer *= d < axis ? dims[d] : 1;
      inner *= d > axis ? dims[d] : 1;
    }
    double[] out = new double[outer * dims[axis] * inner];
    int[] offsets = offsets(self);
    for (int i = 0; i < offsets.length; i++) {
      double[] part = run.value(self.arg(i));
      int run1 = self.arg(i).shape().dim(axis) * inner;
      for (int o = 0; o < outer; o++) {
        System.arraycopy(part, o * run1, out, (o * dims[axis] + offsets[i]) * inner, run1);
      }
    }
    return out;
  }
}
