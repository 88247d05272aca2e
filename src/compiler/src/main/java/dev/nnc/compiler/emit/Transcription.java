package dev.nnc.compiler.emit;

import dev.nnc.runtime.Numeric;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Reads a static method over single floats and writes the same over vectors: each instruction
 * becomes the operation on all lanes, a choice between two values a blend of both, a call of
 * another method of the class the body of that method. So there is one text for both engines, and
 * equal bits need no faith in two.
 *
 * <p>The method must be a straight line but for choices {@code a < b ? c : d}, on floats and ints.
 * One int of two must be a literal where it is a distance to shift by. Anything else is refused.
 */
final class Transcription extends MethodVisitor {
  private static final int API = Opcodes.ASM9;

  /** A choice whose end is ahead. Its second value begins at {@code otherwise}. */
  private static final class Choice {
    private final int mask;
    private final Label otherwise;
    private Label end;

    Choice(int mask, Label otherwise) {
      this.mask = mask;
      this.otherwise = otherwise;
    }
  }

  private final LaneCode lanes;
  private final ClassReader source;
  private final String name;
  private final Map<Integer, Integer> locals = new HashMap<>();
  private final Map<Integer, Integer> literals = new HashMap<>();
  private final Deque<Choice> choices = new ArrayDeque<>();

  /** An int literal that is on the stack of the method and not yet on that of the vectors. */
  private Integer literal;

  /** FCMPL or FCMPG before the jump that uses it. */
  private int comparison;

  private Transcription(LaneCode lanes, ClassReader source, String name) {
    super(API);
    this.lanes = lanes;
    this.source = source;
    this.name = name;
  }

