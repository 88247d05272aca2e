package dev.nnc.compiler.emit;

import dev.nnc.compiler.plan.Index;
import dev.nnc.compiler.plan.Kernel;
import dev.nnc.compiler.plan.Statement;
import dev.nnc.compiler.plan.Value;
import java.util.List;
import java.util.function.Function;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Writes the body of a kernel's method. Parameters: the frame, the arrays, the whole numbers. */
final class KernelEmitter {
  /** The internal name of frames. */
  static final String FRAME = "dev/nnc/runtime/Frame";

  private static final String NUMERIC = "dev/nnc/runtime/Numeric";

  /**
   * A method that has been given to a kernel.
   *
   * @param owner the internal name of its class
   * @param name its name
   */
  record Method(String owner, String name) {}

  private final MethodVisitor code;
  private final Numbers numbers;
  private final String owner;
  private final String sourceFile;
  private final Function<Kernel, Method> methods;
  private final Locals locals;
  private final ExpressionEmitter expressions;
  private int line = -1;

  /** Writes the values of the loop over lanes that is being written, else null. */
  private LanesEmitter vectors;

  KernelEmitter(
      MethodVisitor code,
      Numbers numbers,
      String owner,
      String sourceFile,
      Function<Kernel, Method> methods) {
    this.code = code;
    this.numbers = numbers;
    this.sourceFile = sourceFile;
    this.methods = methods;
    locals = new Locals(numbers.slots());
    expressions = new ExpressionEmitter(code, numbers, locals, owner);
    this.owner = owner;
  }

  /** The descriptor of a kernel's method. */
  static String descriptor(Kernel kernel, Numbers numbers) {
    return "(L"
        + FRAME
        + ";"
        + numbers.array().repeat(kernel.arrays().size())
        + "I".repeat(kernel.ints().size())
        + ")V";
  }

  void emit(Kernel kernel) {
    kernel.arrays().forEach(locals::array);
    kernel.ints().forEach(locals::whole);
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitFieldInsn(Opcodes.GETFIELD, FRAME, "batch", "I");
    code.visitVarInsn(Opcodes.ISTORE, locals.whole(Kernel.BATCH));
    all(kernel.body());
    code.visitInsn(Opcodes.RETURN);
  }

  private void all(List<Statement> body) {
    body.forEach(this::statement);
  }

  private void statement(Statement s) {
    if (s instanceof Statement.Loop loop) {
      loop(loop);
    } else if (s instanceof Statement.Lanes lanes) {
      lanes(lanes);
    } else if (s instanceof Statement.Fold fold) {
      fold(fold);
    } else if (s instanceof Statement.Let let && vectors != null) {
      vectors.let(let);
    } else if (s instanceof Statement.Store store && vectors != null) {
      vectors.store(store);
    } else if (s instanceof Statement.Let let) {
      expressions.value(let.value());
      code.visitVarInsn(numbers.of(Opcodes.ISTORE), locals.number(let.local()));
    } else if (s instanceof Statement.Store store) {
      code.visitVarInsn(Opcodes.ALOAD, locals.array(store.array()));
      expressions.index(store.at());
      expressions.value(store.value());
      code.visitInsn(numbers.arrayStore());
    } else if (s instanceof Statement.Least least) {
      expressions.index(least.a());
      expressions.index(least.b());
      code.visitMethodInsn(Opcodes.INVOKESTATIC, "java/lang/Math", "min", "(II)I", false);
      code.visitVarInsn(Opcodes.ISTORE, locals.whole(least.variable()));
    } else if (s instanceof Statement.Part part) {
      part(part.extent(), 0, part.first());
      part(part.extent(), 1, part.end());
    } else if (s instanceof Statement.Place place) {
      expressions.value(place.value());
      Numbers.push(code, place.size());
      String descriptor = "(" + numbers.type() + "I)I";
      code.visitMethodInsn(Opcodes.INVOKESTATIC, NUMERIC, "place", descriptor, false);
      code.visitVarInsn(Opcodes.ISTORE, locals.whole(place.variable()));
    } else if (s instanceof Statement.Key key) {
      key(key);
    } else if (s instanceof Statement.Line place) {
      line(place);
    } else if (s instanceof Statement.Row row) {
      code.visitVarInsn(Opcodes.ALOAD, 0);
      code.visitFieldInsn(Opcodes.GETFIELD, FRAME, numbers.frameField(), "[" + numbers.array());
      expressions.index(row.slot());
      code.visitInsn(Opcodes.AALOAD);
      code.visitVarInsn(Opcodes.ASTORE, locals.array(row.array()));
    } else if (s instanceof Statement.When when) {
      when(when);
    } else if (s instanceof Statement.Copy copy) {
      code.visitVarInsn(Opcodes.ALOAD, locals.array(copy.source()));
      expressions.index(copy.from());
      code.visitVarInsn(Opcodes.ALOAD, locals.array(copy.target()));
      expressions.index(copy.to());
      expressions.index(copy.count());
      String descriptor = "(Ljava/lang/Object;ILjava/lang/Object;II)V";
      code.visitMethodInsn(
          Opcodes.INVOKESTATIC, "java/lang/System", "arraycopy", descriptor, false);
    } else if (s instanceof Statement.Call call) {
      code.visitVarInsn(Opcodes.ALOAD, 0);
      call.arrays().forEach(a -> code.visitVarInsn(Opcodes.ALOAD, locals.array(a)));
      call.ints().forEach(expressions::index);
      Method method = methods.apply(call.kernel());
      String descriptor = descriptor(call.kernel(), numbers);
      code.visitMethodInsn(Opcodes.INVOKESTATIC, method.owner(), method.name(), descriptor, false);
    }
  }

