package dev.nnc.compiler.emit;

import dev.nnc.runtime.Engine;
import dev.nnc.runtime.Routine;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Writes what tells how long each launch of a routine takes: the clock is read once at the start of
 * a run and once behind each launch, and the nanoseconds between are added up in an array with a
 * place for each launch of the plan. Of several threads the first one reads it, once all of them
 * are through with the launch.
 */
public final class ClockEmitter {
  /** The public static field with the nanoseconds of each launch, an array of long. */
  public static final String NANOS = "NANOS";

  private static final String LAST = "last";
  private static final String TICK = "tick";
  private static final String TICK_TYPE = "(L" + KernelEmitter.FRAME + ";I)V";
  private static final String START = "start";
  private static final String START_TYPE = "(L" + KernelEmitter.FRAME + ";)V";

  private final ClassBuilder routine;

  ClockEmitter(ClassBuilder routine) {
    this.routine = routine;
  }

  /**
   * What the class of a routine is called that tells how long its launches take. It computes the
   * same by the same kernels, which are methods of the class without a clock.
   *
   * @param model the binary name of the model's class
   * @param routine the routine
   * @param engine how it computes
   */
  public static String className(String model, String routine, Engine engine) {
    return Routine.className(model + "$Timed", routine, engine);
  }

  /** Adds the fields and methods of a clock with places for so many launches. */
  void emit(int launches) {
    routine.open(NANOS, "[J", Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL);
    routine.open(LAST, "J", Opcodes.ACC_PRIVATE);
    routine.method(
        Opcodes.ACC_STATIC,
        "<clinit>",
        "()V",
        code -> {
          Numbers.push(code, launches);
          code.visitIntInsn(Opcodes.NEWARRAY, Opcodes.T_LONG);
          code.visitFieldInsn(Opcodes.PUTSTATIC, routine.name(), NANOS, "[J");
          code.visitInsn(Opcodes.RETURN);
        });
    int access = Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC;
    routine.method(access, START, START_TYPE, this::start);
    routine.method(access, TICK, TICK_TYPE, this::tick);
  }

  private void start(MethodVisitor code) {
    Label others = new Label();
    first(code, others);
    now(code);
    code.visitFieldInsn(Opcodes.PUTSTATIC, routine.name(), LAST, "J");
    code.visitLabel(others);
    code.visitInsn(Opcodes.RETURN);
  }

  private void tick(MethodVisitor code) {
    Label others = new Label();
    first(code, others);
    now(code);
    code.visitVarInsn(Opcodes.LSTORE, 2);
    code.visitFieldInsn(Opcodes.GETSTATIC, routine.name(), NANOS, "[J");
    code.visitVarInsn(Opcodes.ILOAD, 1);
    code.visitInsn(Opcodes.DUP2);
    code.visitInsn(Opcodes.LALOAD);
    code.visitVarInsn(Opcodes.LLOAD, 2);
    code.visitInsn(Opcodes.LADD);
    code.visitFieldInsn(Opcodes.GETSTATIC, routine.name(), LAST, "J");
    code.visitInsn(Opcodes.LSUB);
    code.visitInsn(Opcodes.LASTORE);
    code.visitVarInsn(Opcodes.LLOAD, 2);
    code.visitFieldInsn(Opcodes.PUTSTATIC, routine.name(), LAST, "J");
    code.visitLabel(others);
    code.visitInsn(Opcodes.RETURN);
  }

  /** Lets all threads but the first go elsewhere. */
  private static void first(MethodVisitor code, Label others) {
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitFieldInsn(Opcodes.GETFIELD, KernelEmitter.FRAME, "part", "I");
    code.visitJumpInsn(Opcodes.IFNE, others);
  }

  private static void now(MethodVisitor code) {
    code.visitMethodInsn(Opcodes.INVOKESTATIC, "java/lang/System", "nanoTime", "()J", false);
  }

  /** Begins a run. */
  void start(MethodVisitor code, int frame) {
    code.visitVarInsn(Opcodes.ALOAD, frame);
    code.visitMethodInsn(Opcodes.INVOKESTATIC, routine.name(), START, START_TYPE, false);
  }

  /**
   * Ends a launch.
   *
   * @param code of a method with the frame as local 0
   * @param launch pushes its number
   */
  void tick(MethodVisitor code, Runnable launch) {
    code.visitVarInsn(Opcodes.ALOAD, 0);
    launch.run();
    code.visitMethodInsn(Opcodes.INVOKESTATIC, routine.name(), TICK, TICK_TYPE, false);
  }
}
