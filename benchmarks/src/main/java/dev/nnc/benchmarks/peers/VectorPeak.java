package dev.nnc.benchmarks.peers;

import static org.objectweb.asm.Opcodes.ACC_FINAL;
import static org.objectweb.asm.Opcodes.ACC_PUBLIC;
import static org.objectweb.asm.Opcodes.ALOAD;
import static org.objectweb.asm.Opcodes.ASTORE;
import static org.objectweb.asm.Opcodes.DADD;
import static org.objectweb.asm.Opcodes.DCONST_0;
import static org.objectweb.asm.Opcodes.DRETURN;
import static org.objectweb.asm.Opcodes.F2D;
import static org.objectweb.asm.Opcodes.GETSTATIC;
import static org.objectweb.asm.Opcodes.GOTO;
import static org.objectweb.asm.Opcodes.ICONST_0;
import static org.objectweb.asm.Opcodes.IF_ICMPGE;
import static org.objectweb.asm.Opcodes.ILOAD;
import static org.objectweb.asm.Opcodes.INVOKESPECIAL;
import static org.objectweb.asm.Opcodes.INVOKESTATIC;
import static org.objectweb.asm.Opcodes.INVOKEVIRTUAL;
import static org.objectweb.asm.Opcodes.ISTORE;
import static org.objectweb.asm.Opcodes.RETURN;
import static org.objectweb.asm.Opcodes.V17;

import java.lang.invoke.MethodHandles;
import java.util.function.IntToDoubleFunction;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;

/**
 * Twelve vectors that are multiplied and added to over and over, with the module {@code
 * jdk.incubator.vector}. The class is written as bytecode, so that no compiler needs the module.
 */
final class VectorPeak {
  private static final String MODULE = "jdk.incubator.vector";
  private static final String VECTOR = "jdk/incubator/vector/FloatVector";
  private static final String OF = "L" + VECTOR + ";";
  private static final String BASE = "jdk/incubator/vector/Vector";
  private static final String SPECIES = "Ljdk/incubator/vector/VectorSpecies;";
  private static final String OPERATOR = "Ljdk/incubator/vector/VectorOperators$Associative;";
  private static final int SUMS = 12;

  // Local variables: this and the number of rounds come first.
  private static final int ROUNDS = 1;
  private static final int ROUND = 2;
  private static final int FACTOR = 3;
  private static final int TERM = 4;
  private static final int FIRST = 5;

  private VectorPeak() {}

  /** Whether this process has the module. */
  static boolean present() {
    return ModuleLayer.boot().findModule(MODULE).isPresent();
  }

  /** The loop over vectors of the width that the machine likes best. */
  static Peak.Kernel kernel() {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup().defineHiddenClass(write(), true);
      IntToDoubleFunction loop =
          (IntToDoubleFunction) lookup.lookupClass().getDeclaredConstructor().newInstance();
      return new Peak.Kernel(loop, 2 * SUMS * lanes());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int lanes() throws ReflectiveOperationException {
    Class<?> vector = Class.forName(VECTOR.replace('/', '.'));
    Object species = vector.getField("SPECIES_PREFERRED").get(null);
    Class<?> type = Class.forName("jdk.incubator.vector.VectorSpecies");
    return (int) type.getMethod("length").invoke(species);
  }

  private static byte[] write() {
    String name = VectorPeak.class.getName().replace('.', '/') + "$Loop";
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS | ClassWriter.COMPUTE_FRAMES);
    String[] interfaces = {"java/util/function/IntToDoubleFunction"};
    writer.visit(V17, ACC_PUBLIC | ACC_FINAL, name, null, "java/lang/Object", interfaces);
    MethodVisitor code = writer.visitMethod(ACC_PUBLIC, "<init>", "()V", null, null);
    code.visitCode();
    code.visitVarInsn(ALOAD, 0);
    code.visitMethodInsn(INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
    code.visitInsn(RETURN);
    code.visitMaxs(0, 0);
    code.visitEnd();
    loop(writer.visitMethod(ACC_PUBLIC, "applyAsDouble", "(I)D", null, null));
    writer.visitEnd();
    return writer.toByteArray();
  }

  private static void loop(MethodVisitor code) {
    code.visitCode();
    broadcast(code, 0.999f, FACTOR);
    broadcast(code, 0.001f, TERM);
    for (int i = 0; i < SUMS; i++) {
      broadcast(code, i, FIRST + i);
    }
    code.visitInsn(ICONST_0);
    code.visitVarInsn(ISTORE, ROUND);
    Label start = new Label();
    Label end = new Label();
    code.visitLabel(start);
    code.visitVarInsn(ILOAD, ROUND);
    code.visitVarInsn(ILOAD, ROUNDS);
    code.visitJumpInsn(IF_ICMPGE, end);
    for (int i = 0; i < SUMS; i++) {
      code.visitVarInsn(ALOAD, FIRST + i);
      code.visitVarInsn(ALOAD, FACTOR);
      code.visitVarInsn(ALOAD, TERM);
      String type = "(L" + BASE + ";L" + BASE + ";)" + OF;
      code.visitMethodInsn(INVOKEVIRTUAL, VECTOR, "fma", type, false);
      code.visitVarInsn(ASTORE, FIRST + i);
    }
    code.visitIincInsn(ROUND, 1);
    code.visitJumpInsn(GOTO, start);
    code.visitLabel(end);
    code.visitInsn(DCONST_0);
    for (int i = 0; i < SUMS; i++) {
      code.visitVarInsn(ALOAD, FIRST + i);
      code.visitFieldInsn(GETSTATIC, "jdk/incubator/vector/VectorOperators", "ADD", OPERATOR);
      code.visitMethodInsn(INVOKEVIRTUAL, VECTOR, "reduceLanes", "(" + OPERATOR + ")F", false);
      code.visitInsn(F2D);
      code.visitInsn(DADD);
    }
    code.visitInsn(DRETURN);
    code.visitMaxs(0, 0);
    code.visitEnd();
  }

  private static void broadcast(MethodVisitor code, float value, int variable) {
    code.visitFieldInsn(GETSTATIC, VECTOR, "SPECIES_PREFERRED", SPECIES);
    code.visitLdcInsn(value);
    String type = "(" + SPECIES + "F)" + OF;
    code.visitMethodInsn(INVOKESTATIC, VECTOR, "broadcast", type, false);
    code.visitVarInsn(ASTORE, variable);
  }
}
