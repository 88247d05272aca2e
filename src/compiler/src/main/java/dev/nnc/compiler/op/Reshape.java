package dev.nnc.compiler.op;

import dev.nnc.compiler.ir.Evaluation;
import dev.nnc.compiler.ir.Graph;
import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.ir.Op;
import dev.nnc.compiler.ir.Type;
import dev.nnc.compiler.shape.Shape;
import java.util.List;

/**
 * The same elements in row-major order under another shape. A batch axis stays.
 *
 * @param shape the shape of the result
 */
public record Reshape(Shape shape) implements Op {
  @Override
  public String label() {
    return "reshape " + shape;
  }

  @Override
  public Type type(List<Type> args) {
    Shape source = args.get(0).shape();
    if (source.batched() != shape.batched() || source.elements() != shape.elements()) {
      throw new IllegalArgumentException(label() + " of " + source);
    }
    return args.get(0).with(shape);
  }

  @Override
  public int follow(int argument, int axis, Node self) {
    Shape source = self.arg(0).shape();
    long before = 1;
    for (int d = 0; d < axis; d++) {
      before *= Math.abs(source.dim(d));
    }
    long here = 1;
    for (int a = 0; a < shape.rank() && here <= before; a++) {
      if (here == before && shape.dim(a) == source.dim(axis)) {
        return a;
      }
      here *= Math.abs(shape.dim(a));
    }
    return -1;
  }

  @Override
  public Reshape atOnePlace(int axis) {
    return new Reshape(shape.with(axis, 1));
  }

  @Override
  public List<Node> adjoint(Graph graph, Node self, Node g) {
    return List.of(new Build(graph).reshape(g, self.arg(0).shape()));
  }

  @Override
  public double[] evaluate(Evaluation run, Node self) {
    return run.value(self.arg(0));
  }
}
