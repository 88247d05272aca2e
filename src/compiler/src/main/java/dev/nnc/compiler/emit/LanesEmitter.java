package dev.nnc.compiler.emit;

import dev.nnc.compiler.op.Code;
import dev.nnc.compiler.op.Elementwise;
import dev.nnc.compiler.plan.Index;
import dev.nnc.compiler.plan.Statement;
import dev.nnc.compiler.plan.Value;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Writes the body of a loop over lanes: values are vectors of {@code jdk.incubator.vector}. All is
 * written in line, since a vector that crosses a call which C2 does not inline becomes an object.
 */
final class LanesEmitter {
  /** The static field of a routine's class that holds the number of lanes. */
  static final String LANES = "LANES";

  /** The static field that holds the shape of its vectors. */
  static final String SPECIES = "SPECIES";

  /** The static field that holds 0, 1, 2 …, one for each lane. */
  static final String IOTA = "IOTA";

  private static final String PACKAGE = "jdk/incubator/vector/";

  /** The descriptor of a shape of vectors. */
  static final String SPECIES_TYPE = "L" + PACKAGE + "VectorSpecies;";

  private static final String MASK = PACKAGE + "VectorMask";
  private static final String OPERATORS = PACKAGE + "VectorOperators";

  private final MethodVisitor code;
  private final Numbers numbers;
  private final String owner;
  private final Locals locals;
  private final ExpressionEmitter scalars;
  private final int variable;
  private final Set<Integer> assigned = new HashSet<>();
  private final String vector;
  private final String type;

  /** Operators in float; null in double. */
  private final VectorFunctions functions;

  LanesEmitter(
      MethodVisitor code,
      Numbers numbers,
      String owner,
      Locals locals,
      ExpressionEmitter scalars,
      Statement.Lanes lanes) {
    this.code = code;
    this.numbers = numbers;
    this.owner = owner;
    this.locals = locals;
    this.scalars = scalars;
    variable = lanes.variable();
    vector = vector(numbers);
    type = "L" + vector + ";";
    functions =
        numbers == Numbers.FLOAT
            ? new VectorFunctions(code, owner, SPECIES, locals::unnamed)
            : null;
    assigned(lanes.body());
  }

  /** The internal name of the class of vectors. */
  static String vector(Numbers numbers) {
    return PACKAGE + (numbers == Numbers.FLOAT ? "FloatVector" : "DoubleVector");
  }

  /** Adds the fields that tell the number of lanes, set once from what the machine has. */
  static void constants(ClassBuilder routine, Numbers numbers) {
    routine.constant(SPECIES, SPECIES_TYPE);
    routine.constant(LANES, "I");
    routine.constant(IOTA, numbers.array());
    String lanes = "dev/nnc/runtime/Engine";
    routine.method(
        Opcodes.ACC_STATIC,
        "<clinit>",
        "()V",
        code -> {
          String vector = vector(numbers);
          code.visitFieldInsn(Opcodes.GETSTATIC, vector, "SPECIES_PREFERRED", SPECIES_TYPE);
          code.visitInsn(Opcodes.DUP);
          code.visitFieldInsn(Opcodes.PUTSTATIC, routine.name(), SPECIES, SPECIES_TYPE);
          String species = PACKAGE + "VectorSpecies";
          code.visitMethodInsn(Opcodes.INVOKEINTERFACE, species, "length", "()I", true);
          code.visitInsn(Opcodes.DUP);
          code.visitFieldInsn(Opcodes.PUTSTATIC, routine.name(), LANES, "I");
          String method = numbers == Numbers.FLOAT ? "floatIota" : "doubleIota";
          String descriptor = "(I)" + numbers.array();
          code.visitMethodInsn(Opcodes.INVOKESTATIC, lanes, method, descriptor, false);
          code.visitFieldInsn(Opcodes.PUTSTATIC, routine.name(), IOTA, numbers.array());
          code.visitInsn(Opcodes.RETURN);
        });
  }

  private void assigned(List<Statement> body) {
    for (Statement s : body) {
      if (s instanceof Statement.Let let) {
        assigned.add(let.local());
      } else if (s instanceof Statement.Loop loop) {
        assigned(loop.body());
      }
    }
  }

  void let(Statement.Let let) {
    value(let.value());
    code.visitVarInsn(Opcodes.ASTORE, locals.lanes(let.local()));
  }

  void store(Statement.Store store) {
    value(store.value());
    code.visitVarInsn(Opcodes.ALOAD, locals.array(store.array()));
    scalars.index(store.at());
    invoke("intoArray", "(" + numbers.array() + "I)V");
  }

