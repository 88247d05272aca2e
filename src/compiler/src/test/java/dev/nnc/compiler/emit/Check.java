package dev.nnc.compiler.emit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.ir.Program;
import dev.nnc.compiler.plan.Choices;
import dev.nnc.compiler.plan.Plan;
import dev.nnc.compiler.plan.PlanOptions;
import dev.nnc.compiler.plan.Planner;
import dev.nnc.compiler.plan.Target;
import dev.nnc.runtime.Frame;
import dev.nnc.runtime.Precision;
import dev.nnc.runtime.Routine;
import dev.nnc.runtime.Values;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.Random;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.util.CheckClassAdapter;

/** Compiles a program, runs it, and compares all outputs with the operators' definitions. */
final class Check {
  static final int CAPACITY = 32;
  private static final int[] BATCHES = {1, 2, 3, 7, 32};

  /** Whether the module of vectors is there. */
  public static final boolean LANES =
      ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();

  private Check() {}

  /** Both precisions, several batch sizes, every bit. */
  static void agrees(Program program) {
    for (Precision precision : Precision.values()) {
      agrees(program, precision, Target.SCALAR);
      if (LANES) {
        agrees(program, precision, Target.VECTOR);
      }
    }
  }

  /** Code over lanes with contractions computed in chosen ways: every bit. */
  static void agrees(Program program, Choices choices) {
    agrees(program, Precision.FLOAT, Target.VECTOR, choices);
  }

  private static void agrees(Program program, Precision precision, Target target) {
    agrees(program, precision, target, Choices.NONE);
  }

  private static void agrees(Program program, Precision precision, Target target, Choices choices) {
    boolean split = precision == Precision.FLOAT;
    Plan plan = Planner.plan(program, PlanOptions.of(precision, target).with(split).with(choices));
    Map<String, byte[]> classes = Emitter.emit(plan, "test.Generated", "test.nn");
    classes.values().forEach(Check::verify);
    Map<String, byte[]> again =
        Emitter.emit(
            Planner.plan(program, PlanOptions.of(precision, target).with(split).with(choices)),
            "test.Generated",
            "test.nn");
    assertEquals(classes.keySet(), again.keySet());
    classes.forEach((name, bytes) -> assertArrayEquals(bytes, again.get(name), name));
    Routine routine = RoutineLoader.load(classes, "test.Generated");
    assertEquals(plan.slots(), routine.slots());
    for (int batch : BATCHES) {
      agrees(program, plan, new Frame(routine, CAPACITY), batch, split ? 1 + batch % 3 : 1);
    }
  }

  private static void agrees(Program program, Plan plan, Frame frame, int batch, int threads) {
    frame.batch = batch;
    frame.seed = 17;
    frame.step = 3;
    Random random = new Random(batch);
    for (int i = 0; i < CAPACITY; i++) {
      frame.examples[i] = random.nextInt(1000);
    }
    frame.routine().slots().forEach(slot -> fill(frame.values(slot.name()), random));
    Map<Node, double[]> expected = Reference.run(program, frame);
    frame.run(threads);
    for (Program.Output output : program.outputs()) {
      double[] wanted = expected.get(output.value());
      Values slot = frame.values(output.slot());
      for (int i = 0; i < wanted.length; i++) {
        double got = slot.get(output.offset() + i);
        if (Double.doubleToLongBits(wanted[i]) != Double.doubleToLongBits(got)) {
          throw new AssertionError(
              program.name()
                  + ": "
                  + output.name()
                  + "["
                  + i
                  + "] is "
                  + got
                  + ", not "
                  + wanted[i]
                  + ", batch "
                  + batch
                  + " in "
                  + plan.precision()
                  + " "
                  + plan.target()
                  + " by "
                  + threads
                  + "\n"
                  + program.graph().nodes()
                  + "\n"
                  + plan);
        }
      }
    }
  }

  private static void fill(Values values, Random random) {
    for (int i = 0; i < values.length(); i++) {
      int kind = random.nextInt(12);
      double value = kind == 0 ? 0 : kind == 1 ? -0.0 : kind == 2 ? random.nextInt(5) - 2 : 0;
      values.set(i, kind > 2 ? random.nextGaussian() : value);
    }
  }

  /** Well-formed, and no method larger than HotSpot compiles. */
  static void verify(byte[] bytes) {
    StringWriter problems = new StringWriter();
    ClassReader reader = new ClassReader(bytes);
    CheckClassAdapter.verify(
        reader, Check.class.getClassLoader(), false, new PrintWriter(problems));
    assertEquals("", problems.toString());
    reader.accept(new CheckClassAdapter(new ClassWriter(0), false), 0);
    assertTrue(bytes.length > 0);
  }
}
