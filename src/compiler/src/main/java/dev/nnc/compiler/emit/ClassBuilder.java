package dev.nnc.compiler.emit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** A class in the making. Checks that HotSpot would compile each of its methods. */
final class ClassBuilder {
  /** Methods with more bytes of code than this stay interpreted for ever. */
  static final int LARGEST_METHOD = 8000;

  private final String name;
  private final Writer writer;
  private final List<String> methodNames = new ArrayList<>();
  private final List<Label> ends = new ArrayList<>();

  /** Never loads classes to compute frames: reference types do not meet in kernels. */
  private static final class Writer extends ClassWriter {
    Writer() {
      super(ClassWriter.COMPUTE_FRAMES);
    }

    @Override
    protected String getCommonSuperClass(String a, String b) {
      return "java/lang/Object";
    }
  }

  ClassBuilder(String name, String superName, int access, String sourceFile) {
    this.name = name;
    writer = new Writer();
    writer.visit(Opcodes.V17, access | Opcodes.ACC_SUPER, name, null, superName, null);
    writer.visitSource(sourceFile, null);
  }

  /** The internal name of the class. */
  String name() {
    return name;
  }

  /** Adds a method; the code given must end with a return. */
  void method(int access, String method, String descriptor, Consumer<MethodVisitor> body) {
    MethodVisitor code = writer.visitMethod(access, method, descriptor, null, null);
    code.visitCode();
    body.accept(code);
    Label end = new Label();
    code.visitLabel(end);
    code.visitMaxs(0, 0);
    code.visitEnd();
    methodNames.add(method);
    ends.add(end);
  }

  /** How many bytes of code its methods have so far. */
  int codeBytes() {
    return ends.stream().mapToInt(Label::getOffset).sum();
  }

  /** Adds a static field. */
  void constant(String field, String descriptor) {
    writer
        .visitField(Opcodes.ACC_STATIC | Opcodes.ACC_FINAL, field, descriptor, null, null)
        .visitEnd();
  }

  /** Adds a static field that is visible or changes, as the access says. */
  void open(String field, String descriptor, int access) {
    writer.visitField(access | Opcodes.ACC_STATIC, field, descriptor, null, null).visitEnd();
  }

  /** The bytes of the class. */
  byte[] bytes() {
    writer.visitEnd();
    byte[] bytes = writer.toByteArray();
    for (int i = 0; i < ends.size(); i++) {
      if (ends.get(i).getOffset() > LARGEST_METHOD) {
        throw new IllegalStateException(
            "method "
                + name
                + "."
                + methodNames.get(i)
                + " has "
                + ends.get(i).getOffset()
                + " bytes");
      }
    }
    return bytes;
  }

  /** The bytes of classes by binary name. */
  static Map<String, byte[]> bytes(List<ClassBuilder> classes) {
    Map<String, byte[]> result = new LinkedHashMap<>();
    classes.forEach(c -> result.put(c.name.replace('/', '.'), c.bytes()));
    return result;
  }
}
