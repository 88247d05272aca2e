package dev.nnc.compiler.emit;

import dev.nnc.compiler.plan.Plan;
import dev.nnc.runtime.Slot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Writes the methods that fill an array with the slots of a routine. A deep network has as many
 * scratch slots as it has layers, over and over of the same few sizes: these are made by {@link
 * Slot#scratch} from a text with one character a slot.
 */
final class SlotEmitter {
  private static final String SLOT = "dev/nnc/runtime/Slot";
  private static final String FILL = "([L" + SLOT + ";)[L" + SLOT + ";";
  private static final int ENTRIES_A_METHOD = 200;

  /** So many slots at most in one text: at three bytes a character it stays below 65,535. */
  private static final int LONGEST = 20_000;

  private final Plan plan;
  private final ClassBuilder routine;
  private int parts;

  SlotEmitter(Plan plan, ClassBuilder routine) {
    this.plan = plan;
    this.routine = routine;
    List<Consumer<MethodVisitor>> entries = new ArrayList<>();
    for (int next = 0; next < plan.slots().size(); ) {
      int from = next;
      int to = Math.min(plan.run(from), from + LONGEST);
      entries.add(code -> entry(code, from, to));
      next = to;
      if (entries.size() == ENTRIES_A_METHOD || next == plan.slots().size()) {
        method(List.copyOf(entries));
        entries.clear();
      }
    }
  }

  /** Pushes an array with all slots. */
  void push(MethodVisitor code) {
    Numbers.push(code, plan.slots().size());
    code.visitTypeInsn(Opcodes.ANEWARRAY, SLOT);
    for (int i = 0; i < parts; i++) {
      code.visitMethodInsn(Opcodes.INVOKESTATIC, routine.name(), "slots" + i, FILL, false);
    }
  }

  private void method(List<Consumer<MethodVisitor>> entries) {
    routine.method(
        Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC,
        "slots" + parts++,
        FILL,
        code -> {
          entries.forEach(entry -> entry.accept(code));
          code.visitVarInsn(Opcodes.ALOAD, 0);
          code.visitInsn(Opcodes.ARETURN);
        });
  }

  private void entry(MethodVisitor code, int from, int to) {
    Slot slot = plan.slots().get(from);
    code.visitVarInsn(Opcodes.ALOAD, 0);
    Numbers.push(code, from);
    if (to - from == 1) {
      code.visitTypeInsn(Opcodes.NEW, SLOT);
      code.visitInsn(Opcodes.DUP);
      code.visitLdcInsn(slot.name());
      Numbers.push(code, slot.scratch() ? 1 : 0);
      Numbers.push(code, slot.perExample());
      Numbers.push(code, slot.fixed());
      String descriptor = "(Ljava/lang/String;ZII)V";
      code.visitMethodInsn(Opcodes.INVOKESPECIAL, SLOT, "<init>", descriptor, false);
      code.visitInsn(Opcodes.AASTORE);
      return;
    }
    String prefix = Plan.prefix(slot);
    code.visitLdcInsn(prefix);
    Numbers.push(code, Integer.parseInt(slot.name().substring(prefix.length())));
    Map<String, Integer> sizes = new LinkedHashMap<>();
    StringBuilder kinds = new StringBuilder();
    for (Slot one : plan.slots().subList(from, to)) {
      String size = one.perExample() + "," + one.fixed();
      kinds.append((char) (Slot.FIRST_KIND + sizes.computeIfAbsent(size, s -> sizes.size())));
    }
    boolean same = sizes.size() == 1;
    code.visitLdcInsn(same ? kinds.substring(0, 1) : kinds.toString());
    Numbers.push(code, same ? to - from : 1);
    code.visitMethodInsn(
        Opcodes.INVOKEVIRTUAL, "java/lang/String", "repeat", "(I)Ljava/lang/String;", false);
    code.visitLdcInsn(String.join(" ", sizes.keySet()));
    String descriptor =
        "([L" + SLOT + ";ILjava/lang/String;ILjava/lang/String;Ljava/lang/String;)V";
    code.visitMethodInsn(Opcodes.INVOKESTATIC, SLOT, "scratch", descriptor, false);
  }
}
