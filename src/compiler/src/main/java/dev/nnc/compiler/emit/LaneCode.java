package dev.nnc.compiler.emit;

import java.util.Set;
import java.util.function.IntSupplier;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Writes single operations on vectors of jdk.incubator.vector, which it knows by name only.
 * Operands are on the stack, which receives the result.
 *
 * @param code where to write
 * @param numbers what lanes hold
 * @param owner the internal name of the class that is written
 * @param speciesField its static final field of type {@code VectorSpecies}, over these numbers
 * @param freshLocal gives local variable slots that nothing else uses
 */
record LaneCode(
    MethodVisitor code,
    Numbers numbers,
    String owner,
    String speciesField,
    IntSupplier freshLocal) {
  private static final String PACKAGE = "jdk/incubator/vector/";
  private static final String INTS = PACKAGE + "IntVector";
  private static final String MASK = PACKAGE + "VectorMask";
  private static final String SPECIES = PACKAGE + "VectorSpecies";

  /** The descriptor of a shape of vectors. */
  static final String SPECIES_TYPE = "L" + SPECIES + ";";

  private static final String OPERATORS = PACKAGE + "VectorOperators";
  private static final String BINARY = "L" + OPERATORS + "$Binary;";
  private static final String ANY_VECTOR = "L" + PACKAGE + "Vector;";

  /** The internal name of the class of vectors. */
  static String vector(Numbers numbers) {
    return PACKAGE + (numbers == Numbers.FLOAT ? "FloatVector" : "DoubleVector");
  }

  /** Writes a call that takes the number of lanes from the species on the stack. */
  static void length(MethodVisitor code) {
    code.visitMethodInsn(Opcodes.INVOKEINTERFACE, SPECIES, "length", "()I", true);
  }

  private String vector() {
    return vector(numbers);
  }

  /** Pushes the species. */
  void species() {
    code.visitFieldInsn(Opcodes.GETSTATIC, owner, speciesField, type(SPECIES));
  }

  /** Pushes the number of lanes, an int. */
  void length() {
    species();
    length(code);
  }

  /** Pushes a number in all lanes. */
  void number(double value) {
    species();
    numbers.push(code, value);
    broadcast();
  }

  /** The number on the stack in all lanes; the species lies under it. */
  void broadcast() {
    String descriptor = "(" + type(SPECIES) + numbers.type() + ")" + type(vector());
    code.visitMethodInsn(Opcodes.INVOKESTATIC, vector(), "broadcast", descriptor, false);
  }

  /** A method of vectors of numbers, of as many more vectors as it takes. */
  void method(String name, int others) {
    call(vector(), name, "(" + ANY_VECTOR.repeat(others) + ")" + type(vector()));
  }

  /** The bits of floats. */
  void toBits() {
    call(vector(), "reinterpretAsInts", "()" + type(INTS));
  }

  /** The floats of bits. */
  void fromBits() {
    call(INTS, "reinterpretAsFloats", "()" + type(vector()));
  }

  /** An operator, by its name, of two vectors of ints. */
  void ints(String operator) {
    binary(operator);
    code.visitInsn(Opcodes.SWAP);
    call(INTS, "lanewise", "(" + BINARY + ANY_VECTOR + ")" + type(INTS));
  }

  /** An operator, by its name, of a vector of ints and one int for all lanes. */
  void ints(String operator, int right) {
    binary(operator);
    Numbers.push(code, right);
    call(INTS, "lanewise", "(" + BINARY + "I)" + type(INTS));
  }

  /** A mask of the lanes where a comparison of two vectors of numbers, by its name, holds. */
  void compare(String comparison) {
    operator(comparison, "Comparison");
    code.visitInsn(Opcodes.SWAP);
    String kind = type(OPERATORS + "$Comparison");
    call(vector(), "compare", "(" + kind + ANY_VECTOR + ")" + type(MASK));
  }

  /** A method of masks, of as many more masks as it takes. */
  void masks(String method, int others) {
    call(MASK, method, "(" + type(MASK).repeat(others) + ")" + type(MASK));
  }

  /** Whether a mask has a lane, an int. */
  void anyTrue() {
    call(MASK, "anyTrue", "()Z");
  }

  /**
   * Of two vectors of numbers the first in the lanes of a mask in a local variable, else the
   * second.
   */
  void choose(int mask) {
    code.visitInsn(Opcodes.SWAP);
    load(mask);
    blend();
  }

  /** Of two vectors of numbers and a mask the second in the lanes of the mask, else the first. */
  void blend() {
    call(vector(), "blend", "(" + ANY_VECTOR + type(MASK) + ")" + type(vector()));
  }

  /** Stores a vector of numbers into an array from a place on. */
  void intoArray() {
    call(vector(), "intoArray", "(" + numbers.array() + "I)V");
  }

  /** Loads a vector of numbers; the species, the array and a place in it are on the stack. */
  void fromArray() {
    String descriptor = "(" + type(SPECIES) + numbers.array() + "I)" + type(vector());
    code.visitMethodInsn(Opcodes.INVOKESTATIC, vector(), "fromArray", descriptor, false);
  }

  /** Moves what is on top of the stack into a fresh local variable. */
  int store() {
    int local = freshLocal.getAsInt();
    code.visitVarInsn(Opcodes.ASTORE, local);
    return local;
  }

  /** Pushes a local variable. */
  void load(int local) {
    code.visitVarInsn(Opcodes.ALOAD, local);
  }

  private void operator(String name, String kind) {
    code.visitFieldInsn(Opcodes.GETSTATIC, OPERATORS, name, type(OPERATORS + "$" + kind));
  }

  private void call(String type, String method, String descriptor) {
    code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, type, method, descriptor, false);
  }

  private void binary(String name) {
    boolean associative = !Set.of("SUB", "LSHL", "ASHR").contains(name);
    operator(name, associative ? "Associative" : "Binary");
  }

  private static String type(String internalName) {
    return "L" + internalName + ";";
  }
}
