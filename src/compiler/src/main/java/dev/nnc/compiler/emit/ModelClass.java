package dev.nnc.compiler.emit;

import dev.nnc.runtime.ModelInfo;
import dev.nnc.runtime.Precision;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * The class that users see: {@code new HousePrice().estimate(2100, 3.5, 4)}. Each output is a
 * method that takes all inputs: numbers as {@code double}, class numbers as {@code int}, categories
 * as {@code String}, tensors as arrays in row-major order.
 */
public final class ModelClass {
  private static final String BASE = "dev/nnc/runtime/GeneratedModel";
  private static final String PREDICTOR = "dev/nnc/runtime/Predictor";
  private static final String ROUTINE = "dev/nnc/runtime/Routine";

  private final ModelInfo info;
  private final ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_FRAMES);
  private final String name;

  private ModelClass(ModelInfo info) {
    this.info = info;
    this.name = info.className().replace('.', '/');
  }

  /**
   * Emits the class of a model.
   *
   * @param info its description
   * @param routines the binary class name of each routine by the routine's name
   * @param sourceFile the file it comes from, for stack traces
   * @return the bytes of each class by its binary name: those nested in it, then itself
   */
  public static Map<String, byte[]> emit(
      ModelInfo info, Map<String, String> routines, String sourceFile) {
    Map<String, byte[]> classes = new LinkedHashMap<>();
    EntryClasses nested = new EntryClasses(info, sourceFile);
    EntrySignature.of(info).forEach(entry -> classes.putAll(nested.emit(entry)));
    classes.put(info.className(), new ModelClass(info).write(routines, sourceFile));
    return classes;
  }

  /**
   * The classes nested in a model's, which javac makes where the model is Java source.
   *
   * @param info the model
   * @return their binary names
   */
  public static Set<String> nested(ModelInfo info) {
    Set<String> names = new LinkedHashSet<>();
    for (EntrySignature entry : EntrySignature.of(info)) {
      for (String type : Arrays.asList(entry.record(), entry.session())) {
        if (type != null) {
          names.add(info.className() + "$" + type);
        }
      }
    }
    return names;
  }

  private byte[] write(Map<String, String> routines, String sourceFile) {
    writer.visit(
        Opcodes.V17,
        Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL | Opcodes.ACC_SUPER,
        name,
        null,
        BASE,
        null);
    writer.visitSource(sourceFile, null);
    constructor();
    create(routines);
    Signature.of(info).forEach(this::output);
    EntryMethods methods = new EntryMethods(info, writer);
    EntrySignature.of(info).forEach(methods::emit);
    writer.visitEnd();
    return writer.toByteArray();
  }

  private void constructor() {
    MethodVisitor code = writer.visitMethod(Opcodes.ACC_PUBLIC, "<init>", "()V", null, null);
    code.visitCode();
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitLdcInsn(Type.getObjectType(name));
    code.visitMethodInsn(Opcodes.INVOKESPECIAL, BASE, "<init>", "(Ljava/lang/Class;)V", false);
    code.visitInsn(Opcodes.RETURN);
    end(code);
  }

  private void create(Map<String, String> routines) {
    String descriptor = "(Ljava/lang/String;)L" + ROUTINE + ";";
    MethodVisitor code =
        writer.visitMethod(Opcodes.ACC_PROTECTED, "create", descriptor, null, null);
    code.visitCode();
    for (Map.Entry<String, String> routine : routines.entrySet()) {
      Label next = new Label();
      String type = routine.getValue().replace('.', '/');
      code.visitLdcInsn(routine.getKey());
      code.visitVarInsn(Opcodes.ALOAD, 1);
      code.visitMethodInsn(
          Opcodes.INVOKEVIRTUAL, "java/lang/String", "equals", "(Ljava/lang/Object;)Z", false);
      code.visitJumpInsn(Opcodes.IFEQ, next);
      code.visitTypeInsn(Opcodes.NEW, type);
      code.visitInsn(Opcodes.DUP);
      code.visitMethodInsn(Opcodes.INVOKESPECIAL, type, "<init>", "()V", false);
      code.visitInsn(Opcodes.ARETURN);
      code.visitLabel(next);
    }
    code.visitInsn(Opcodes.ACONST_NULL);
    code.visitInsn(Opcodes.ARETURN);
    end(code);
  }

  private void output(Signature signature) {
    boolean scalar = signature.scalar();
    String array = info.precision() == Precision.FLOAT ? "[F" : "[D";
    List<String> types = types(signature.parameters(), array);
    String descriptor = "(" + String.join("", types) + ")" + (scalar ? "D" : array);
    MethodVisitor code =
        writer.visitMethod(Opcodes.ACC_PUBLIC, signature.name(), descriptor, null, null);
    signature.parameters().forEach(parameter -> code.visitParameter(parameter.name(), 0));
    code.visitCode();
    int session = 1;
    for (String type : types) {
      session += type.equals("D") ? 2 : 1;
    }
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, name, "borrow", "()L" + PREDICTOR + ";", false);
    code.visitVarInsn(Opcodes.ASTORE, session);
    int local = 1;
    for (int i = 0; i < types.size(); i++) {
      local += set(code, session, i, local, types.get(i));
    }
    code.visitVarInsn(Opcodes.ALOAD, session);
    code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, PREDICTOR, "run", "()V", false);
    code.visitVarInsn(Opcodes.ALOAD, session);
    push(code, signature.output());
    String getter = scalar ? "get" : array.equals("[F") ? "getFloats" : "getDoubles";
    code.visitMethodInsn(
        Opcodes.INVOKEVIRTUAL, PREDICTOR, getter, "(I)" + (scalar ? "D" : array), false);
    int result = session + 1;
    code.visitVarInsn(scalar ? Opcodes.DSTORE : Opcodes.ASTORE, result);
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitVarInsn(Opcodes.ALOAD, session);
    code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, name, "release", "(L" + PREDICTOR + ";)V", false);
    code.visitVarInsn(scalar ? Opcodes.DLOAD : Opcodes.ALOAD, result);
    code.visitInsn(scalar ? Opcodes.DRETURN : Opcodes.ARETURN);
    end(code);
  }

  /** The descriptors of parameters. */
  static List<String> types(List<Signature.Parameter> parameters, String array) {
    return parameters.stream().map(parameter -> type(parameter, array)).toList();
  }

  private static String type(Signature.Parameter parameter, String array) {
    String element =
        switch (parameter.kind()) {
          case NUMBER -> "D";
          case CLASS -> "I";
          case TEXT -> "Ljava/lang/String;";
        };
    if (!parameter.array()) {
      return element;
    }
    return parameter.kind() == Signature.Kind.NUMBER ? array : "[" + element;
  }

  /** Hands a parameter on to a predictor; gives how many locals it takes. */
  static int set(MethodVisitor code, int session, int input, int local, String type) {
    code.visitVarInsn(Opcodes.ALOAD, session);
    push(code, input);
    int load = type.equals("D") ? Opcodes.DLOAD : type.equals("I") ? Opcodes.ILOAD : Opcodes.ALOAD;
    code.visitVarInsn(load, local);
    if (type.equals("I")) {
      code.visitInsn(Opcodes.I2D);
    }
    String taken = type.equals("I") ? "D" : type;
    code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, PREDICTOR, "set", "(I" + taken + ")V", false);
    return type.equals("D") ? 2 : 1;
  }

  static void push(MethodVisitor code, int value) {
    if (value <= 5) {
      code.visitInsn(Opcodes.ICONST_0 + value);
    } else {
      code.visitIntInsn(Opcodes.SIPUSH, value);
    }
  }

  static void end(MethodVisitor code) {
    code.visitMaxs(0, 0);
    code.visitEnd();
  }
}
