package dev.nnc.compiler.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.nnc.compiler.op.Code;
import dev.nnc.compiler.op.Elementwise;
import dev.nnc.runtime.Numeric;
import dev.nnc.runtime.Precision;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Vector code against the scalar functions, bit by bit: 9,973 floats apart over the whole range
 * unless told otherwise by the property {@code nnc.stride}; 1 takes them all.
 */
class VectorFunctionsTest {
  private interface FloatFunction {
    float at(float x);
  }

  private static final long STRIDE = Long.getLong("nnc.stride", 9_973);
  private static final int CHUNK = 1 << 12;
  private static final String VECTORS = "jdk/incubator/vector/FloatVector";
  private static final String SPECIES = "Ljdk/incubator/vector/VectorSpecies;";
  private static final String NAME = "dev/nnc/compiler/emit/Lanes";

  private static final float[] EDGES = {
    0f,
    -0f,
    1f,
    -1f,
    0.5f,
    -0.5f,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    Float.MIN_NORMAL,
    Math.nextDown(Float.MIN_NORMAL),
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    1e5f,
    Math.nextUp(1e5f),
    1e6f,
    0x1p23f,
    Math.nextDown(0x1p23f),
    Math.nextDown(0x1p22f),
    1.25f,
    88.72284f,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    Float.NaN
  };

  private static final class Loader extends ClassLoader {
    Loader() {
      super(VectorFunctionsTest.class.getClassLoader());
    }

    Class<?> define(byte[] bytes) {
      return defineClass(NAME.replace('/', '.'), bytes, 0, bytes.length);
    }
  }

  @BeforeEach
  void moduleIsThere() {
    boolean there = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    assumeTrue(there, "needs --add-modules jdk.incubator.vector");
  }

  @Test
  void functionsOfOneNumber() throws Throwable {
    Map<Elementwise, FloatFunction> functions = new EnumMap<>(Elementwise.class);
    functions.put(Elementwise.EXP, Numeric::exp);
    functions.put(Elementwise.EXPM1, Numeric::expm1);
    functions.put(Elementwise.LOG, Numeric::log);
    functions.put(Elementwise.LOG1P, Numeric::log1p);
    functions.put(Elementwise.SQRT, Numeric::sqrt);
    functions.put(Elementwise.SIN, Numeric::sin);
    functions.put(Elementwise.COS, Numeric::cos);
    functions.put(Elementwise.TANH, Numeric::tanh);
    functions.put(Elementwise.ATAN, Numeric::atan);
    functions.put(Elementwise.ERF, Numeric::erf);
    functions.put(Elementwise.FLOOR, Numeric::floor);
    functions.put(Elementwise.WHOLE, Numeric::floor);
    functions.put(Elementwise.NEG, x -> -x);
    functions.put(Elementwise.ABS, Math::abs);
    functions.put(Elementwise.SIGN, Math::signum);
    functions.put(Elementwise.STOP_GRADIENT, x -> x);
    for (Elementwise op : Elementwise.values()) {
      if (op.arity() == 1 && op != Elementwise.NOT) {
        everywhere(op, functions.get(op));
      }
    }
  }

  private static void everywhere(Elementwise op, FloatFunction scalar) throws Throwable {
    MethodHandle vector = loop(op);
    float[] x = new float[CHUNK];
    float[] out = new float[CHUNK];
    System.arraycopy(EDGES, 0, x, 0, EDGES.length);
    int filled = EDGES.length;
    for (long bits = Integer.MIN_VALUE; bits <= Integer.MAX_VALUE; bits += STRIDE) {
      x[filled++] = Float.intBitsToFloat((int) bits);
      if (filled == CHUNK || bits + STRIDE > Integer.MAX_VALUE) {
        vector.invokeExact(x, x, x, out);
        for (int i = 0; i < CHUNK; i++) {
          check(op, scalar.at(x[i]), out[i], x[i]);
        }
        filled = 0;
      }
    }
  }

  @Test
  void operatorsOfSeveralNumbers() throws Throwable {
    Random random = new Random(7);
    for (Elementwise op : Elementwise.values()) {
      if (!VectorFunctions.has(op) || (op.arity() == 1 && op != Elementwise.NOT)) {
        continue;
      }
      MethodHandle vector = loop(op);
      float[][] in = new float[3][CHUNK];
      float[] out = new float[CHUNK];
      for (int round = 0; round < 20; round++) {
        for (int i = 0; i < CHUNK; i++) {
          for (int j = 0; j < 3; j++) {
            in[j][i] = truth(op, j) ? random.nextInt(2) : number(random, i);
          }
        }
        vector.invokeExact(in[0], in[1], in[2], out);
        for (int i = 0; i < CHUNK; i++) {
          double[] args = {in[0][i], in[1][i], in[2][i]};
          float expected = (float) op.at(Precision.FLOAT, Arrays.copyOf(args, op.arity()));
          check(op, expected, out[i], in[0][i], in[1][i], in[2][i]);
        }
      }
    }
  }

