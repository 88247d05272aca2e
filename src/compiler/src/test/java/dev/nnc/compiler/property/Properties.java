package dev.nnc.compiler.property;

import dev.nnc.compiler.CompiledModel;
import dev.nnc.compiler.Compiler;
import dev.nnc.compiler.Elaborated;
import dev.nnc.compiler.Options;
import dev.nnc.compiler.ir.Program;
import dev.nnc.compiler.pass.Pipeline;
import dev.nnc.compiler.pass.Simplify;
import dev.nnc.compiler.plan.Target;
import dev.nnc.compiler.source.Source;
import dev.nnc.runtime.Frame;
import dev.nnc.runtime.Model;
import dev.nnc.runtime.Precision;
import dev.nnc.runtime.Routine;
import dev.nnc.runtime.Slot;
import dev.nnc.runtime.Values;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** What must hold of every program; a violation is an {@link AssertionError} that says which. */
final class Properties {
  private static final int[] BATCHES = {1, 3, 8};
  private static final double STEP = 1e-5;

  private final String text;
  private final long seed;
  private final Elaborated elaborated;
  private final Workbench bench;

  /** How many directional derivatives were compared, and how many were left out as not smooth. */
  private int compared;

  private int rough;

  Properties(String text, long seed) {
    this.text = text;
    this.seed = seed;
    elaborated = elaborate();
    bench = new Workbench(elaborated.info());
  }

  private Elaborated elaborate() {
    Options options = Options.standard().with(Precision.DOUBLE);
    return Compiler.elaborate(new Source("random.nn", text), options, (f, p) -> Optional.empty());
  }

  int compared() {
    return compared;
  }

  int rough() {
    return rough;
  }

  /** All of them. */
  void check() {
    simplification();
    for (Precision precision : Precision.values()) {
      Options options = Options.standard().with(precision);
      CompiledModel compiled = Compiler.compile(elaborate(), options);
      sameBytes(compiled, Compiler.compile(elaborate(), options));
      Model model = compiled.load();
      compiled.passes().forEach((name, result) -> engines(result.program(), model.routine(name)));
      if (precision == Precision.FLOAT && Workbench.LANES) {
        compiled
            .passes()
            .forEach((name, result) -> engines(result.program(), overLanes(result.program())));
      }
      examplesApart(model.routine("predict"));
      if (precision == Precision.DOUBLE && model.routine("train").slot("parameters") >= 0) {
        gradients(model.routine("train"));
      }
    }
  }

  private static Routine overLanes(Program program) {
    return Workbench.generated(program, Precision.FLOAT, Target.VECTOR);
  }

  private static void sameBytes(CompiledModel one, CompiledModel other) {
    demand(one.classes().keySet().equals(other.classes().keySet()), "other classes");
    one.classes()
        .forEach(
            (name, bytes) ->
                demand(Arrays.equals(bytes, other.classes().get(name)), name + " is not the same"));
  }

  private void engines(Program program, Routine generated) {
    for (int batch : BATCHES) {
      bench.engines(program, generated, batch, seed);
    }
  }

  /** Exact rules keep all bits, all rules nearly all; doing it twice changes nothing more. */
  private void simplification() {
    for (Program program : elaborated.programs()) {
      Program exact = Simplify.simplify(program, true);
      Pipeline.Result simple = Pipeline.standard().run(program);
      String name = program.name();
      demand(Simplify.simplify(exact, true).equals(exact), name + ": exactly, not idempotent");
      Program once = simple.stage("simplify").program();
      demand(
          Simplify.simplify(once, false).equals(once), name + ": simplification is not idempotent");
      for (Precision precision : Precision.values()) {
        Map<String, double[]> plain = outputs(program, program, precision);
        Workbench.sameBits(
            plain, outputs(program, exact, precision), name + " exactly, in " + precision);
        if (precision == Precision.DOUBLE) {
          close(plain, outputs(program, simple.program(), precision), name);
        }
      }
    }
  }

