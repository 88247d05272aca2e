package dev.nnc.compiler.emit;

import dev.nnc.runtime.Routine;
import java.util.LinkedHashMap;
import java.util.Map;

/** Defines emitted classes in a class loader of their own. */
public final class RoutineLoader {
  private RoutineLoader() {}

  private static final class Loader extends ClassLoader {
    private final Map<String, byte[]> classes;

    Loader(Map<String, byte[]> classes) {
      super(Routine.class.getClassLoader());
      this.classes = new LinkedHashMap<>(classes);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      byte[] bytes = classes.get(name);
      if (bytes == null) {
        throw new ClassNotFoundException(name);
      }
      return defineClass(name, bytes, 0, bytes.length);
    }
  }

  /**
   * Makes a routine of its classes.
   *
   * @param classes the bytes of each class by its name with dots
   * @param mainClass which of them is the routine
   * @return the routine
   */
  public static Routine load(Map<String, byte[]> classes, String mainClass) {
    try {
      Class<?> loaded = new Loader(classes).loadClass(mainClass);
      return (Routine) loaded.getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("emitted class " + mainClass + " does not load", e);
    }
  }
}
