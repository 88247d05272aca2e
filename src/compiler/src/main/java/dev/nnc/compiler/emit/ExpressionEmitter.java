package dev.nnc.compiler.emit;

import dev.nnc.compiler.op.Code;
import dev.nnc.compiler.op.Elementwise;
import dev.nnc.compiler.plan.Index;
import dev.nnc.compiler.plan.Kernel;
import dev.nnc.compiler.plan.Value;
import java.util.List;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Writes code that leaves a value or an index on the stack. */
final class ExpressionEmitter {
  private final MethodVisitor code;
  private final Numbers numbers;
  private final Locals locals;
  private final String owner;

  /**
   * Writes into a method.
   *
   * @param owner the internal name of the routine's class, which knows the number of lanes
   */
  ExpressionEmitter(MethodVisitor code, Numbers numbers, Locals locals, String owner) {
    this.owner = owner;
    this.code = code;
    this.numbers = numbers;
    this.locals = locals;
  }

  /** Pushes an index. */
  void index(Index index) {
    boolean first = true;
    for (Index.Term term : index.terms()) {
      if (term.variable() == Kernel.LANES) {
        code.visitFieldInsn(Opcodes.GETSTATIC, owner, LanesEmitter.LANES, "I");
      } else {
        code.visitVarInsn(Opcodes.ILOAD, locals.whole(term.variable()));
      }
      if (term.coefficient() == -1) {
        code.visitInsn(Opcodes.INEG);
      } else if (term.coefficient() != 1) {
        Numbers.push(code, term.coefficient());
        code.visitInsn(Opcodes.IMUL);
      }
      if (!first) {
        code.visitInsn(Opcodes.IADD);
      }
      first = false;
    }
    if (first || index.constant() != 0) {
      Numbers.push(code, index.constant());
      if (!first) {
        code.visitInsn(Opcodes.IADD);
      }
    }
  }

  /** Pushes a value. */
  void value(Value value) {
    if (value instanceof Value.Literal number) {
      numbers.push(code, number.value());
    } else if (value instanceof Value.Local local) {
      code.visitVarInsn(numbers.of(Opcodes.ILOAD), locals.number(local.local()));
    } else if (value instanceof Value.Load load) {
      code.visitVarInsn(Opcodes.ALOAD, locals.array(load.array()));
      index(load.at());
      code.visitInsn(numbers.arrayLoad());
    } else if (value instanceof Value.Apply apply) {
      apply(apply.op(), apply.args());
    } else if (value instanceof Value.Fma fma) {
      value(fma.a());
      value(fma.b());
      value(fma.c());
      call("java/lang/Math", "fma", numbers.function(3));
    } else if (value instanceof Value.Whole whole) {
      index(whole.index());
      code.visitInsn(numbers.fromInt());
    } else if (value instanceof Value.Guarded guarded) {
      guarded(guarded);
    } else if (value instanceof Value.Uniform uniform) {
      code.visitVarInsn(Opcodes.LLOAD, locals.key(uniform.key()));
      index(uniform.place());
      String method = numbers == Numbers.FLOAT ? "uniformFloat" : "uniformDouble";
      call("dev/nnc/runtime/Random", method, "(JI)" + numbers.type());
    }
  }

  private void call(String owner, String method, String descriptor) {
    code.visitMethodInsn(Opcodes.INVOKESTATIC, owner, method, descriptor, false);
  }

  private void apply(Elementwise op, List<Value> args) {
    Code kind = op.code();
    if (kind instanceof Code.Arithmetic arithmetic) {
      args.forEach(this::value);
      code.visitInsn(
          numbers.of(
              switch (arithmetic) {
                case NEG -> Opcodes.INEG;
                case ADD -> Opcodes.IADD;
                case SUB -> Opcodes.ISUB;
                case MUL -> Opcodes.IMUL;
                case DIV -> Opcodes.IDIV;
              }));
    } else if (kind instanceof Code.Call call) {
      args.forEach(this::value);
      call(call.owner(), call.method(), numbers.function(args.size()));
    } else if (kind == Code.Move.COPY) {
      value(args.get(0));
    } else if (kind == Code.Move.SELECT) {
      choose(args.get(0), args.get(1), args.get(2));
    } else {
      choose(new Value.Apply(op, args), new Value.Literal(1), new Value.Literal(0));
    }
  }

