package dev.nnc.compiler.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnc.compiler.ir.Graph;
import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.ir.Type;
import dev.nnc.compiler.op.Build;
import dev.nnc.compiler.op.Elementwise;
import dev.nnc.compiler.op.Leaf;
import dev.nnc.compiler.shape.Shape;
import dev.nnc.runtime.Precision;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ContagionTest {
  private static final double[] STRANGE = {
    Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN
  };
  private static final double[] ALL = {
    0, -0.0, 1, -2.5, 1e-300, -1e300, STRANGE[0], STRANGE[1], STRANGE[2]
  };

  private final Graph graph = new Graph();
  private final Build build = new Build(graph);
  private final Node g = given("g", Type.Kind.REAL);
  private final Node p = given("p", Type.Kind.REAL);

  private Node given(String name, Type.Kind kind) {
    Type type = new Type(kind, Shape.of(4));
    return graph.node(new Leaf.Given(Leaf.Role.ARGUMENT, name, type));
  }

  private boolean reaches(Node to) {
    return Contagion.reaches(g, to);
  }

  @Test
  void goesThroughSumsAndProducts() {
    assertTrue(reaches(g));
    assertTrue(reaches(build.sub(p, build.mul(p, g))));
    assertTrue(reaches(build.add(build.neg(g), p)));
    assertTrue(reaches(build.div(build.add(p, g), build.unary("SQRT", build.mul(g, g)))));
    assertTrue(reaches(graph.node(Elementwise.STOP_GRADIENT, g)));
  }

  @Test
  void getsLostElsewhere() {
    assertFalse(reaches(p));
    assertFalse(reaches(build.sub(p, build.sign(g))));
    assertFalse(reaches(build.div(p, g)));
    assertFalse(reaches(build.unary("EXP", g)));
    assertFalse(reaches(graph.node(Elementwise.MIN, g, p)));
    assertFalse(reaches(graph.node(Elementwise.MAX, g, g)));
  }

  @Test
  void bothBranchesOfAChoiceMustPassItOn() {
    Node c = given("c", Type.Kind.BOOL);
    assertTrue(reaches(build.select(c, g, build.add(g, p))));
    assertFalse(reaches(build.select(c, g, p)));
    assertFalse(reaches(build.select(build.compare("GREATER", g, p), p, p)));
  }

  /** What the analysis claims of an operator holds for its values. */
  @ParameterizedTest
  @EnumSource(Elementwise.class)
  void claimsHold(Elementwise op) {
    if (op == Elementwise.SELECT
        || op == Elementwise.AND
        || op == Elementwise.OR
        || op == Elementwise.NOT) {
      return;
    }
    for (int place = 0; place < op.arity(); place++) {
      List<Node> args = new ArrayList<>(Collections.nCopies(op.arity(), p));
      args.set(place, g);
      if (!reaches(graph.node(op, args))) {
        continue;
      }
      for (double strange : STRANGE) {
        for (double other : ALL) {
          double[] values = new double[op.arity()];
          java.util.Arrays.fill(values, other);
          values[place] = strange;
          for (Precision precision : Precision.values()) {
            double result = op.at(precision, values);
            assertEquals(false, Double.isFinite(result), op + " of " + strange + ", " + other);
          }
        }
      }
    }
  }
}
