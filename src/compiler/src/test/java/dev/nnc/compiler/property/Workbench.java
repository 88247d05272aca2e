package dev.nnc.compiler.property;

import dev.nnc.compiler.emit.Emitter;
import dev.nnc.compiler.emit.RoutineLoader;
import dev.nnc.compiler.interpret.InterpretedRoutine;
import dev.nnc.compiler.ir.Program;
import dev.nnc.compiler.plan.Plan;
import dev.nnc.compiler.plan.Planner;
import dev.nnc.compiler.plan.Target;
import dev.nnc.runtime.Frame;
import dev.nnc.runtime.ModelInfo;
import dev.nnc.runtime.Precision;
import dev.nnc.runtime.Routine;
import dev.nnc.runtime.Slot;
import dev.nnc.runtime.Values;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Runs programs of a model over numbers that fit it. */
final class Workbench {
  /** The largest batch. */
  static final int CAPACITY = 8;

  /** Whether the module of vectors is there. */
  static final boolean LANES = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();

  private final ModelInfo info;

  Workbench(ModelInfo info) {
    this.info = info;
  }

  /** The generated code of a program as it stands. */
  static Routine generated(Program program, Precision precision) {
    return generated(program, precision, Target.SCALAR);
  }

  /** The generated code of a program as it stands, of one kind. */
  static Routine generated(Program program, Precision precision, Target target) {
    return generated(Planner.plan(program, precision, target, true));
  }

  /** The generated code of a plan. */
  static Routine generated(Plan plan) {
    return RoutineLoader.load(Emitter.emit(plan, "test.Generated", "test.nn"), "test.Generated");
  }

  /** The interpreter of a program. */
  static Routine interpreted(Program program, Precision precision) {
    return new InterpretedRoutine(program, precision);
  }

  /**
   * A frame with numbers in every slot, the same for every routine.
   *
   * @param routine whose frame
   * @param seed of the numbers
   * @return a frame for the largest batch
   */
  Frame frame(Routine routine, long seed) {
    Frame frame = new Frame(routine, CAPACITY);
    frame.seed = 17 + seed;
    frame.step = 3;
    Random random = new Random(seed);
    for (int i = 0; i < CAPACITY; i++) {
      frame.examples[i] = random.nextInt(1000);
    }
    for (Slot slot : routine.slots()) {
      Values values = frame.values(slot.name());
      Random own = new Random(seed * 31 + (slot.scratch() ? 7 : slot.name().hashCode()));
      for (int i = 0; i < values.length(); i++) {
        values.set(i, slot.scratch() ? Double.NaN : number(slot.name(), i, own));
      }
    }
    return frame;
  }

  private double number(String slot, int place, Random random) {
    String name = slot.substring(slot.indexOf(':') + 1);
    ModelInfo.Field field = slot.contains(":") ? info.field(name) : null;
    if (field != null && !slot.startsWith("output:")) {
      int kind = random.nextInt(12);
      double value = kind == 0 ? 0 : kind == 1 ? random.nextInt(5) - 2 : random.nextGaussian();
      return field.classCount() > 0 ? random.nextInt(field.classCount()) : value;
    }
    return switch (slot) {
      case "fitted", "states" -> 0.5 + random.nextDouble();
      case "state", "accumulators", "memory" -> 0.01 + random.nextDouble();
      case "step" -> 4;
      case "count" -> CAPACITY;
      case "rate" -> 0.5;
      case "clock" -> new double[] {3, 40, 1, 10, 0.7}[Math.min(place, 4)];
      default -> random.nextGaussian();
    };
  }

  /**
   * What a run leaves in the slots that a program names.
   *
   * @param routine computes the program
   * @param slots which are compared
   * @param batch how many examples
   * @param seed of the numbers
   * @return the numbers by slot
   */
  Map<String, double[]> run(Routine routine, List<Slot> slots, int batch, long seed) {
    return run(routine, slots, batch, seed, 2);
  }

  private Map<String, double[]> run(
      Routine routine, List<Slot> slots, int batch, long seed, int threads) {
    Frame frame = frame(routine, seed);
    frame.batch = batch;
    frame.run(threads);
    return contents(frame, slots);
  }

  /** Generated code gives the bits of the interpreter and writes nothing else. */
  void engines(Program program, Routine generated, int batch, long seed) {
    engines(program, generated, batch, seed, 2);
  }

  /** Generated code, run by some threads, gives the bits of the interpreter. */
  void engines(Program program, Routine generated, int batch, long seed, int threads) {
    Precision precision = generated.precision();
    List<Slot> slots = program.slots();
    Map<String, double[]> expected = run(interpreted(program, precision), slots, batch, seed);
    Map<String, double[]> found = run(generated, slots, batch, seed, threads);
    sameBits(
        expected,
        found,
        program.name() + " in " + precision + ", batch " + batch + " by " + threads);
  }

  /**
   * Two runs left the same bits.
   *
   * @param expected numbers by slot
   * @param found the same of another run
   * @param what was run, for the error
   */
  static void sameBits(Map<String, double[]> expected, Map<String, double[]> found, String what) {
    expected.forEach(
        (slot, numbers) -> {
          double[] others = found.get(slot);
          if (others == null) {
            throw new AssertionError(what + ": no slot " + slot);
          }
          for (int i = 0; i < numbers.length; i++) {
            if (Double.doubleToLongBits(numbers[i]) != Double.doubleToLongBits(others[i])) {
              throw new AssertionError(
                  what + ": " + slot + "[" + i + "] is " + others[i] + ", not " + numbers[i]);
            }
          }
        });
  }

  /** The numbers of some slots, as far as the batch reaches. */
  static Map<String, double[]> contents(Frame frame, List<Slot> slots) {
    Map<String, double[]> result = new LinkedHashMap<>();
    for (Slot slot : slots) {
      if (frame.has(slot.name())) {
        Values values = frame.values(slot.name());
        double[] numbers = new double[slot.length(frame.batch)];
        for (int i = 0; i < numbers.length; i++) {
          numbers[i] = values.get(i);
        }
        result.put(slot.name(), numbers);
      }
    }
    return result;
  }
}