  /**
   * Chooses between two values. Where both are at hand they are pushed first, as their bits: C2
   * makes a conditional move of a choice between whole numbers, but for floating-point numbers on
   * x86 it always jumps, and a jump on data that follows no pattern costs more than both values.
   */
  private void choose(Value condition, Value yes, Value no) {
    Label otherwise = new Label();
    Label end = new Label();
    if (atHand(yes) && atHand(no)) {
      bits(yes);
      bits(no);
      jump(condition, false, otherwise);
      numbers.drop(code);
      code.visitJumpInsn(Opcodes.GOTO, end);
      code.visitLabel(otherwise);
      numbers.dropUnder(code);
      code.visitLabel(end);
      call(numbers.box(), numbers.fromBits(), "(" + numbers.bits() + ")" + numbers.type());
      return;
    }
    jump(condition, false, otherwise);
    value(yes);
    code.visitJumpInsn(Opcodes.GOTO, end);
    code.visitLabel(otherwise);
    value(no);
    code.visitLabel(end);
  }

  private static boolean atHand(Value value) {
    return value instanceof Value.Literal
        || value instanceof Value.Local
        || value instanceof Value.Load
        || value instanceof Value.Whole;
  }

  private void bits(Value value) {
    value(value);
    call(numbers.box(), numbers.toBits(), "(" + numbers.type() + ")" + numbers.bits());
  }

  private void guarded(Value.Guarded guarded) {
    Label outside = new Label();
    Label end = new Label();
    bounds(guarded, outside);
    value(guarded.inside());
    code.visitJumpInsn(Opcodes.GOTO, end);
    code.visitLabel(outside);
    numbers.push(code, 0.0);
    code.visitLabel(end);
  }

  /** Jumps unless all bounds hold. */
  void bounds(Value.Guarded guarded, Label outside) {
    for (Value.Bound bound : guarded.bounds()) {
      index(bound.index());
      if (bound.end() < 0) {
        code.visitJumpInsn(Opcodes.IFLT, outside);
      } else {
        Numbers.push(code, bound.end());
        code.visitJumpInsn(Opcodes.IF_ICMPGE, outside);
      }
    }
  }

  /** Jumps where the truth of a value is as wanted, else falls through. */
  private void jump(Value value, boolean wanted, Label target) {
    if (value instanceof Value.Apply apply) {
      List<Value> args = apply.args();
      if (apply.op().code() instanceof Code.Compare compare) {
        args.forEach(this::value);
        jump(compare, wanted, target);
        return;
      } else if (apply.op().code() instanceof Code.Logic logic) {
        switch (logic) {
          case NOT -> jump(args.get(0), !wanted, target);
          case AND -> both(args, wanted, false, target);
          case OR -> both(args, wanted, true, target);
        }
        return;
      }
    }
    value(value);
    numbers.push(code, 0.0);
    code.visitInsn(numbers.compare(false));
    code.visitJumpInsn(wanted ? Opcodes.IFNE : Opcodes.IFEQ, target);
  }

  /** Jumps on two truths of which the first decides alone where it is {@code decisive}. */
  private void both(List<Value> args, boolean wanted, boolean decisive, Label target) {
    if (wanted == decisive) {
      jump(args.get(0), wanted, target);
      jump(args.get(1), wanted, target);
    } else {
      Label past = new Label();
      jump(args.get(0), decisive, past);
      jump(args.get(1), wanted, target);
      code.visitLabel(past);
    }
  }

  private void jump(Code.Compare compare, boolean wanted, Label target) {
    boolean less = compare == Code.Compare.LESS || compare == Code.Compare.LESS_EQUAL;
    code.visitInsn(numbers.compare(less));
    int opcode =
        switch (compare) {
          case EQUAL -> wanted ? Opcodes.IFEQ : Opcodes.IFNE;
          case NOT_EQUAL -> wanted ? Opcodes.IFNE : Opcodes.IFEQ;
          case LESS -> wanted ? Opcodes.IFLT : Opcodes.IFGE;
          case LESS_EQUAL -> wanted ? Opcodes.IFLE : Opcodes.IFGT;
          case GREATER -> wanted ? Opcodes.IFGT : Opcodes.IFLE;
          case GREATER_EQUAL -> wanted ? Opcodes.IFGE : Opcodes.IFLT;
        };
    code.visitJumpInsn(opcode, target);
  }
}
