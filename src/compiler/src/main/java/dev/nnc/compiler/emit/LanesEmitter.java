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

  private static final String ENGINE = "dev/nnc/runtime/Engine";

  private final MethodVisitor code;
  private final Numbers numbers;
  private final String owner;
  private final Locals locals;
  private final ExpressionEmitter scalars;
  private final int variable;
  private final Set<Integer> assigned = new HashSet<>();
  private final LaneCode lanes;
  private final VectorFunctions functions;

  LanesEmitter(
      MethodVisitor code,
      Numbers numbers,
      String owner,
      Locals locals,
      ExpressionEmitter scalars,
      Statement.Lanes loop) {
    this.code = code;
    this.numbers = numbers;
    this.owner = owner;
    this.locals = locals;
    this.scalars = scalars;
    variable = loop.variable();
    lanes = new LaneCode(code, numbers, owner, SPECIES, locals::unnamed);
    functions = new VectorFunctions(lanes);
    assigned(loop.body());
  }

  /** Adds the fields that tell the number of lanes, set once from what the machine has. */
  static void constants(ClassBuilder routine, Numbers numbers) {
    routine.constant(SPECIES, LaneCode.SPECIES_TYPE);
    routine.constant(LANES, "I");
    routine.constant(IOTA, numbers.array());
    routine.method(
        Opcodes.ACC_STATIC,
        "<clinit>",
        "()V",
        code -> {
          String type = LaneCode.SPECIES_TYPE;
          String vector = LaneCode.vector(numbers);
          code.visitFieldInsn(Opcodes.GETSTATIC, vector, "SPECIES_PREFERRED", type);
          code.visitInsn(Opcodes.DUP);
          code.visitFieldInsn(Opcodes.PUTSTATIC, routine.name(), SPECIES, type);
          LaneCode.length(code);
          code.visitInsn(Opcodes.DUP);
          code.visitFieldInsn(Opcodes.PUTSTATIC, routine.name(), LANES, "I");
          String method = numbers == Numbers.FLOAT ? "floatIota" : "doubleIota";
          String descriptor = "(I)" + numbers.array();
          code.visitMethodInsn(Opcodes.INVOKESTATIC, ENGINE, method, descriptor, false);
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

  /** Gives the vector of a local what the number of it is, in all lanes. */
  void begin(int local) {
    lanes.species();
    scalars.value(new Value.Local(local));
    lanes.broadcast();
    code.visitVarInsn(Opcodes.ASTORE, locals.lanes(local));
  }

  void let(Statement.Let let) {
    value(let.value());
    code.visitVarInsn(Opcodes.ASTORE, locals.lanes(let.local()));
  }

  void store(Statement.Store store) {
    value(store.value());
    code.visitVarInsn(Opcodes.ALOAD, locals.array(store.array()));
    scalars.index(store.at());
    lanes.intoArray();
  }

  /** Pushes a vector. */
  private void value(Value value) {
    if (value instanceof Value.Local local && assigned.contains(local.local())) {
      lanes.load(locals.lanes(local.local()));
    } else if (value instanceof Value.Load load && load.at().coefficient(variable) != 0) {
      load(() -> lanes.load(locals.array(load.array())), load.at());
    } else if (value instanceof Value.Fma fma) {
      value(fma.a());
      value(fma.b());
      value(fma.c());
      functions.fma();
    } else if (value instanceof Value.Apply apply) {
      apply(apply.op(), apply.args());
    } else if (value instanceof Value.Whole whole && whole.index().coefficient(variable) != 0) {
      load(() -> code.visitFieldInsn(Opcodes.GETSTATIC, owner, IOTA, numbers.array()), Index.ZERO);
      broadcast(value);
      functions.emit(Elementwise.ADD);
    } else if (value instanceof Value.Guarded guarded) {
      Label outside = new Label();
      Label end = new Label();
      scalars.bounds(guarded, outside);
      value(guarded.inside());
      code.visitJumpInsn(Opcodes.GOTO, end);
      code.visitLabel(outside);
      functions.number(0);
      code.visitLabel(end);
    } else {
      broadcast(value);
    }
  }

  private void load(Runnable array, Index at) {
    lanes.species();
    array.run();
    scalars.index(at);
    lanes.fromArray();
  }

  /** Pushes a vector with the same number in each lane. */
  private void broadcast(Value value) {
    lanes.species();
    scalars.value(value);
    lanes.broadcast();
  }

  private void apply(Elementwise op, List<Value> args) {
    if (truth(op)) {
      mask(new Value.Apply(op, args));
      functions.fromMask();
    } else if (op.code() == Code.Move.SELECT) {
      mask(args.get(0));
      value(args.get(1));
      value(args.get(2));
      functions.emit(op);
    } else {
      args.forEach(this::value);
      functions.emit(op);
    }
  }

  private static boolean truth(Elementwise op) {
    return op.code() instanceof Code.Compare || op.code() instanceof Code.Logic;
  }

  /** Pushes a mask: where a value is true. */
  private void mask(Value value) {
    if (value instanceof Value.Apply apply && truth(apply.op())) {
      boolean ofTruths = apply.op().code() instanceof Code.Logic;
      apply.args().forEach(ofTruths ? this::mask : this::value);
      functions.emit(apply.op());
    } else {
      value(value);
      functions.toMask();
    }
  }
}