  @Test
  void thePowerHasNoVectorCode() {
    assertFalse(VectorFunctions.has(Elementwise.POW));
    assertThrows(IllegalArgumentException.class, () -> loop(Elementwise.POW));
  }

  /** The far sine looks numbers up, for which there are no lanes. */
  @Test
  void whatHasNoLanesIsRefused() {
    AtomicInteger next = new AtomicInteger(1);
    MethodVisitor nowhere = new MethodVisitor(Opcodes.ASM9) {};
    LaneCode lanes = new LaneCode(nowhere, Numbers.FLOAT, NAME, "SPECIES", next::getAndIncrement);
    String source = "dev/nnc/runtime/SingleFunctions";
    IllegalStateException refusal =
        assertThrows(
            IllegalStateException.class, () -> Transcription.write(lanes, source, "sin", 1));
    assertEquals(
        "far(FI)F cannot be computed in lanes: instruction " + Opcodes.IUSHR, refusal.getMessage());
    assertThrows(IllegalStateException.class, () -> Transcription.write(lanes, source, "sine", 1));
  }

  /** A mixture in one vector: lanes far from 0 and near, as sine and cosine see them. */
  @Test
  void farAndNearInOneVector() throws Throwable {
    MethodHandle sine = loop(Elementwise.SIN);
    float[] x = new float[CHUNK];
    float[] out = new float[CHUNK];
    Random random = new Random(3);
    for (int i = 0; i < CHUNK; i++) {
      x[i] = random.nextFloat() * (i % 5 == 0 ? 3e8f : 10);
    }
    sine.invokeExact(x, x, x, out);
    for (int i = 0; i < CHUNK; i++) {
      check(Elementwise.SIN, Numeric.sin(x[i]), out[i], x[i]);
    }
  }

  /** Edges against edges first, then anything, often equal numbers. */
  private static float number(Random random, int i) {
    boolean edge = i < CHUNK / 2 || random.nextInt(4) == 0;
    return edge ? EDGES[random.nextInt(EDGES.length)] : Float.intBitsToFloat(random.nextInt());
  }

  private static void check(Elementwise op, float expected, float actual, float... of) {
    if (Float.floatToIntBits(expected) != Float.floatToIntBits(actual)) {
      assertEquals(expected, actual, op + " of " + Arrays.toString(of));
    }
  }

  private static boolean truth(Elementwise op, int argument) {
    return op.code() instanceof Code.Logic || (op == Elementwise.SELECT && argument == 0);
  }

  /** A method {@code (a, b, c, out)} that applies an operator to arrays, vector by vector. */
  private static MethodHandle loop(Elementwise op) throws ReflectiveOperationException {
    ClassBuilder builder = new ClassBuilder(NAME, "java/lang/Object", Opcodes.ACC_PUBLIC, "x.nn");
    builder.constant("SPECIES", SPECIES);
    builder.method(
        Opcodes.ACC_STATIC,
        "<clinit>",
        "()V",
        code -> {
          code.visitFieldInsn(Opcodes.GETSTATIC, VECTORS, "SPECIES_PREFERRED", SPECIES);
          code.visitFieldInsn(Opcodes.PUTSTATIC, NAME, "SPECIES", SPECIES);
          code.visitInsn(Opcodes.RETURN);
        });
    int access = Opcodes.ACC_STATIC | Opcodes.ACC_PUBLIC;
    builder.method(access, "run", "([F[F[F[F)V", code -> run(code, op));
    Class<?> type = new Loader().define(builder.bytes());
    MethodType shape =
        MethodType.methodType(
            void.class, float[].class, float[].class, float[].class, float[].class);
    return MethodHandles.lookup().findStatic(type, "run", shape);
  }

  private static void run(MethodVisitor code, Elementwise op) {
    AtomicInteger next = new AtomicInteger(5);
    LaneCode lanes = new LaneCode(code, Numbers.FLOAT, NAME, "SPECIES", next::getAndIncrement);
    VectorFunctions functions = new VectorFunctions(lanes);
    Label again = new Label();
    code.visitInsn(Opcodes.ICONST_0);
    code.visitVarInsn(Opcodes.ISTORE, 4);
    code.visitLabel(again);
    for (int i = 0; i < op.arity(); i++) {
      lanes.species();
      lanes.load(i);
      code.visitVarInsn(Opcodes.ILOAD, 4);
      lanes.fromArray();
      if (truth(op, i)) {
        functions.toMask();
      }
    }
    functions.emit(op);
    if (op.code() instanceof Code.Logic || op.code() instanceof Code.Compare) {
      functions.fromMask();
    }
    lanes.load(3);
    code.visitVarInsn(Opcodes.ILOAD, 4);
    lanes.intoArray();
    code.visitVarInsn(Opcodes.ILOAD, 4);
    lanes.length();
    code.visitInsn(Opcodes.IADD);
    code.visitInsn(Opcodes.DUP);
    code.visitVarInsn(Opcodes.ISTORE, 4);
    lanes.load(3);
    code.visitInsn(Opcodes.ARRAYLENGTH);
    code.visitJumpInsn(Opcodes.IF_ICMPLT, again);
    code.visitInsn(Opcodes.RETURN);
  }
}
