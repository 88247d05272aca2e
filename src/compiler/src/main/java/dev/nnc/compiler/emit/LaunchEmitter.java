package dev.nnc.compiler.emit;

import dev.nnc.compiler.plan.Kernel;
import dev.nnc.compiler.plan.Launch;
import dev.nnc.compiler.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Writes the methods that run the launches of a plan in order, and {@code run}, which calls them.
 * Loops over steps and equal stretches of launches are loops here, too: their methods take the
 * step, or the number of the stretch, as local 1.
 */
final class LaunchEmitter {
  private static final String RUN = "(L" + KernelEmitter.FRAME + ";)V";
  private static final String STEP = "(L" + KernelEmitter.FRAME + ";I)V";
  private static final int LAUNCHES_A_METHOD = 24;
  private static final int LAUNCH_BYTES = 3000;
  private static final int CALLS_A_METHOD = 500;

  /**
   * A launch of a stretch that is there several times.
   *
   * @param all the number of the launch each time
   * @param meet whether threads wait for each other before it
   */
  private record Times(List<Integer> all, boolean meet) {}

  private final Plan plan;
  private final ClassBuilder routine;
  private final Numbers numbers;
  private final TableEmitter tables;
  private final Function<Kernel, KernelEmitter.Method> methods;
  private final boolean watched;
  private final List<String> steps = new ArrayList<>();

  /**
   * For the class of a routine.
   *
   * @param watched whether the watch of the frame is told of each launch
   */
  LaunchEmitter(
      Plan plan,
      ClassBuilder routine,
      Numbers numbers,
      TableEmitter tables,
      Function<Kernel, KernelEmitter.Method> methods,
      boolean watched) {
    this.watched = watched;
    this.plan = plan;
    this.routine = routine;
    this.numbers = numbers;
    this.tables = tables;
    this.methods = methods;
  }

  /**
   * Adds {@code run} and all that it calls to the class of the routine.
   *
   * @param one what is run instead where the batch has one example; empty for nothing else
   */
  void emit(List<Launch> one) {
    int next = 0;
    for (Plan.Loop loop : plan.loops()) {
      outside(next, loop.from());
      loop(loop);
      next = loop.to();
    }
    outside(next, plan.launches().size());
    if (!one.isEmpty()) {
      routine.method(
          Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC,
          "one",
          RUN,
          code -> {
            one.forEach(launch -> arguments(code, List.of(launch)));
            code.visitInsn(Opcodes.RETURN);
          });
    }
    List<String> calls = steps;
    String prefix = "steps";
    while (calls.size() > CALLS_A_METHOD) {
      calls = group(calls, prefix);
      prefix += "s";
    }
    List<String> all = calls;
    routine.method(
        Opcodes.ACC_PUBLIC,
        "run",
        RUN,
        code -> {
          if (watched) {
            WatchEmitter.begin(code, 1);
          }
          if (!one.isEmpty()) {
            Label more = new Label();
            code.visitVarInsn(Opcodes.ALOAD, 1);
            code.visitFieldInsn(Opcodes.GETFIELD, KernelEmitter.FRAME, "batch", "I");
            code.visitInsn(Opcodes.ICONST_1);
            code.visitJumpInsn(Opcodes.IF_ICMPNE, more);
            code.visitVarInsn(Opcodes.ALOAD, 1);
            code.visitMethodInsn(Opcodes.INVOKESTATIC, routine.name(), "one", RUN, false);
            code.visitInsn(Opcodes.RETURN);
            code.visitLabel(more);
          }
          call(code, 1, all);
        });
  }

  /** Runs the launches of a range outside of loops. */
  private void outside(int from, int to) {
    int next = from;
    for (Plan.Repeat repeat : plan.repeats()) {
      if (repeat.from() >= next && repeat.to() <= to) {
        steps(next, repeat.from());
        repeat(repeat);
        next = repeat.to();
      }
    }
    steps(next, to);
  }

  private void steps(int from, int to) {
    for (List<Times> chunk : chunks(from, to - from, 1)) {
      String name = "step" + steps.size();
      steps.add(name);
      launches(name, RUN, chunk);
    }
  }

