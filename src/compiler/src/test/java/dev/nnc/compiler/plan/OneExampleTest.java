package dev.nnc.compiler.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnc.compiler.CompiledModel;
import dev.nnc.compiler.Compiler;
import dev.nnc.compiler.Options;
import dev.nnc.compiler.source.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What small plans run for one example; random programs check the bits. */
class OneExampleTest {
  private static Map<String, Plan> plans(String hidden, Target target) {
    String text =
        """
        model M {
          input  x[3]
          target y
          estimate = x |> %s |> dense(1) |> scalar
          output estimate
          loss   mse(estimate, y)
        }
        train M { data = csv("none.csv") optimizer = sgd(lr: 0.1) }
        """;
    CompiledModel model =
        Compiler.compile(
            new Source("one.nn", text.formatted(hidden)),
            Options.standard(),
            (from, path) -> Optional.empty());
    return target == Target.SCALAR ? model.plans() : model.lanes();
  }

  @Test
  void smallPlansHaveFewerKernelsAndKnowTheBatch() {
    Map<String, Plan> plans = plans("dense(16) |> tanh |> dense(16) |> tanh", Target.VECTOR);
    for (String routine : List.of("predict", "train")) {
      Plan plan = plans.get(routine);
      List<Launch> one = plan.forOne();
      assertFalse(one.isEmpty(), routine);
      assertTrue(one.size() < plan.launches().size(), plan.describe());
      assertTrue(plan.describe().contains("for one example: kernel"), plan.describe());
      for (Launch launch : one) {
        List<Integer> variables = new ArrayList<>();
        variables(launch.kernel().body(), variables);
        assertEquals(List.of(), launch.ints());
        assertTrue(launch.kernel().calls().isEmpty(), plan.describe());
        assertFalse(variables.contains(Kernel.BATCH), plan.describe());
      }
    }
  }

  @Test
  void plainLoopsKnowTheBatchToo() {
    Plan plan = plans("dense(16) |> tanh", Target.SCALAR).get("predict");
    assertTrue(plan.forOne().stream().anyMatch(l -> l.ints().isEmpty()), plan.describe());
  }

  @Test
  void muchWorkIsRunAsForAnyBatch() {
    Plan plan = plans("dense(200) |> tanh |> dense(200) |> tanh", Target.VECTOR).get("train");
    assertTrue(plan.work() > 0);
    assertEquals(List.of(), plan.forOne());
  }

  private static void variables(List<Statement> body, List<Integer> found) {
    for (Statement s : body) {
      if (s instanceof Statement.Loop loop) {
        index(loop.from(), found);
        index(loop.to(), found);
        variables(loop.body(), found);
      } else if (s instanceof Statement.Lanes lanes) {
        index(lanes.from(), found);
        index(lanes.to(), found);
        variables(lanes.body(), found);
      } else if (s instanceof Statement.Let let) {
        value(let.value(), found);
      } else if (s instanceof Statement.Store store) {
        index(store.at(), found);
        value(store.value(), found);
      }
    }
  }

  private static void value(Value value, List<Integer> found) {
    if (value instanceof Value.Load load) {
      index(load.at(), found);
    } else if (value instanceof Value.Whole whole) {
      index(whole.index(), found);
    }
    value.parts().forEach(part -> value(part, found));
  }

  private static void index(Index index, List<Integer> found) {
    index.terms().forEach(term -> found.add(term.variable()));
  }
}
