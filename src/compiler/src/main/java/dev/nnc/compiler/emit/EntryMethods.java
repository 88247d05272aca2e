package dev.nnc.compiler.emit;

import dev.nnc.runtime.ModelInfo;
import dev.nnc.runtime.Precision;
import java.util.List;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** The methods of a model's class that are its entries, see {@link EntrySignature}. */
final class EntryMethods {
  private static final String PREDICTOR = "dev/nnc/runtime/Predictor";

  private final ClassVisitor writer;
  private final String name;
  private final String array;

  EntryMethods(ModelInfo info, ClassVisitor writer) {
    this.writer = writer;
    name = info.className().replace('.', '/');
    array = info.precision() == Precision.FLOAT ? "[F" : "[D";
  }

  void emit(EntrySignature entry) {
    for (String nested : new String[] {entry.record(), entry.session()}) {
      if (nested != null) {
        nest(writer, name, nested);
      }
    }
    if (entry.session() != null) {
      session(entry);
    } else {
      method(entry);
    }
  }

  /** Says that a class lies in another, so that javac takes it for {@code Model.Nested}. */
  static void nest(ClassVisitor writer, String outer, String nested) {
    writer.visitInnerClass(
        outer + "$" + nested,
        outer,
        nested,
        Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC | Opcodes.ACC_FINAL);
  }

  private void session(EntrySignature entry) {
    String type = name + "$" + entry.session();
    MethodVisitor code =
        writer.visitMethod(Opcodes.ACC_PUBLIC, entry.name(), "()L" + type + ";", null, null);
    code.visitCode();
    code.visitTypeInsn(Opcodes.NEW, type);
    code.visitInsn(Opcodes.DUP);
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitMethodInsn(Opcodes.INVOKESPECIAL, type, "<init>", "(L" + name + ";)V", false);
    code.visitInsn(Opcodes.ARETURN);
    ModelClass.end(code);
  }

  private void method(EntrySignature entry) {
    List<String> types = ModelClass.types(entry.parameters(), array);
    MethodVisitor code =
        writer.visitMethod(
            Opcodes.ACC_PUBLIC,
            entry.name(),
            "(" + String.join("", types) + ")" + result(entry),
            null,
            null);
    entry.parameters().forEach(parameter -> code.visitParameter(parameter.name(), 0));
    code.visitCode();
    int predictor = 1;
    for (String type : types) {
      predictor += type.equals("D") ? 2 : 1;
    }
    code.visitVarInsn(Opcodes.ALOAD, 0);
    ModelClass.push(code, entry.entry());
    code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, name, "borrow", "(I)L" + PREDICTOR + ";", false);
    code.visitVarInsn(Opcodes.ASTORE, predictor);
    step(code, entry, predictor);
    boolean number = result(entry).equals("D");
    code.visitVarInsn(number ? Opcodes.DSTORE : Opcodes.ASTORE, predictor + 1);
    code.visitVarInsn(Opcodes.ALOAD, 0);
    ModelClass.push(code, entry.entry());
    code.visitVarInsn(Opcodes.ALOAD, predictor);
    code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, name, "release", "(IL" + PREDICTOR + ";)V", false);
    code.visitVarInsn(number ? Opcodes.DLOAD : Opcodes.ALOAD, predictor + 1);
    code.visitInsn(number ? Opcodes.DRETURN : Opcodes.ARETURN);
    ModelClass.end(code);
  }

  /** What an entry gives, as a descriptor. */
  String result(EntrySignature entry) {
    return entry.record() != null
        ? "L" + name + "$" + entry.record() + ";"
        : entry.results().get(0).scalar() ? "D" : array;
  }

  /**
   * Sets the inputs from the parameters, runs, and leaves the result on the stack.
   *
   * @param code the method
   * @param entry which
   * @param predictor the local that holds it
   */
  void step(MethodVisitor code, EntrySignature entry, int predictor) {
    run(code, entry, predictor);
    if (entry.record() == null) {
      get(code, entry, predictor, 0);
      return;
    }
    String type = name + "$" + entry.record();
    code.visitTypeInsn(Opcodes.NEW, type);
    code.visitInsn(Opcodes.DUP);
    StringBuilder descriptor = new StringBuilder("(");
    for (int i = 0; i < entry.results().size(); i++) {
      get(code, entry, predictor, i);
      descriptor.append(entry.results().get(i).scalar() ? "D" : array);
    }
    code.visitMethodInsn(Opcodes.INVOKESPECIAL, type, "<init>", descriptor + ")V", false);
  }

  /** Sets the inputs from the parameters and runs. */
  void run(MethodVisitor code, EntrySignature entry, int predictor) {
    List<String> types = ModelClass.types(entry.parameters(), array);
    int local = 1;
    for (int i = 0; i < types.size(); i++) {
      local += ModelClass.set(code, predictor, i, local, types.get(i));
    }
    code.visitVarInsn(Opcodes.ALOAD, predictor);
    code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, PREDICTOR, "run", "()V", false);
  }

  private void get(MethodVisitor code, EntrySignature entry, int predictor, int result) {
    boolean scalar = entry.results().get(result).scalar();
    String getter = scalar ? "get" : array.equals("[F") ? "getFloats" : "getDoubles";
    code.visitVarInsn(Opcodes.ALOAD, predictor);
    ModelClass.push(code, result);
    code.visitMethodInsn(
        Opcodes.INVOKEVIRTUAL, PREDICTOR, getter, "(I)" + (scalar ? "D" : array), false);
  }
}
