package dev.nnc.compiler.emit;

import dev.nnc.runtime.Precision;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** The instructions of one precision. */
enum Numbers {
  /** Four bytes. */
  FLOAT('F', 2, 1, "floats"),
  /** Eight bytes. */
  DOUBLE('D', 3, 2, "doubles");

  private final char type;
  private final int opcode;
  private final int slots;
  private final String frameField;

  Numbers(char type, int opcode, int slots, String frameField) {
    this.type = type;
    this.opcode = opcode;
    this.slots = slots;
    this.frameField = frameField;
  }

  /** The descriptor of a number. */
  char type() {
    return type;
  }

  /** How many local variable slots a number takes. */
  int slots() {
    return slots;
  }

  /** The field of a frame that holds the arrays. */
  String frameField() {
    return frameField;
  }

  static Numbers of(Precision precision) {
    return precision == Precision.FLOAT ? FLOAT : DOUBLE;
  }

  /** The descriptor of an array. */
  String array() {
    return "[" + type;
  }

  /** The descriptor of a method from numbers to a number. */
  String function(int arity) {
    return "(" + String.valueOf(type).repeat(arity) + ")" + type;
  }

  /** The opcode for this type that belongs to {@code ILOAD}, {@code ISTORE}, {@code IADD} … */
  int of(int intOpcode) {
    return intOpcode + opcode;
  }

  int arrayLoad() {
    return Opcodes.IALOAD + opcode;
  }

  int arrayStore() {
    return Opcodes.IASTORE + opcode;
  }

  int fromInt() {
    return this == FLOAT ? Opcodes.I2F : Opcodes.I2D;
  }

  /** A comparison that counts NaN as greater or as less. */
  int compare(boolean nanIsGreater) {
    if (this == FLOAT) {
      return nanIsGreater ? Opcodes.FCMPG : Opcodes.FCMPL;
    }
    return nanIsGreater ? Opcodes.DCMPG : Opcodes.DCMPL;
  }

  /** The class with the methods {@link #toBits} and {@link #fromBits}. */
  String box() {
    return this == FLOAT ? "java/lang/Float" : "java/lang/Double";
  }

  /** The descriptor of the whole number with the bits of a number. */
  char bits() {
    return this == FLOAT ? 'I' : 'J';
  }

  String toBits() {
    return this == FLOAT ? "floatToRawIntBits" : "doubleToRawLongBits";
  }

  String fromBits() {
    return this == FLOAT ? "intBitsToFloat" : "longBitsToDouble";
  }

  /** Drops the bits on top of the stack. */
  void drop(MethodVisitor code) {
    code.visitInsn(this == FLOAT ? Opcodes.POP : Opcodes.POP2);
  }

  /** Drops the bits below those on top of the stack. */
  void dropUnder(MethodVisitor code) {
    if (this == FLOAT) {
      code.visitInsn(Opcodes.SWAP);
      code.visitInsn(Opcodes.POP);
    } else {
      code.visitInsn(Opcodes.DUP2_X2);
      code.visitInsn(Opcodes.POP2);
      code.visitInsn(Opcodes.POP2);
    }
  }

  /** Pushes a literal. */
  void push(MethodVisitor code, double value) {
    long bits = Double.doubleToRawLongBits(value);
    if (bits == 0 || value == 1) {
      int zero = this == FLOAT ? Opcodes.FCONST_0 : Opcodes.DCONST_0;
      code.visitInsn(bits == 0 ? zero : zero + 1);
    } else if (this == FLOAT) {
      code.visitLdcInsn((float) value);
    } else {
      code.visitLdcInsn(value);
    }
  }

  /** Pushes a whole number. */
  static void push(MethodVisitor code, int value) {
    if (value >= -1 && value <= 5) {
      code.visitInsn(Opcodes.ICONST_0 + value);
    } else if (value >= Byte.MIN_VALUE && value <= Byte.MAX_VALUE) {
      code.visitIntInsn(Opcodes.BIPUSH, value);
    } else if (value >= Short.MIN_VALUE && value <= Short.MAX_VALUE) {
      code.visitIntInsn(Opcodes.SIPUSH, value);
    } else {
      code.visitLdcInsn(value);
    }
  }
}
