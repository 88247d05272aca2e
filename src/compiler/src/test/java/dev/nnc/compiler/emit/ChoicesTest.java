package dev.nnc.compiler.emit;

import static dev.nnc.compiler.emit.Programs.B;
import static dev.nnc.compiler.emit.Programs.axes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.ir.Program;
import dev.nnc.compiler.op.Reduce;
import dev.nnc.compiler.plan.Choice;
import dev.nnc.compiler.plan.Choices;
import dev.nnc.compiler.plan.PlanOptions;
import dev.nnc.compiler.plan.Planner;
import dev.nnc.compiler.plan.Target;
import dev.nnc.compiler.plan.Way;
import dev.nnc.compiler.shape.Shape;
import dev.nnc.runtime.Precision;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Contractions over lanes are computed in the ways that are chosen, and keep every bit. */
class ChoicesTest {
  private static List<Choice> choices(Program program) {
    return Planner.choices(program, Choices.NONE);
  }

  /** The plan computes a contraction in a way and gets the bits of the interpreter. */
  private static void obeyed(Program program, Choice choice, Way way) {
    Choices choices = Choices.NONE.with(choice.key(), way);
    for (Choice found : Planner.choices(program, choices)) {
      if (found.key().equals(choice.key())) {
        assertEquals(way, found.taken(), choice.key());
      }
    }
    if (Check.LANES) {
      Check.agrees(program, choices);
    }
  }

  /** A few of the ways, all others in some other run of this test. */
  private static List<Way> some(List<Way> ways, int count, Random random) {
    List<Way> some = new ArrayList<>(ways);
    Collections.shuffle(some, random);
    return some.subList(0, Math.min(count, some.size()));
  }

  /** Rows, columns, a sum, and perhaps another axis of some kind, in any order. */
  private static Node contraction(Programs q, Random random) {
    int[] sizes = {2, 5, 8, 13, 33, 48, 70};
    List<Character> kinds = new ArrayList<>(List.of('x', 'y', 'k'));
    if (random.nextBoolean()) {
      kinds.add("xybk".charAt(random.nextInt(4)));
    }
    Collections.shuffle(kinds, random);
    int[] dims = new int[kinds.size()];
    char[] roles = new char[dims.length];
    for (int axis = 0; axis < dims.length; axis++) {
      dims[axis] = axis == 0 && random.nextBoolean() ? B : sizes[random.nextInt(sizes.length)];
      roles[axis] = kinds.get(axis);
    }
    Node sum = ContractionTest.contraction(q, dims, roles);
    return random.nextBoolean() ? sum : q.build.unary("ABS", sum);
  }

  @Test
  void everyWayOfRandomContractionsKeepsTheBits() {
    Random random = new Random(8);
    Set<String> tiles = new TreeSet<>();
    int tried = 0;
    for (int i = 0; i < 40; i++) {
      Programs q = new Programs();
      q.output(contraction(q, random));
      for (Choice choice : choices(q.program())) {
        assertTrue(choice.ways().containsAll(choice.usual()), choice::toString);
        assertTrue(choice.usual().contains(choice.taken()), choice::toString);
        for (Way way : some(choice.ways(), 4, random)) {
          obeyed(q.program(), choice, way);
          tiles.add(way.together() + "x" + way.vectors());
          tried++;
        }
      }
    }
    assertTrue(tried > 100, "ways: " + tried);
    assertTrue(tiles.size() > 15, tiles::toString);
  }

