package dev.nnc.compiler.emit;

import java.util.List;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Writes the class that holds constants with more than one number. The bits of the numbers stand in
 * texts, from which the class fills arrays when it is first used: a constant pool of numbers would
 * soon be full.
 */
final class TableEmitter {
  /** Characters in one text: at three bytes each they stay below the format's 65,535. */
  private static final int TEXT = 20_000;

  private static final String STRING = "java/lang/String";

  private final String name;
  private final Numbers numbers;
  private final String sourceFile;
  private final int chars;

  TableEmitter(String name, Numbers numbers, String sourceFile) {
    this.name = name;
    this.numbers = numbers;
    this.sourceFile = sourceFile;
    chars = numbers == Numbers.FLOAT ? 2 : 4;
  }

  /** Pushes a table. */
  void load(MethodVisitor code, int table) {
    code.visitFieldInsn(Opcodes.GETSTATIC, name, "table" + table, numbers.array());
  }

  /** The class that holds the tables. */
  ClassBuilder emit(List<List<Double>> tables) {
    ClassBuilder holder =
        new ClassBuilder(
            name, "java/lang/Object", Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL, sourceFile);
    for (int i = 0; i < tables.size(); i++) {
      int index = i;
      List<Double> table = tables.get(i);
      holder.open("table" + i, numbers.array(), Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL);
      holder.method(
          Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC,
          "fill" + i,
          "()" + numbers.array(),
          code -> fill(code, tables.get(index)));
      if (table.size() > 300 * (TEXT / chars)) {
        throw new IllegalStateException("a table of " + table.size() + " constants");
      }
    }
    holder.method(
        Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC,
        "decode",
        "(" + numbers.array() + "IL" + STRING + ";)V",
        this::decode);
    holder.method(
        Opcodes.ACC_STATIC,
        "<clinit>",
        "()V",
        code -> {
          for (int i = 0; i < tables.size(); i++) {
            code.visitMethodInsn(
                Opcodes.INVOKESTATIC, name, "fill" + i, "()" + numbers.array(), false);
            code.visitFieldInsn(Opcodes.PUTSTATIC, name, "table" + i, numbers.array());
          }
          code.visitInsn(Opcodes.RETURN);
        });
    return holder;
  }

  private void fill(MethodVisitor code, List<Double> table) {
    Numbers.push(code, table.size());
    code.visitIntInsn(
        Opcodes.NEWARRAY, numbers == Numbers.FLOAT ? Opcodes.T_FLOAT : Opcodes.T_DOUBLE);
    code.visitVarInsn(Opcodes.ASTORE, 0);
    int each = TEXT / chars;
    for (int from = 0; from < table.size(); from += each) {
      StringBuilder text = new StringBuilder();
      for (double value : table.subList(from, Math.min(from + each, table.size()))) {
        long bits =
            numbers == Numbers.FLOAT
                ? Float.floatToRawIntBits((float) value)
                : Double.doubleToRawLongBits(value);
        for (int shift = 16 * (chars - 1); shift >= 0; shift -= 16) {
          text.append((char) (bits >>> shift));
        }
      }
      code.visitVarInsn(Opcodes.ALOAD, 0);
      Numbers.push(code, from);
      code.visitLdcInsn(text.toString());
      String descriptor = "(" + numbers.array() + "IL" + STRING + ";)V";
      code.visitMethodInsn(Opcodes.INVOKESTATIC, name, "decode", descriptor, false);
    }
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitInsn(Opcodes.ARETURN);
  }

  /** Parameters: the array, the first place, the text. Locals: 3 the character, 4 the bits. */
  private void decode(MethodVisitor code) {
    Label again = new Label();
    Label end = new Label();
    Numbers.push(code, 0);
    code.visitVarInsn(Opcodes.ISTORE, 3);
    code.visitLabel(again);
    code.visitVarInsn(Opcodes.ILOAD, 3);
    code.visitVarInsn(Opcodes.ALOAD, 2);
    code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, STRING, "length", "()I", false);
    code.visitJumpInsn(Opcodes.IF_ICMPGE, end);
    code.visitInsn(Opcodes.LCONST_0);
    for (int i = 0; i < chars; i++) {
      Numbers.push(code, 16);
      code.visitInsn(Opcodes.LSHL);
      code.visitVarInsn(Opcodes.ALOAD, 2);
      code.visitVarInsn(Opcodes.ILOAD, 3);
      code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, STRING, "charAt", "(I)C", false);
      code.visitInsn(Opcodes.I2L);
      code.visitInsn(Opcodes.LOR);
      code.visitIincInsn(3, 1);
    }
    code.visitVarInsn(Opcodes.LSTORE, 4);
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitVarInsn(Opcodes.ILOAD, 1);
    code.visitVarInsn(Opcodes.LLOAD, 4);
    if (numbers == Numbers.FLOAT) {
      code.visitInsn(Opcodes.L2I);
      code.visitMethodInsn(
          Opcodes.INVOKESTATIC, "java/lang/Float", "intBitsToFloat", "(I)F", false);
    } else {
      code.visitMethodInsn(
          Opcodes.INVOKESTATIC, "java/lang/Double", "longBitsToDouble", "(J)D", false);
    }
    code.visitInsn(numbers.arrayStore());
    code.visitIincInsn(1, 1);
    code.visitJumpInsn(Opcodes.GOTO, again);
    code.visitLabel(end);
    code.visitInsn(Opcodes.RETURN);
  }
}
