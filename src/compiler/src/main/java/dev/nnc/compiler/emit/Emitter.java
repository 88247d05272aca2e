package dev.nnc.compiler.emit;

import dev.nnc.compiler.plan.Kernel;
import dev.nnc.compiler.plan.Launch;
import dev.nnc.compiler.plan.Plan;
import dev.nnc.runtime.Slot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Spells out a plan as class files: a subclass of {@link dev.nnc.runtime.Routine} whose {@code run}
 * calls one static method a kernel. Equal kernels are one method.
 */
public final class Emitter {
  private static final String ROUTINE = "dev/nnc/runtime/Routine";
  private static final String SLOT = "dev/nnc/runtime/Slot";
  private static final String PRECISION = "dev/nnc/runtime/Precision";
  private static final String RUN = "(L" + KernelEmitter.FRAME + ";)V";
  private static final String STEP = "(L" + KernelEmitter.FRAME + ";I)V";
  private static final int KERNELS_A_CLASS = 256;
  private static final int LAUNCHES_A_METHOD = 24;
  private static final int LAUNCH_BYTES = 3000;

  private final Plan plan;
  private final Numbers numbers;
  private final String main;
  private final String sourceFile;
  private final List<ClassBuilder> classes = new ArrayList<>();
  private final Map<Kernel, KernelEmitter.Method> methods = new HashMap<>();
  private final TableEmitter tables;
  private ClassBuilder kernels;
  private int kernelCount;

  private Emitter(Plan plan, String main, String sourceFile) {
    this.plan = plan;
    this.main = main;
    this.sourceFile = sourceFile;
    numbers = Numbers.of(plan.precision());
    tables = new TableEmitter(main + "$Tables", numbers, sourceFile);
  }

  /**
   * The classes of a routine.
   *
   * @param plan what has been decided
   * @param binaryClassName the name of the main class, with dots; it has a public constructor
   *     without parameters
   * @param sourceFileName what stack traces show as the source; line numbers refer to it
   * @return the bytes of each class by its name with dots, the main class first
   */
  public static Map<String, byte[]> emit(Plan plan, String binaryClassName, String sourceFileName) {
    Emitter emitter = new Emitter(plan, binaryClassName.replace('.', '/'), sourceFileName);
    return emitter.classes();
  }

  private Map<String, byte[]> classes() {
    int access = Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL;
    ClassBuilder routine = new ClassBuilder(main, ROUTINE, access, sourceFile);
    classes.add(routine);
    kernels = routine;
    constructor(routine);
    plan.launches().forEach(launch -> define(launch.kernel()));
    List<String> steps = new ArrayList<>();
    int next = 0;
    for (Plan.Loop loop : plan.loops()) {
      steps(routine, next, loop.from(), steps);
      loop(routine, loop, "loop" + steps.size());
      steps.add("loop" + steps.size());
      next = loop.to();
    }
    steps(routine, next, plan.launches().size(), steps);
    String prefix = "steps";
    while (steps.size() > 500) {
      steps = group(routine, steps, prefix);
      prefix += "s";
    }
    List<String> last = steps;
    routine.method(
        Opcodes.ACC_PUBLIC,
        "run",
        RUN,
        code -> {
          last.forEach(step -> call(code, main, step, 1));
          code.visitInsn(Opcodes.RETURN);
        });
    if (!plan.tables().isEmpty()) {
      classes.add(tables.emit(plan.tables()));
    }
    return ClassBuilder.bytes(classes);
  }

  /** Methods that run the launches of a range outside of loops. */
  private void steps(ClassBuilder routine, int from, int to, List<String> steps) {
    for (List<Launch> chunk : chunks(plan.launches().subList(from, to))) {
      String name = "step" + steps.size();
      steps.add(name);
      routine.method(
          Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC,
          name,
          RUN,
          code -> {
            chunk.forEach(launch -> launch(code, launch));
            code.visitInsn(Opcodes.RETURN);
          });
    }
  }

