package dev.nnc.compiler.emit;

import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Writes what lets a routine tell the {@link dev.nnc.runtime.Watch} of its frame where it is: once
 * at the start of a run and once behind each launch.
 */
final class WatchEmitter {
  private WatchEmitter() {}

  /** Begins a run. */
  static void begin(MethodVisitor code, int frame) {
    code.visitVarInsn(Opcodes.ALOAD, frame);
    code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, KernelEmitter.FRAME, "begun", "()V", false);
  }

  /**
   * Ends a launch.
   *
   * @param code of a method with the frame as local 0
   * @param launch pushes its number
   * @param owner the internal name of the class that holds its kernel
   */
  static void launched(MethodVisitor code, Runnable launch, String owner) {
    code.visitVarInsn(Opcodes.ALOAD, 0);
    launch.run();
    code.visitLdcInsn(owner.replace('/', '.'));
    String descriptor = "(ILjava/lang/String;)V";
    code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, KernelEmitter.FRAME, "launched", descriptor, false);
  }
}