  /** The place {@code extent * (part + more) / parts}, where parts are those of the frame. */
  private void part(Index extent, int more, int variable) {
    expressions.index(extent);
    code.visitInsn(Opcodes.I2L);
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitFieldInsn(Opcodes.GETFIELD, FRAME, "part", "I");
    Numbers.push(code, more);
    code.visitInsn(Opcodes.IADD);
    code.visitInsn(Opcodes.I2L);
    code.visitInsn(Opcodes.LMUL);
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitFieldInsn(Opcodes.GETFIELD, FRAME, "parts", "I");
    code.visitInsn(Opcodes.I2L);
    code.visitInsn(Opcodes.LDIV);
    code.visitInsn(Opcodes.L2I);
    code.visitVarInsn(Opcodes.ISTORE, locals.whole(variable));
  }

  /** A loop over whole vectors: {@code while (variable <= to - step)}. */
  private void lanes(Statement.Lanes lanes) {
    int variable = locals.whole(lanes.variable());
    Index step = Index.variable(Kernel.LANES).times(lanes.vectors());
    int last = locals.unnamed();
    expressions.index(lanes.to().plus(step.times(-1)));
    code.visitVarInsn(Opcodes.ISTORE, last);
    expressions.index(lanes.from());
    code.visitVarInsn(Opcodes.ISTORE, variable);
    Label again = new Label();
    Label end = new Label();
    code.visitLabel(again);
    code.visitVarInsn(Opcodes.ILOAD, variable);
    code.visitVarInsn(Opcodes.ILOAD, last);
    code.visitJumpInsn(Opcodes.IF_ICMPGT, end);
    LanesEmitter outer = vectors;
    vectors = new LanesEmitter(code, numbers, owner, locals, expressions, lanes);
    all(lanes.body());
    vectors = outer;
    expressions.index(Index.variable(lanes.variable()).plus(step));
    code.visitVarInsn(Opcodes.ISTORE, variable);
    code.visitJumpInsn(Opcodes.GOTO, again);
    code.visitLabel(end);
  }

  private void fold(Statement.Fold fold) {
    vectors = new LanesEmitter(code, numbers, owner, locals, expressions, fold.loop());
    vectors.begin(fold.local());
    vectors = null;
    lanes(fold.loop());
    vectors = new LanesEmitter(code, numbers, owner, locals, expressions, fold.loop());
    statement(new Statement.Store(fold.array(), fold.at(), new Value.Local(fold.local())));
    vectors = null;
  }

  private void loop(Statement.Loop loop) {
    Index to = loop.to();
    int limit = -1;
    boolean simple =
        to.isConstant()
            || (to.constant() == 0
                && to.terms().size() == 1
                && to.terms().get(0).coefficient() == 1);
    if (!simple) {
      limit = locals.unnamed();
      expressions.index(to);
      code.visitVarInsn(Opcodes.ISTORE, limit);
    }
    int variable = locals.whole(loop.variable());
    expressions.index(loop.from());
    code.visitVarInsn(Opcodes.ISTORE, variable);
    Label again = new Label();
    Label end = new Label();
    code.visitLabel(again);
    code.visitVarInsn(Opcodes.ILOAD, variable);
    if (simple) {
      expressions.index(to);
    } else {
      code.visitVarInsn(Opcodes.ILOAD, limit);
    }
    code.visitJumpInsn(Opcodes.IF_ICMPGE, end);
    all(loop.body());
    code.visitIincInsn(variable, loop.step());
    code.visitJumpInsn(Opcodes.GOTO, again);
    code.visitLabel(end);
  }

  private void when(Statement.When when) {
    Label otherwise = new Label();
    Label end = new Label();
    expressions.index(when.index());
    expressions.index(when.bound());
    code.visitJumpInsn(Opcodes.IF_ICMPGE, otherwise);
    all(when.body());
    if (!when.otherwise().isEmpty()) {
      code.visitJumpInsn(Opcodes.GOTO, end);
    }
    code.visitLabel(otherwise);
    all(when.otherwise());
    code.visitLabel(end);
  }

  private void key(Statement.Key key) {
    for (String part : new String[] {"seed", "step"}) {
      code.visitVarInsn(Opcodes.ALOAD, 0);
      code.visitFieldInsn(Opcodes.GETFIELD, FRAME, part, "J");
    }
    if (key.row() == null) {
      code.visitLdcInsn(-1L);
    } else {
      code.visitVarInsn(Opcodes.ALOAD, 0);
      code.visitFieldInsn(Opcodes.GETFIELD, FRAME, "examples", "[J");
      expressions.index(key.row());
      code.visitInsn(Opcodes.LALOAD);
    }
    expressions.index(key.site());
    code.visitMethodInsn(Opcodes.INVOKESTATIC, "dev/nnc/runtime/Random", "row", "(JJJI)J", false);
    code.visitVarInsn(Opcodes.LSTORE, locals.key(key.key()));
  }

  private void line(Statement.Line place) {
    String source = place.source();
    boolean ours = source.equals(sourceFile) || source.endsWith("/" + sourceFile);
    if (ours && place.line() != line) {
      line = place.line();
      Label here = new Label();
      code.visitLabel(here);
      code.visitLineNumber(line, here);
    }
  }
}