  /**
   * Writes a method over vectors.
   *
   * @param lanes where to
   * @param internalName the class of the runtime that has the method
   * @param method its name, which no other method with the same descriptor has
   * @param arity how many floats it takes, vectors of which are on the stack
   */
  static void write(LaneCode lanes, String internalName, String method, int arity) {
    try (InputStream in = Numeric.class.getResourceAsStream("/" + internalName + ".class")) {
      if (in == null) {
        throw new IllegalStateException("no bytes of " + internalName);
      }
      new Transcription(lanes, new ClassReader(in), "the start")
          .inline(method, Numbers.FLOAT.function(arity));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes the body of a method of the class, whose arguments are on the stack. */
  private void inline(String method, String descriptor) {
    Transcription body = new Transcription(lanes, source, method + descriptor);
    int arity = Type.getArgumentTypes(descriptor).length;
    for (int i = arity - 1; i >= 0; i--) {
      if (i == arity - 1 && literal != null) {
        body.literals.put(i, literal);
        literal = null;
      } else {
        body.locals.put(i, lanes.store());
      }
    }
    boolean[] found = new boolean[1];
    ClassVisitor finder =
        new ClassVisitor(API) {
          @Override
          public MethodVisitor visitMethod(
              int access, String name, String type, String signature, String[] exceptions) {
            boolean wanted = name.equals(method) && type.equals(descriptor);
            found[0] |= wanted;
            return wanted ? body : null;
          }
        };
    source.accept(finder, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    if (!found[0]) {
      throw refused("a call of " + method + descriptor);
    }
  }

  private IllegalStateException refused(String what) {
    return new IllegalStateException(name + " cannot be computed in lanes: " + what);
  }

  /** Pushes a literal that the next instruction does not take as such. */
  private void flush() {
    if (literal != null) {
      lanes.number(Float.intBitsToFloat(literal));
      lanes.toBits();
      literal = null;
    }
  }

  @Override
  public void visitInsn(int opcode) {
    switch (opcode) {
      case Opcodes.ICONST_M1,
          Opcodes.ICONST_0,
          Opcodes.ICONST_1,
          Opcodes.ICONST_2,
          Opcodes.ICONST_3,
          Opcodes.ICONST_4,
          Opcodes.ICONST_5 ->
          whole(opcode - Opcodes.ICONST_0);
      case Opcodes.FCONST_0, Opcodes.FCONST_1, Opcodes.FCONST_2 ->
          number(opcode - Opcodes.FCONST_0);
      case Opcodes.FADD -> floats("add", 1);
      case Opcodes.FSUB -> floats("sub", 1);
      case Opcodes.FMUL -> floats("mul", 1);
      case Opcodes.FDIV -> floats("div", 1);
      case Opcodes.FNEG -> floats("neg", 0);
      case Opcodes.IADD -> ints("ADD");
      case Opcodes.ISUB -> ints("SUB");
      case Opcodes.IAND -> ints("AND");
      case Opcodes.IOR -> ints("OR");
      case Opcodes.IXOR -> ints("XOR");
      case Opcodes.ISHL -> ints("LSHL");
      case Opcodes.ISHR -> ints("ASHR");
      case Opcodes.FCMPL, Opcodes.FCMPG -> comparison = opcode;
      case Opcodes.FRETURN, Opcodes.IRETURN -> flush();
      default -> throw refused("instruction " + opcode);
    }
  }

  private void floats(String method, int others) {
    flush();
    lanes.method(method, others);
  }

  private void ints(String operator) {
    if (literal == null) {
      lanes.ints(operator);
    } else {
      if (literal != 0 || operator.equals("AND") || operator.equals("MAX")) {
        lanes.ints(operator, literal);
      }
      literal = null;
    }
  }

  private void number(float value) {
    flush();
    lanes.number(value);
  }

  private void whole(int value) {
    flush();
    literal = value;
  }

  @Override
  public void visitIntInsn(int opcode, int operand) {
    if (opcode == Opcodes.NEWARRAY) {
      throw refused("an array");
    }
    whole(operand);
  }

  @Override
  public void visitLdcInsn(Object value) {
    if (value instanceof Integer number) {
      whole(number);
    } else if (value instanceof Float number) {
      number(number);
    } else {
      throw refused("literal " + value);
    }
  }

  @Override
  public void visitVarInsn(int opcode, int local) {
    flush();
    switch (opcode) {
      case Opcodes.FLOAD, Opcodes.ILOAD -> {
        if (literals.containsKey(local)) {
          literal = literals.get(local);
        } else {
          lanes.load(locals.get(local));
        }
      }
      case Opcodes.FSTORE, Opcodes.ISTORE -> {
        literals.remove(local);
        locals.put(local, lanes.store());
      }
      default -> throw refused("a variable of another type");
    }
  }

  @Override
  public void visitMethodInsn(
      int opcode, String owner, String method, String descriptor, boolean isInterface) {
    if (owner.equals(source.getClassName())) {
      inline(method, descriptor);
      return;
    }
    switch (owner + "." + method + descriptor) {
      case "java/lang/Math.fma(FFF)F" -> floats("fma", 2);
      case "java/lang/Math.abs(F)F" -> floats("abs", 0);
      case "java/lang/Math.max(II)I" -> ints("MAX");
      case "java/lang/Float.floatToRawIntBits(F)I" -> lanes.toBits();
      case "java/lang/Float.intBitsToFloat(I)F" -> {
        flush();
        lanes.fromBits();
      }
      default -> throw refused("a call of " + owner + "." + method + descriptor);
    }
  }

  /** A jump to the second value where the comparison that chooses the first does not hold. */
  @Override
  public void visitJumpInsn(int opcode, Label label) {
    if (opcode == Opcodes.GOTO) {
      flush();
      while (!choices.isEmpty() && choices.peek().end != null) {
        lanes.choose(choices.pop().mask);
      }
      if (choices.isEmpty()) {
        throw refused("a jump");
      }
      choices.peek().end = label;
      return;
    }
    boolean greater = comparison == Opcodes.FCMPL;
    String holds =
        switch (opcode) {
          case Opcodes.IFNE -> "EQ";
          case Opcodes.IFEQ -> "NE";
          case Opcodes.IFGE -> greater ? null : "LT";
          case Opcodes.IFGT -> greater ? null : "LE";
          case Opcodes.IFLE -> greater ? "GT" : null;
          case Opcodes.IFLT -> greater ? "GE" : null;
          default -> null;
        };
    if (comparison == 0 || holds == null) {
      throw refused("a jump " + opcode);
    }
    comparison = 0;
    lanes.compare(holds);
    choices.push(new Choice(lanes.store(), label));
  }

  @Override
  public void visitLabel(Label label) {
    boolean expected = false;
    while (!choices.isEmpty() && choices.peek().end == label) {
      flush();
      lanes.choose(choices.pop().mask);
      expected = true;
    }
    expected |= !choices.isEmpty() && choices.peek().otherwise == label;
    if (!expected) {
      throw refused("a label where no choice ends");
    }
  }

  @Override
  public void visitFieldInsn(int opcode, String owner, String field, String descriptor) {
    throw refused("field " + field);
  }

  @Override
  public void visitTypeInsn(int opcode, String type) {
    throw refused("an object");
  }

  @Override
  public void visitIincInsn(int local, int increment) {
    throw refused("a loop");
  }
}