  /** A method that runs the launches of a loop once a step; local 1 is the place of the step. */
  private void loop(ClassBuilder routine, Plan.Loop loop, String name) {
    List<String> parts = new ArrayList<>();
    for (List<Launch> chunk : chunks(plan.launches().subList(loop.from(), loop.to()))) {
      String part = name + "step" + parts.size();
      parts.add(part);
      routine.method(
          Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC,
          part,
          STEP,
          code -> {
            chunk.forEach(launch -> launch(code, launch));
            code.visitInsn(Opcodes.RETURN);
          });
    }
    routine.method(
        Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC,
        name,
        RUN,
        code -> {
          Numbers.push(code, loop.reversed() ? loop.steps() - 1 : 0);
          code.visitVarInsn(Opcodes.ISTORE, 1);
          Label again = new Label();
          code.visitLabel(again);
          for (String part : parts) {
            code.visitVarInsn(Opcodes.ALOAD, 0);
            code.visitVarInsn(Opcodes.ILOAD, 1);
            code.visitMethodInsn(Opcodes.INVOKESTATIC, main, part, STEP, false);
          }
          code.visitIincInsn(1, loop.reversed() ? -1 : 1);
          code.visitVarInsn(Opcodes.ILOAD, 1);
          Numbers.push(code, loop.reversed() ? 0 : loop.steps());
          code.visitJumpInsn(loop.reversed() ? Opcodes.IF_ICMPGE : Opcodes.IF_ICMPLT, again);
          code.visitInsn(Opcodes.RETURN);
        });
  }

  private List<String> group(ClassBuilder routine, List<String> steps, String prefix) {
    List<String> groups = new ArrayList<>();
    for (int from = 0; from < steps.size(); from += 500) {
      List<String> part = steps.subList(from, Math.min(from + 500, steps.size()));
      String name = prefix + groups.size();
      groups.add(name);
      routine.method(
          Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC,
          name,
          RUN,
          code -> {
            part.forEach(step -> call(code, main, step, 0));
            code.visitInsn(Opcodes.RETURN);
          });
    }
    return groups;
  }

  private static void call(MethodVisitor code, String owner, String method, int frame) {
    code.visitVarInsn(Opcodes.ALOAD, frame);
    code.visitMethodInsn(Opcodes.INVOKESTATIC, owner, method, RUN, false);
  }

  private void define(Kernel kernel) {
    if (methods.containsKey(kernel)) {
      return;
    }
    kernel.calls().forEach(this::define);
    if (kernelCount > 0 && kernelCount % KERNELS_A_CLASS == 0) {
      String name = main + "$" + kernelCount / KERNELS_A_CLASS;
      kernels = new ClassBuilder(name, "java/lang/Object", Opcodes.ACC_FINAL, sourceFile);
      classes.add(kernels);
    }
    String name = "kernel" + kernelCount++;
    methods.put(kernel, new KernelEmitter.Method(kernels.name(), name));
    kernels.method(
        Opcodes.ACC_STATIC,
        name,
        KernelEmitter.descriptor(kernel, numbers),
        code -> new KernelEmitter(code, numbers, sourceFile, methods::get).emit(kernel));
  }

  private static List<List<Launch>> chunks(List<Launch> launches) {
    List<List<Launch>> chunks = new ArrayList<>();
    int bytes = LAUNCH_BYTES;
    for (Launch launch : launches) {
      int more = 4 + 9 * launch.arrays().size() + 3 * launch.ints().size();
      List<Launch> chunk = chunks.isEmpty() ? null : chunks.get(chunks.size() - 1);
      if (chunk == null || bytes + more > LAUNCH_BYTES || chunk.size() == LAUNCHES_A_METHOD) {
        chunk = new ArrayList<>();
        chunks.add(chunk);
        bytes = 0;
      }
      chunk.add(launch);
      bytes += more;
    }
    return chunks;
  }

  private void launch(MethodVisitor code, Launch launch) {
    code.visitVarInsn(Opcodes.ALOAD, 0);
    for (Launch.Source source : launch.arrays()) {
      if (source instanceof Launch.FrameArray array) {
        code.visitVarInsn(Opcodes.ALOAD, 0);
        String type = "[" + numbers.array();
        code.visitFieldInsn(Opcodes.GETFIELD, KernelEmitter.FRAME, numbers.frameField(), type);
        Numbers.push(code, array.index());
        code.visitInsn(Opcodes.AALOAD);
      } else if (source instanceof Launch.Table table) {
        tables.load(code, table.index());
      }
    }
    for (int value : launch.ints()) {
      if (value == Launch.STEP) {
        code.visitVarInsn(Opcodes.ILOAD, 1);
      } else {
        Numbers.push(code, value);
      }
    }
    KernelEmitter.Method method = methods.get(launch.kernel());
    String descriptor = KernelEmitter.descriptor(launch.kernel(), numbers);
    code.visitMethodInsn(Opcodes.INVOKESTATIC, method.owner(), method.name(), descriptor, false);
  }