  @Test
  void convolutionsAndTheirGradientsKeepTheBits() {
    Programs p = new Programs();
    Node x = p.input(B, 3, 6, 9);
    Node kernel = p.input(10, 3, 3, 3);
    Shape space = Shape.of(B, 10, 6, 9, 3, 3, 3);
    int[] batch = {1, 0, 0, 0, 0, 0, 0, 0};
    int[] channel = {0, 0, 0, 0, 1, 0, 0, 0};
    int[] row = {0, 0, 1, 0, 0, 1, 0, -1};
    int[] column = {0, 0, 0, 1, 0, 0, 1, -1};
    Node window = p.view(x, space, batch, channel, row, column);
    Node taps = p.build.broadcast(kernel, space, 1, 4, 5, 6);
    Node y = p.build.reduce(Reduce.Kind.SUM, p.build.mul(window, taps), 4, 5, 6);
    Node d = p.build.broadcast(p.input(B, 10, 6, 9), space, 0, 1, 2, 3);
    p.output(p.build.unary("ABS", y));
    p.output(p.build.reduce(Reduce.Kind.SUM, p.build.mul(window, d), 0, 2, 3));
    Random random = new Random(3);
    List<Choice> choices = choices(p.program());
    assertEquals(2, choices.size(), choices::toString);
    for (Choice choice : choices) {
      some(choice.ways(), 12, random).forEach(way -> obeyed(p.program(), choice, way));
    }
  }

  @Test
  void sumsOverTheBatchAreCutAsChosen() {
    Programs p = new Programs();
    Node x = p.input(B, 150, 20);
    Node d = p.input(B, 150, 36);
    p.output(p.contract(Shape.of(B, 150, 20, 36), x, axes(0, 1, 2), d, axes(0, 1, 3), 0, 1));
    Choice choice = choices(p.program()).get(0);
    Set<Integer> summands = new TreeSet<>();
    choice.ways().forEach(way -> summands.add(way.summands()));
    assertTrue(summands.size() >= 3, choice::toString);
    some(choice.ways(), 12, new Random(4)).forEach(way -> obeyed(p.program(), choice, way));
  }

  @Test
  void planDiffersAsAsked() {
    Programs p = new Programs();
    Node x = p.input(B, 100);
    Node w = p.input(100, 128);
    p.output(p.contract(Shape.of(B, 100, 128), x, axes(0, 1), w, axes(1, 2), 1));
    Choice choice = choices(p.program()).get(0);
    String key = choice.key();
    Way way = Way.parse("rows:a axis:0 tile:8x3 packed:b columns:64 summands:100");
    assertTrue(choice.ways().contains(way), choice::toString);
    assertNotEquals(way, choice.taken());
    String usual = describe(p.program(), Choices.NONE);
    String asked = describe(p.program(), Choices.NONE.with(key, way));
    assertNotEquals(usual, asked);
    assertEquals(asked, describe(p.program(), Choices.NONE.with(key, way).with("none", way)));
    // What cannot be done so is done as usual: there is no axis 2.
    Way none = Way.parse("rows:a axis:2 tile:8x3 packed:b columns:64 summands:100");
    assertEquals(usual, describe(p.program(), Choices.NONE.with(key, none)));
  }

  private static String describe(Program program, Choices choices) {
    return Planner.plan(program, PlanOptions.of(Precision.FLOAT, Target.VECTOR).with(choices))
        .describe();
  }

  @Test
  void keyDependsOnShapesAloneAndNotOnTheOrderOfFactors() {
    Programs p = new Programs();
    Node x = p.input(B, 100);
    Node w = p.input(100, 128);
    p.output(p.contract(Shape.of(B, 100, 128), x, axes(0, 1), w, axes(1, 2), 1));
    Programs q = new Programs();
    q.output(q.build.unary("ABS", q.input(5)));
    Node u = q.input(100, 128);
    Node z = q.input(B, 100);
    Node v = q.input(B, 100);
    Shape space = Shape.of(B, 100, 128);
    q.output(q.contract(space, u, axes(1, 2), z, axes(0, 1), 1));
    q.output(q.contract(space, v, axes(0, 1), q.input(100, 128), axes(1, 2), 1));
    Set<String> keys = new TreeSet<>();
    choices(p.program()).forEach(choice -> keys.add(choice.key()));
    choices(q.program()).forEach(choice -> keys.add(choice.key()));
    assertEquals(Set.of("a:batch sum:100 b:128 | a[100 1 0] b[0 128 1]"), keys);
    assertEquals(2, choices(q.program()).size());
  }
}
