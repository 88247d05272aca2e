package dev.nnc.compiler.emit;

import dev.nnc.compiler.plan.Kernel;
import dev.nnc.compiler.plan.Launch;
import dev.nnc.compiler.plan.Plan;
import dev.nnc.compiler.plan.Target;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Opcodes;

/**
 * Spells out a plan as class files: a subclass of {@link dev.nnc.runtime.Routine} whose {@code run}
 * calls one static method a kernel. Equal kernels are one method. Over lanes a class holds few
 * kernels, and those that only they call: such a class can be loaded anew where the virtual machine
 * has compiled one of them badly.
 */
public final class Emitter {
  private static final String ROUTINE = "dev/nnc/runtime/Routine";
  private static final String SLOT = "dev/nnc/runtime/Slot";
  private static final String PRECISION = "dev/nnc/runtime/Precision";
  private static final int KERNELS_A_CLASS = 256;

  /** A class of kernels over lanes that has more code than this is full. */
  private static final int BYTES_A_CLASS = 8000;

  private final Plan plan;
  private final Numbers numbers;
  private final String main;
  private final String sourceFile;
  private final List<ClassBuilder> classes = new ArrayList<>();
  private final Map<Kernel, KernelEmitter.Method> methods = new HashMap<>();
  private final TableEmitter tables;
  private ClassBuilder kernels;
  private int kernelClasses;

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
    return emit(plan, binaryClassName, sourceFileName, null);
  }

  /**
   * The classes of a routine, and one that computes the same by the same kernels and tells the
   * {@link dev.nnc.runtime.Watch} of its frame of each launch.
   *
   * @param plan what has been decided
   * @param binaryClassName the name of the main class, with dots
   * @param sourceFileName what stack traces show as the source
   * @param watched the name of the class that tells, in the same package; null for none
   * @return the bytes of each class by its name with dots, the main class first
   */
  public static Map<String, byte[]> emit(
      Plan plan, String binaryClassName, String sourceFileName, String watched) {
    Emitter emitter = new Emitter(plan, binaryClassName.replace('.', '/'), sourceFileName);
    return emitter.classes(watched);
  }

  private Map<String, byte[]> classes(String watched) {
    int access = Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL;
    ClassBuilder routine = new ClassBuilder(main, ROUTINE, access, sourceFile);
    classes.add(routine);
    kernels = routine;
    if (plan.target() == Target.VECTOR) {
      LanesEmitter.constants(routine, numbers);
    }
    head(routine);
    plan.launches().forEach(launch -> launched(launch.kernel()));
    List<Launch> one = plan.forOne();
    one.forEach(launch -> launched(launch.kernel()));
    new LaunchEmitter(plan, routine, numbers, tables, methods::get, false).emit(one);
    if (watched != null) {
      watched(watched.replace('.', '/'));
    }
    if (!plan.tables().isEmpty()) {
      classes.add(tables.emit(plan.tables()));
    }
    return ClassBuilder.bytes(classes);
  }

  private void watched(String name) {
    int access = Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL;
    ClassBuilder routine = new ClassBuilder(name, ROUTINE, access, sourceFile);
    classes.add(routine);
    head(routine);
    new LaunchEmitter(plan, routine, numbers, tables, methods::get, true).emit(List.of());
  }

  /** What the class of a routine has besides kernels and their launches. */
  private void head(ClassBuilder routine) {
    constructor(routine);
    if (plan.work() > 0) {
      routine.method(
          Opcodes.ACC_PUBLIC,
          "work",
          "()J",
          code -> {
            code.visitLdcInsn(plan.work());
            code.visitInsn(Opcodes.LRETURN);
          });
    }
  }

  /** Defines a kernel and those that it calls, unless that is done. */
  private void launched(Kernel kernel) {
    boolean full = kernels == classes.get(0) || kernels.codeBytes() > BYTES_A_CLASS;
    if (plan.target() == Target.VECTOR && full && !methods.containsKey(kernel)) {
      kernels();
    }
    define(kernel);
  }

  private void define(Kernel kernel) {
    if (methods.containsKey(kernel)) {
      return;
    }
    kernel.calls().forEach(this::define);
    boolean apart = plan.target() == Target.VECTOR;
    if (!apart && !methods.isEmpty() && methods.size() % KERNELS_A_CLASS == 0) {
      kernels();
    }
    String name = "kernel" + methods.size();
    int visible = apart ? Opcodes.ACC_PUBLIC : 0;
    methods.put(kernel, new KernelEmitter.Method(kernels.name(), name));
    kernels.method(
        visible | Opcodes.ACC_STATIC,
        name,
        KernelEmitter.descriptor(kernel, numbers),
        code -> new KernelEmitter(code, numbers, main, sourceFile, methods::get).emit(kernel));
  }

  /** Begins another class of kernels. Copies from several loaders work together: it is public. */
  private void kernels() {
    kernelClasses++;
    int access = Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL;
    kernels = new ClassBuilder(main + "$" + kernelClasses, "java/lang/Object", access, sourceFile);
    classes.add(kernels);
  }

  private void constructor(ClassBuilder routine) {
    SlotEmitter slots = new SlotEmitter(plan, routine);
    routine.method(
        Opcodes.ACC_PUBLIC,
        "<init>",
        "()V",
        code -> {
          code.visitVarInsn(Opcodes.ALOAD, 0);
          String field = plan.precision().name();
          code.visitFieldInsn(Opcodes.GETSTATIC, PRECISION, field, "L" + PRECISION + ";");
          slots.push(code);
          String descriptor = "(L" + PRECISION + ";[L" + SLOT + ";)V";
          code.visitMethodInsn(Opcodes.INVOKESPECIAL, ROUTINE, "<init>", descriptor, false);
          code.visitInsn(Opcodes.RETURN);
        });
  }
}
