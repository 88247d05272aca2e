package dev.nnc.compiler.emit;

import dev.nnc.runtime.ModelInfo;
import dev.nnc.runtime.Precision;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** The classes nested in a model's: records of results, and sessions. */
final class EntryClasses {
  private static final String SESSION = "dev/nnc/runtime/Session";
  private static final int NESTED = Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL | Opcodes.ACC_SUPER;

  private final ModelInfo info;
  private final String sourceFile;
  private final String model;
  private final String array;

  EntryClasses(ModelInfo info, String sourceFile) {
    this.info = info;
    this.sourceFile = sourceFile;
    model = info.className().replace('.', '/');
    array = info.precision() == Precision.FLOAT ? "[F" : "[D";
  }

  /** The bytes of the classes of an entry by binary name. */
  Map<String, byte[]> emit(EntrySignature entry) {
    Map<String, byte[]> classes = new LinkedHashMap<>();
    if (entry.record() != null) {
      classes.put(info.className() + "$" + entry.record(), results(entry));
    }
    if (entry.session() != null) {
      classes.put(info.className() + "$" + entry.session(), session(entry));
    }
    return classes;
  }

  private ClassWriter begin(String nested, String base) {
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_FRAMES);
    int access = base.equals("java/lang/Record") ? NESTED | Opcodes.ACC_RECORD : NESTED;
    writer.visit(Opcodes.V17, access, model + "$" + nested, null, base, null);
    writer.visitSource(sourceFile, null);
    EntryMethods.nest(writer, model, nested);
    return writer;
  }

  private byte[] results(EntrySignature entry) {
    String name = model + "$" + entry.record();
    ClassWriter writer = begin(entry.record(), "java/lang/Record");
    writer.visitInnerClass(
        "java/lang/invoke/MethodHandles$Lookup",
        "java/lang/invoke/MethodHandles",
        "Lookup",
        Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC | Opcodes.ACC_FINAL);
    StringBuilder types = new StringBuilder();
    for (EntrySignature.Result result : entry.results()) {
      String type = type(result);
      types.append(type);
      writer.visitRecordComponent(result.name(), type, null).visitEnd();
      writer
          .visitField(Opcodes.ACC_PRIVATE | Opcodes.ACC_FINAL, result.name(), type, null, null)
          .visitEnd();
      MethodVisitor code =
          writer.visitMethod(Opcodes.ACC_PUBLIC, result.name(), "()" + type, null, null);
      code.visitCode();
      code.visitVarInsn(Opcodes.ALOAD, 0);
      code.visitFieldInsn(Opcodes.GETFIELD, name, result.name(), type);
      code.visitInsn(result.scalar() ? Opcodes.DRETURN : Opcodes.ARETURN);
      ModelClass.end(code);
    }
    MethodVisitor code =
        writer.visitMethod(Opcodes.ACC_PUBLIC, "<init>", "(" + types + ")V", null, null);
    entry.results().forEach(result -> code.visitParameter(result.name(), 0));
    code.visitCode();
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/Record", "<init>", "()V", false);
    int local = 1;
    for (EntrySignature.Result result : entry.results()) {
      code.visitVarInsn(Opcodes.ALOAD, 0);
      code.visitVarInsn(result.scalar() ? Opcodes.DLOAD : Opcodes.ALOAD, local);
      code.visitFieldInsn(Opcodes.PUTFIELD, name, result.name(), type(result));
      local += result.scalar() ? 2 : 1;
    }
    code.visitInsn(Opcodes.RETURN);
    ModelClass.end(code);
    ofObjects(writer, entry, "toString", "()Ljava/lang/String;");
    ofObjects(writer, entry, "hashCode", "()I");
    ofObjects(writer, entry, "equals", "(Ljava/lang/Object;)Z");
    writer.visitEnd();
    return writer.toByteArray();
  }

  private String type(EntrySignature.Result result) {
    return result.scalar() ? "D" : array;
  }

  /** A method that every record has, made by the platform when it is first called. */
  private void ofObjects(
      ClassWriter writer, EntrySignature entry, String method, String descriptor) {
    String name = model + "$" + entry.record();
    Object[] arguments = new Object[entry.results().size() + 2];
    arguments[0] = Type.getObjectType(name);
    arguments[1] =
        entry.results().stream().map(EntrySignature.Result::name).collect(Collectors.joining(";"));
    for (int i = 0; i < entry.results().size(); i++) {
      EntrySignature.Result result = entry.results().get(i);
      arguments[i + 2] = new Handle(Opcodes.H_GETFIELD, name, result.name(), type(result), false);
    }
    Handle bootstrap =
        new Handle(
            Opcodes.H_INVOKESTATIC,
            "java/lang/runtime/ObjectMethods",
            "bootstrap",
            "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;"
                + "Ljava/lang/invoke/TypeDescriptor;Ljava/lang/Class;Ljava/lang/String;"
                + "[Ljava/lang/invoke/MethodHandle;)Ljava/lang/Object;",
            false);
    MethodVisitor code =
        writer.visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL, method, descriptor, null, null);
    code.visitCode();
    code.visitVarInsn(Opcodes.ALOAD, 0);
    boolean other = method.equals("equals");
    if (other) {
      code.visitVarInsn(Opcodes.ALOAD, 1);
    }
    code.visitInvokeDynamicInsn(
        method, descriptor.replace("(", "(L" + name + ";"), bootstrap, arguments);
    code.visitInsn(method.equals("toString") ? Opcodes.ARETURN : Opcodes.IRETURN);
    ModelClass.end(code);
  }

  private byte[] session(EntrySignature entry) {
    String name = model + "$" + entry.session();
    ClassWriter writer = begin(entry.session(), SESSION);
    if (entry.record() != null) {
      EntryMethods.nest(writer, model, entry.record());
    }
    constructor(writer, entry);
    EntryMethods methods = new EntryMethods(info, writer);
    List<String> types = ModelClass.types(entry.parameters(), array);
    String parameters = String.join("", types);
    MethodVisitor code =
        writer.visitMethod(
            Opcodes.ACC_PUBLIC, "step", "(" + parameters + ")" + methods.result(entry), null, null);
    entry.parameters().forEach(parameter -> code.visitParameter(parameter.name(), 0));
    code.visitCode();
    methods.step(code, entry, 0);
    code.visitInsn(methods.result(entry).equals("D") ? Opcodes.DRETURN : Opcodes.ARETURN);
    ModelClass.end(code);
    if (EntrySignature.fills(entry)) {
      filling(writer, entry, methods, types);
    }
    copy(writer, name);
    writer.visitEnd();
    return writer.toByteArray();
  }

  private void constructor(ClassWriter writer, EntrySignature entry) {
    MethodVisitor code = writer.visitMethod(0, "<init>", "(L" + model + ";)V", null, null);
    code.visitCode();
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitVarInsn(Opcodes.ALOAD, 1);
    code.visitVarInsn(Opcodes.ALOAD, 1);
    code.visitMethodInsn(
        Opcodes.INVOKEVIRTUAL, model, "weights", "()Ldev/nnc/runtime/Weights;", false);
    code.visitLdcInsn(info.entries().get(entry.entry()).name());
    code.visitInsn(Opcodes.ICONST_1);
    code.visitMethodInsn(
        Opcodes.INVOKESPECIAL,
        SESSION,
        "<init>",
        "(Ldev/nnc/runtime/Model;Ldev/nnc/runtime/Weights;Ljava/lang/String;I)V",
        false);
    code.visitInsn(Opcodes.RETURN);
    ModelClass.end(code);
  }

  /** The step that puts its result into an array of the caller. */
  private void filling(
      ClassWriter writer, EntrySignature entry, EntryMethods methods, List<String> types) {
    MethodVisitor code =
        writer.visitMethod(
            Opcodes.ACC_PUBLIC, "step", "(" + String.join("", types) + array + ")V", null, null);
    entry.parameters().forEach(parameter -> code.visitParameter(parameter.name(), 0));
    code.visitParameter(EntrySignature.into(entry), 0);
    code.visitCode();
    methods.run(code, entry, 0);
    int local = 1;
    for (String type : types) {
      local += type.equals("D") ? 2 : 1;
    }
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitInsn(Opcodes.ICONST_0);
    code.visitVarInsn(Opcodes.ALOAD, local);
    code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, SESSION, "get", "(I" + array + ")V", false);
    code.visitInsn(Opcodes.RETURN);
    ModelClass.end(code);
  }

  /** The copy, and the bridge that makes it override that of the base class. */
  private void copy(ClassWriter writer, String name) {
    MethodVisitor code =
        writer.visitMethod(Opcodes.ACC_PUBLIC, "copy", "()L" + name + ";", null, null);
    code.visitCode();
    code.visitTypeInsn(Opcodes.NEW, name);
    code.visitInsn(Opcodes.DUP);
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitMethodInsn(
        Opcodes.INVOKEVIRTUAL, SESSION, "model", "()Ldev/nnc/runtime/Model;", false);
    code.visitTypeInsn(Opcodes.CHECKCAST, model);
    code.visitMethodInsn(Opcodes.INVOKESPECIAL, name, "<init>", "(L" + model + ";)V", false);
    code.visitInsn(Opcodes.DUP);
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitMethodInsn(
        Opcodes.INVOKEVIRTUAL, SESSION, "follow", "(L" + SESSION + ";)L" + SESSION + ";", false);
    code.visitInsn(Opcodes.POP);
    code.visitInsn(Opcodes.ARETURN);
    ModelClass.end(code);
    MethodVisitor bridge =
        writer.visitMethod(
            Opcodes.ACC_PUBLIC | Opcodes.ACC_BRIDGE | Opcodes.ACC_SYNTHETIC,
            "copy",
            "()L" + SESSION + ";",
            null,
            null);
    bridge.visitCode();
    bridge.visitVarInsn(Opcodes.ALOAD, 0);
    bridge.visitMethodInsn(Opcodes.INVOKEVIRTUAL, name, "copy", "()L" + name + ";", false);
    bridge.visitInsn(Opcodes.ARETURN);
    ModelClass.end(bridge);
  }
}