  private void constructor(ClassBuilder routine) {
    int parts = fill(routine);
    routine.method(
        Opcodes.ACC_PUBLIC,
        "<init>",
        "()V",
        code -> {
          code.visitVarInsn(Opcodes.ALOAD, 0);
          String field = plan.precision().name();
          code.visitFieldInsn(Opcodes.GETSTATIC, PRECISION, field, "L" + PRECISION + ";");
          Numbers.push(code, plan.slots().size());
          code.visitTypeInsn(Opcodes.ANEWARRAY, SLOT);
          for (int i = 0; i < parts; i++) {
            code.visitMethodInsn(
                Opcodes.INVOKESTATIC, main, "slots" + i, "([L" + SLOT + ";)[L" + SLOT + ";", false);
          }
          String descriptor = "(L" + PRECISION + ";[L" + SLOT + ";)V";
          code.visitMethodInsn(Opcodes.INVOKESPECIAL, ROUTINE, "<init>", descriptor, false);
          code.visitInsn(Opcodes.RETURN);
        });
  }

  /**
   * Methods that fill an array with the slots, a loop for each run that differs in its numbers
   * alone.
   */
  private int fill(ClassBuilder routine) {
    List<Slot> slots = plan.slots();
    int parts = 0;
    int next = 0;
    while (next < slots.size()) {
      List<Consumer<MethodVisitor>> entries = new ArrayList<>();
      while (next < slots.size() && entries.size() < 200) {
        int from = next;
        int to = plan.run(from);
        next = to;
        entries.add(code -> entry(code, slots.get(from), from, to));
      }
      routine.method(
          Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC,
          "slots" + parts,
          "([L" + SLOT + ";)[L" + SLOT + ";",
          code -> {
            entries.forEach(entry -> entry.accept(code));
            code.visitVarInsn(Opcodes.ALOAD, 0);
            code.visitInsn(Opcodes.ARETURN);
          });
      parts++;
    }
    return parts;
  }

  private static void entry(MethodVisitor code, Slot slot, int from, int to) {
    Numbers.push(code, from);
    code.visitVarInsn(Opcodes.ISTORE, 1);
    Label again = new Label();
    code.visitLabel(again);
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitVarInsn(Opcodes.ILOAD, 1);
    code.visitTypeInsn(Opcodes.NEW, SLOT);
    code.visitInsn(Opcodes.DUP);
    if (to - from == 1) {
      code.visitLdcInsn(slot.name());
    } else {
      String prefix = Plan.prefix(slot);
      code.visitLdcInsn(prefix);
      code.visitVarInsn(Opcodes.ILOAD, 1);
      Numbers.push(code, Integer.parseInt(slot.name().substring(prefix.length())) - from);
      code.visitInsn(Opcodes.IADD);
      code.visitMethodInsn(
          Opcodes.INVOKESTATIC, "java/lang/Integer", "toString", "(I)Ljava/lang/String;", false);
      String descriptor = "(Ljava/lang/String;)Ljava/lang/String;";
      code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, "java/lang/String", "concat", descriptor, false);
    }
    Numbers.push(code, slot.scratch() ? 1 : 0);
    Numbers.push(code, slot.perExample());
    Numbers.push(code, slot.fixed());
    code.visitMethodInsn(Opcodes.INVOKESPECIAL, SLOT, "<init>", "(Ljava/lang/String;ZII)V", false);
    code.visitInsn(Opcodes.AASTORE);
    if (to - from > 1) {
      code.visitIincInsn(1, 1);
      code.visitVarInsn(Opcodes.ILOAD, 1);
      Numbers.push(code, to);
      code.visitJumpInsn(Opcodes.IF_ICMPLT, again);
    }
  }
}