  /** A method that runs the launches of a loop once a step. */
  private void loop(Plan.Loop loop) {
    String name = "loop" + steps.size();
    steps.add(name);
    List<String> parts = parts(name, chunks(loop.from(), loop.to() - loop.from(), 1));
    int last = loop.steps() - 1;
    boolean meet = loop.meets() && plan.work() > 0;
    counting(name, parts, loop.reversed() ? last : 0, loop.reversed() ? -1 : loop.steps(), meet);
  }

  /** A method that runs a stretch of launches several times, with the arguments of each time. */
  private void repeat(Plan.Repeat repeat) {
    String name = "repeat" + steps.size();
    steps.add(name);
    List<String> parts = parts(name, chunks(repeat.from(), repeat.period(), repeat.times()));
    counting(name, parts, 0, repeat.times(), false);
  }

  private List<String> parts(String name, List<List<Times>> chunks) {
    List<String> parts = new ArrayList<>();
    for (List<Times> chunk : chunks) {
      String part = name + "step" + parts.size();
      parts.add(part);
      launches(part, STEP, chunk);
    }
    return parts;
  }

  /**
   * A method that calls others with local 1 from a number to another, which is not reached.
   *
   * @param meet whether threads wait for each other before
   */
  private void counting(String name, List<String> parts, int from, int to, boolean meet) {
    routine.method(
        Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC,
        name,
        RUN,
        code -> {
          if (meet) {
            meet(code);
          }
          Numbers.push(code, from);
          code.visitVarInsn(Opcodes.ISTORE, 1);
          Label again = new Label();
          code.visitLabel(again);
          for (String part : parts) {
            code.visitVarInsn(Opcodes.ALOAD, 0);
            code.visitVarInsn(Opcodes.ILOAD, 1);
            code.visitMethodInsn(Opcodes.INVOKESTATIC, routine.name(), part, STEP, false);
          }
          code.visitIincInsn(1, to < from ? -1 : 1);
          code.visitVarInsn(Opcodes.ILOAD, 1);
          Numbers.push(code, to);
          code.visitJumpInsn(to < from ? Opcodes.IF_ICMPGT : Opcodes.IF_ICMPLT, again);
          code.visitInsn(Opcodes.RETURN);
        });
  }

  private List<String> group(List<String> calls, String prefix) {
    List<String> groups = new ArrayList<>();
    for (int from = 0; from < calls.size(); from += CALLS_A_METHOD) {
      String name = prefix + groups.size();
      groups.add(name);
      List<String> part = calls.subList(from, Math.min(from + CALLS_A_METHOD, calls.size()));
      int access = Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC;
      routine.method(access, name, RUN, code -> call(code, 0, part));
    }
    return groups;
  }

  private void call(MethodVisitor code, int frame, List<String> calls) {
    for (String call : calls) {
      code.visitVarInsn(Opcodes.ALOAD, frame);
      code.visitMethodInsn(Opcodes.INVOKESTATIC, routine.name(), call, RUN, false);
    }
    code.visitInsn(Opcodes.RETURN);
  }

  /**
   * Numbers of launches in portions for a method each. A launch comes with all its times.
   *
   * @param from the first launch
   * @param count how many
   * @param times how often they are there, one time behind the other
   */
  private List<List<Times>> chunks(int from, int count, int times) {
    List<List<Times>> chunks = new ArrayList<>();
    int bytes = LAUNCH_BYTES;
    for (int i = from; i < from + count; i++) {
      List<Integer> all = new ArrayList<>();
      for (int time = 0; time < times; time++) {
        all.add(i + time * count);
      }
      Launch one = plan.launches().get(i);
      int number = times == 1 ? 3 : 14;
      int more = 4 + (6 + number) * one.arrays().size() + number * one.ints().size();
      more += watched ? 7 + number : 0;
      List<Times> chunk = chunks.isEmpty() ? null : chunks.get(chunks.size() - 1);
      if (chunk == null || bytes + more > LAUNCH_BYTES || chunk.size() == LAUNCHES_A_METHOD) {
        chunk = new ArrayList<>();
        chunks.add(chunk);
        bytes = 0;
      }
      chunk.add(new Times(all, plan.meetings().contains(i)));
      bytes += more;
    }
    return chunks;
  }

  private void launches(String name, String descriptor, List<Times> launches) {
    routine.method(
        Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC,
        name,
        descriptor,
        code -> {
          launches.forEach(times -> launch(code, times));
          code.visitInsn(Opcodes.RETURN);
        });
  }

