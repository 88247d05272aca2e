package dev.nnc.runtime;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * How much the running thread has allocated. The virtual machine tells through the module {@code
 * jdk.management}, on which this one does not depend: it is asked where it is there.
 */
final class Allocation {
  private static final String BEAN = "com.sun.management.ThreadMXBean";

  /** Gives a long; null where nobody can tell. */
  private static final MethodHandle ALLOCATED = find();

  private Allocation() {}

  private static MethodHandle find() {
    try {
      MethodHandles.Lookup lookup = MethodHandles.publicLookup();
      Class<?> type = Class.forName(BEAN);
      Object bean =
          Class.forName("java.lang.management.ManagementFactory")
              .getMethod("getThreadMXBean")
              .invoke(null);
      if (!type.isInstance(bean)
          || !(boolean) type.getMethod("isThreadAllocatedMemorySupported").invoke(bean)
          || !(boolean) type.getMethod("isThreadAllocatedMemoryEnabled").invoke(bean)) {
        return null;
      }
      MethodType number = MethodType.methodType(long.class);
      return lookup.findVirtual(type, "getCurrentThreadAllocatedBytes", number).bindTo(bean);
    } catch (ReflectiveOperationException absent) {
      return null;
    }
  }

  /** Whether {@link #bytes} can tell. */
  static boolean known() {
    return ALLOCATED != null;
  }

  /** What the running thread has allocated since it began, in bytes. It allocates nothing. */
  static long bytes() {
    try {
      return (long) ALLOCATED.invokeExact();
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