  private void invoke(String method, String descriptor) {
    code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, vector, method, descriptor, false);
  }

  private void species() {
    code.visitFieldInsn(Opcodes.GETSTATIC, owner, SPECIES, SPECIES_TYPE);
  }

  /** Pushes a vector. */
  private void value(Value value) {
    if (value instanceof Value.Local local && assigned.contains(local.local())) {
      code.visitVarInsn(Opcodes.ALOAD, locals.lanes(local.local()));
    } else if (value instanceof Value.Load load && load.at().coefficient(variable) != 0) {
      load(() -> code.visitVarInsn(Opcodes.ALOAD, locals.array(load.array())), load.at());
    } else if (value instanceof Value.Fma fma) {
      value(fma.a());
      value(fma.b());
      value(fma.c());
      invoke("fma", method(2));
    } else if (value instanceof Value.Apply apply) {
      apply(apply.op(), apply.args());
    } else if (value instanceof Value.Whole whole && whole.index().coefficient(variable) != 0) {
      load(() -> code.visitFieldInsn(Opcodes.GETSTATIC, owner, IOTA, numbers.array()), Index.ZERO);
      broadcast(value);
      invoke("add", method(1));
    } else if (value instanceof Value.Guarded guarded) {
      Label outside = new Label();
      Label end = new Label();
      scalars.bounds(guarded, outside);
      value(guarded.inside());
      code.visitJumpInsn(Opcodes.GOTO, end);
      code.visitLabel(outside);
      broadcast(new Value.Literal(0));
      code.visitLabel(end);
    } else {
      broadcast(value);
    }
  }

  private void load(Runnable array, Index at) {
    species();
    array.run();
    scalars.index(at);
    String descriptor = "(" + SPECIES_TYPE + numbers.array() + "I)" + type;
    code.visitMethodInsn(Opcodes.INVOKESTATIC, vector, "fromArray", descriptor, false);
  }

  /** Pushes a vector with the same number in each lane. */
  private void broadcast(Value value) {
    species();
    scalars.value(value);
    String descriptor = "(" + SPECIES_TYPE + numbers.type() + ")" + type;
    code.visitMethodInsn(Opcodes.INVOKESTATIC, vector, "broadcast", descriptor, false);
  }

  /** The descriptor of a method of a vector that takes others. */
  private String method(int others) {
    return "(" + ("L" + PACKAGE + "Vector;").repeat(others) + ")" + type;
  }

  private void apply(Elementwise op, List<Value> args) {
    if (op.code() instanceof Code.Compare || op.code() instanceof Code.Logic) {
      broadcast(new Value.Literal(0));
      broadcast(new Value.Literal(1));
      mask(new Value.Apply(op, args));
      invoke("blend", "(L" + PACKAGE + "Vector;L" + MASK + ";)" + type);
    } else if (op.code() == Code.Move.SELECT) {
      value(args.get(2));
      value(args.get(1));
      mask(args.get(0));
      invoke("blend", "(L" + PACKAGE + "Vector;L" + MASK + ";)" + type);
    } else {
      args.forEach(this::value);
      if (functions != null) {
        functions.emit(op);
      } else {
        operator(op);
      }
    }
  }

  /** The operators that there are in double. */
  private void operator(Elementwise op) {
    if (op.code() instanceof Code.Arithmetic arithmetic) {
      switch (arithmetic) {
        case NEG -> invoke("neg", "()" + type);
        case ADD -> invoke("add", method(1));
        case SUB -> invoke("sub", method(1));
        case MUL -> invoke("mul", method(1));
        case DIV -> invoke("div", method(1));
      }
    } else if (op == Elementwise.MAX || op == Elementwise.MIN) {
      invoke(op == Elementwise.MAX ? "max" : "min", method(1));
    } else if (op == Elementwise.ABS) {
      invoke("abs", "()" + type);
    } else if (op == Elementwise.SQRT) {
      invoke("sqrt", "()" + type);
    } else if (op.code() != Code.Move.COPY) {
      throw new IllegalStateException("no vector code for " + op);
    }
  }

  /** Pushes a mask: where a value is true. */
  private void mask(Value value) {
    if (value instanceof Value.Apply apply && apply.op().code() instanceof Code.Compare compare) {
      value(apply.args().get(0));
      String name =
          switch (compare) {
            case EQUAL -> "EQ";
            case NOT_EQUAL -> "NE";
            case LESS -> "LT";
            case LESS_EQUAL -> "LE";
            case GREATER -> "GT";
            case GREATER_EQUAL -> "GE";
          };
      comparison(name);
      value(apply.args().get(1));
      compare();
    } else if (value instanceof Value.Apply apply
        && apply.op().code() instanceof Code.Logic logic) {
      mask(apply.args().get(0));
      if (logic == Code.Logic.NOT) {
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, MASK, "not", "()L" + MASK + ";", false);
      } else {
        mask(apply.args().get(1));
        String name = logic == Code.Logic.AND ? "and" : "or";
        String descriptor = "(L" + MASK + ";)L" + MASK + ";";
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, MASK, name, descriptor, false);
      }
    } else {
      value(value);
      comparison("NE");
      broadcast(new Value.Literal(0));
      compare();
    }
  }

  private void comparison(String name) {
    String comparison = "L" + OPERATORS + "$Comparison;";
    code.visitFieldInsn(Opcodes.GETSTATIC, OPERATORS, name, comparison);
  }

  private void compare() {
    String descriptor = "(L" + OPERATORS + "$Comparison;L" + PACKAGE + "Vector;)L" + MASK + ";";
    invoke("compare", descriptor);
  }
}