  /** Lets each thread wait for the others. */
  private static void meet(MethodVisitor code) {
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, KernelEmitter.FRAME, "meet", "()V", false);
  }

  /**
   * Launches a kernel. Where the work is split between threads, all of them run kernels that are
   * split, one of them the others.
   */
  private void launch(MethodVisitor code, Times times) {
    boolean shared = plan.work() > 0;
    if (shared && times.meet()) {
      meet(code);
    }
    if (!shared || plan.launches().get(times.all().get(0)).kernel().split()) {
      arguments(code, launches(times));
      told(code, times.all());
      return;
    }
    Label end = new Label();
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitFieldInsn(Opcodes.GETFIELD, KernelEmitter.FRAME, "part", "I");
    code.visitJumpInsn(Opcodes.IFNE, end);
    arguments(code, launches(times));
    told(code, times.all());
    code.visitLabel(end);
  }

  private List<Launch> launches(Times times) {
    return times.all().stream().map(plan.launches()::get).toList();
  }

  private void told(MethodVisitor code, List<Integer> times) {
    if (watched) {
      Kernel kernel = plan.launches().get(times.get(0)).kernel();
      WatchEmitter.launched(
          code, () -> number(code, times.size(), times::get), methods.apply(kernel).owner());
    }
  }

  /** Launches a kernel with the arguments of the time in local 1. */
  private void arguments(MethodVisitor code, List<Launch> all) {
    Launch one = all.get(0);
    code.visitVarInsn(Opcodes.ALOAD, 0);
    for (int i = 0; i < one.arrays().size(); i++) {
      int place = i;
      if (one.arrays().get(i) instanceof Launch.Table table) {
        tables.load(code, table.index());
        continue;
      }
      code.visitVarInsn(Opcodes.ALOAD, 0);
      String type = "[" + numbers.array();
      code.visitFieldInsn(Opcodes.GETFIELD, KernelEmitter.FRAME, numbers.frameField(), type);
      number(
          code,
          all.size(),
          time -> ((Launch.FrameArray) all.get(time).arrays().get(place)).index());
      code.visitInsn(Opcodes.AALOAD);
    }
    for (int i = 0; i < one.ints().size(); i++) {
      int place = i;
      if (one.ints().get(i) == Launch.STEP) {
        code.visitVarInsn(Opcodes.ILOAD, 1);
      } else {
        number(code, all.size(), time -> all.get(time).ints().get(place));
      }
    }
    KernelEmitter.Method method = methods.apply(one.kernel());
    String descriptor = KernelEmitter.descriptor(one.kernel(), numbers);
    code.visitMethodInsn(Opcodes.INVOKESTATIC, method.owner(), method.name(), descriptor, false);
  }

  /**
   * Pushes the number that belongs to the time in local 1: as {@code first + time * step} where
   * that is so, else out of a text that lists the numbers, in two characters each.
   */
  private static void number(MethodVisitor code, int times, IntFunction<Integer> at) {
    int first = at.apply(0);
    long step = times == 1 ? 0 : (long) at.apply(1) - first;
    boolean even = step == (int) step;
    boolean small = true;
    for (int time = 0; time < times; time++) {
      even &= at.apply(time) == first + time * step;
      small &= (char) (int) at.apply(time) == at.apply(time);
    }
    if (even) {
      Numbers.push(code, first);
      if (step != 0) {
        code.visitVarInsn(Opcodes.ILOAD, 1);
        Numbers.push(code, (int) step);
        code.visitInsn(Opcodes.IMUL);
        code.visitInsn(Opcodes.IADD);
      }
      return;
    }
    StringBuilder low = new StringBuilder();
    StringBuilder high = new StringBuilder();
    for (int time = 0; time < times; time++) {
      low.append((char) (int) at.apply(time));
      high.append((char) (at.apply(time) >>> 16));
    }
    character(code, low);
    if (!small) {
      character(code, high);
      Numbers.push(code, 16);
      code.visitInsn(Opcodes.ISHL);
      code.visitInsn(Opcodes.IOR);
    }
  }

  private static void character(MethodVisitor code, StringBuilder text) {
    code.visitLdcInsn(text.toString());
    code.visitVarInsn(Opcodes.ILOAD, 1);
    code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, "java/lang/String", "charAt", "(I)C", false);
  }
}
