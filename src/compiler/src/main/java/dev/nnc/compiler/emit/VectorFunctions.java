package dev.nnc.compiler.emit;

import dev.nnc.compiler.op.Code;
import dev.nnc.compiler.op.Elementwise;
import dev.nnc.runtime.Numeric;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Writes elementwise operators over vectors, inline, with the bits of the scalar ones. Arguments
 * are on the operand stack, the last on top, and the result is left there. Numbers are {@code
 * FloatVector}s or {@code DoubleVector}s, truths {@code VectorMask}s. In double there are no
 * elementary functions: they are StrictMath's.
 */
final class VectorFunctions {
  private static final String SCALAR = "dev/nnc/runtime/Numeric";
  private static final String ENGINE = "dev/nnc/runtime/Engine";
  private static final String SOURCE = "dev/nnc/runtime/SingleFunctions";

  private final LaneCode lanes;

  /**
   * Operators within a method.
   *
   * @param lanes where to write; jumps are written only for sine and cosine, and frames never
   */
  VectorFunctions(LaneCode lanes) {
    this.lanes = lanes;
  }

  /** Whether there is vector code for an operator: for all but the power. */
  static boolean has(Elementwise op) {
    return op != Elementwise.POW;
  }

  /** Writes an operator. */
  void emit(Elementwise op) {
    switch (op) {
      case EXP, EXPM1, LOG, LOG1P, TANH, ATAN, ERF, FLOOR ->
          Transcription.write(lanes, SOURCE, op.label(), 1);
      case WHOLE -> Transcription.write(lanes, SOURCE, "floor", 1);
      case SIGN -> Transcription.write(lanes, SOURCE, "signum", 1);
      case SIN, COS -> turned(op.label());
      case NEG, ABS, SQRT -> lanes.method(op.label(), 0);
      case ADD, SUB, MUL, DIV, MAX, MIN -> lanes.method(op.label(), 1);
      case EQUAL_TO, DIFFERENT, LESS_THAN, AT_MOST, GREATER_THAN, AT_LEAST ->
          lanes.compare(comparison((Code.Compare) op.code()));
      case AND, OR -> lanes.masks(op.label(), 1);
      case NOT -> lanes.masks("not", 0);
      case SELECT -> select();
      case STOP_GRADIENT -> {}
      case POW -> throw new IllegalArgumentException("no vector code for " + op);
    }
  }

  /** Pushes a number in all lanes. */
  void number(double value) {
    lanes.number(value);
  }

  /** {@code a b + c}, rounded once; a, b and c are on the stack. */
  void fma() {
    lanes.method("fma", 2);
  }

  /** A truth, as arrays hold it, 0 for false, becomes a mask. */
  void toMask() {
    lanes.number(0);
    lanes.compare("NE");
  }

  /** A mask becomes 1 for true and 0 for false. */
  void fromMask() {
    int mask = lanes.store();
    lanes.number(0);
    lanes.number(1);
    lanes.load(mask);
    lanes.blend();
  }

  private static String comparison(Code.Compare compare) {
    return switch (compare) {
      case EQUAL -> "EQ";
      case NOT_EQUAL -> "NE";
      case LESS -> "LT";
      case LESS_EQUAL -> "LE";
      case GREATER -> "GT";
      case GREATER_EQUAL -> "GE";
    };
  }

  /** Of mask, a and b: a in the lanes of the mask, else b. */
  private void select() {
    int no = lanes.store();
    int yes = lanes.store();
    int mask = lanes.store();
    lanes.load(yes);
    lanes.load(no);
    lanes.choose(mask);
  }

  /** Sine or cosine: a straight line, but where some lane is far each lane is called for. */
  private void turned(String function) {
    MethodVisitor code = lanes.code();
    Label far = new Label();
    Label end = new Label();
    int x = lanes.store();
    lanes.load(x);
    lanes.method("abs", 0);
    lanes.number(Numeric.FAR);
    lanes.compare("GT");
    lanes.anyTrue();
    code.visitJumpInsn(Opcodes.IFNE, far);
    lanes.load(x);
    Transcription.write(lanes, SOURCE, function + "Near", 1);
    code.visitJumpInsn(Opcodes.GOTO, end);
    code.visitLabel(far);
    oneByOne(function, x);
    code.visitLabel(end);
  }

  private void oneByOne(String function, int x) {
    MethodVisitor code = lanes.code();
    Label again = new Label();
    code.visitMethodInsn(Opcodes.INVOKESTATIC, ENGINE, "lanes", "()[F", false);
    int array = lanes.store();
    lanes.load(x);
    lanes.load(array);
    code.visitInsn(Opcodes.ICONST_0);
    lanes.intoArray();
    int i = lanes.freshLocal().getAsInt();
    code.visitInsn(Opcodes.ICONST_0);
    code.visitVarInsn(Opcodes.ISTORE, i);
    code.visitLabel(again);
    lanes.load(array);
    code.visitVarInsn(Opcodes.ILOAD, i);
    code.visitInsn(Opcodes.DUP2);
    code.visitInsn(Opcodes.FALOAD);
    code.visitMethodInsn(Opcodes.INVOKESTATIC, SCALAR, function, "(F)F", false);
    code.visitInsn(Opcodes.FASTORE);
    code.visitIincInsn(i, 1);
    code.visitVarInsn(Opcodes.ILOAD, i);
    lanes.length();
    code.visitJumpInsn(Opcodes.IF_ICMPLT, again);
    lanes.species();
    lanes.load(array);
    code.visitInsn(Opcodes.ICONST_0);
    lanes.fromArray();
  }
}