  private Map<String, double[]> outputs(Program all, Program program, Precision precision) {
    Routine routine = Workbench.interpreted(program, precision);
    List<String> written = all.outputs().stream().map(Program.Output::slot).toList();
    List<Slot> slots = all.slots().stream().filter(s -> written.contains(s.name())).toList();
    return bench.run(routine, slots, 3, seed);
  }

  private static void close(
      Map<String, double[]> expected, Map<String, double[]> found, String what) {
    expected.forEach(
        (slot, numbers) -> {
          double scale =
              Arrays.stream(numbers).map(Math::abs).filter(Double::isFinite).max().orElse(0);
          for (int i = 0; i < numbers.length; i++) {
            double other = found.get(slot)[i];
            boolean near = Math.abs(numbers[i] - other) <= 1e-9 * (1 + scale);
            demand(
                near || !Double.isFinite(numbers[i]) || scale > 1e6,
                what + ": simplified " + slot + "[" + i + "] is " + other + ", not " + numbers[i]);
          }
        });
  }

  /** What is predicted of an example does not depend on the others of its batch. */
  private void examplesApart(Routine predict) {
    if (text.contains("= mean[batch]")) {
      return;
    }
    List<Slot> outputs =
        predict.slots().stream().filter(s -> s.name().startsWith("output:")).toList();
    Frame together = bench.frame(predict, seed);
    together.run();
    for (int row = 0; row < Workbench.CAPACITY; row++) {
      Frame alone = bench.frame(predict, seed);
      alone.batch = 1;
      alone.examples[0] = together.examples[row];
      for (Slot slot : predict.slots()) {
        if (slot.name().startsWith("input:")) {
          Values values = alone.values(slot.name());
          values.copyTo(row * slot.perExample(), values, 0, slot.perExample());
        }
      }
      alone.run();
      for (Slot slot : outputs) {
        for (int i = 0; i < slot.perExample(); i++) {
          double one = alone.values(slot.name()).get(i);
          double many = together.values(slot.name()).get(row * slot.perExample() + i);
          demand(
              Double.doubleToLongBits(one) == Double.doubleToLongBits(many),
              slot.name() + " of example " + row + " is " + one + " alone, but " + many);
        }
      }
    }
  }

  /** The gradient is the slope of the loss, wherever the loss has one. */
  private void gradients(Routine train) {
    for (int batch : new int[] {1, 3}) {
      Frame frame = bench.frame(train, seed + batch);
      frame.batch = batch;
      Values parameters = frame.values("parameters");
      Values start = parameters.copy();
      Random random = new Random(seed);
      double[] direction = random.doubles(start.length(), -1, 1).toArray();
      frame.run();
      double loss = frame.values("loss").get(0);
      double slope = 0;
      double size = 1 + Math.abs(loss);
      for (int i = 0; i < direction.length; i++) {
        slope += direction[i] * frame.values("gradients").get(i);
        size = Math.max(size, Math.abs(frame.values("gradients").get(i)));
      }
      double right = difference(frame, start, direction, 0, STEP);
      double left = difference(frame, start, direction, -STEP, 0);
      double middle = difference(frame, start, direction, -STEP / 8, STEP / 8);
      double wide = difference(frame, start, direction, -STEP, STEP);
      boolean smooth =
          Math.abs(right - left) <= 1e-3 * size && Math.abs(middle - wide) <= 1e-5 * size;
      if (!smooth || !(size < 1e6)) {
        rough++;
        continue;
      }
      compared++;
      demand(
          Math.abs(slope - wide) <= 1e-4 * size,
          "the gradient gives the slope " + slope + ", but differences " + wide);
    }
  }

  private static double difference(
      Frame frame, Values start, double[] direction, double from, double to) {
    return (loss(frame, start, direction, to) - loss(frame, start, direction, from)) / (to - from);
  }

  private static double loss(Frame frame, Values start, double[] direction, double by) {
    Values parameters = frame.values("parameters");
    for (int i = 0; i < direction.length; i++) {
      parameters.set(i, start.get(i) + by * direction[i]);
    }
    frame.run();
    return frame.values("loss").get(0);
  }

  private static void demand(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }
}
