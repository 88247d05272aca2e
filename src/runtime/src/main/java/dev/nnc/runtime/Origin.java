package dev.nnc.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * A generated class and what lies beside it, also inside of a module that opens nothing: all is
 * looked up with the rights of the class itself.
 */
final class Origin {
  private static final MethodType OPEN = MethodType.methodType(InputStream.class, String.class);
  private static final MethodType NEW = MethodType.methodType(void.class);

  private final Class<?> type;
  private final MethodHandles.Lookup lookup;
  private final MethodHandle opener;

  /** A class in a package that is open to this one. */
  Origin(Class<?> type) {
    this.type = type;
    lookup = MethodHandles.lookup().in(type);
    opener = null;
  }

  /**
   * A class that lends its rights.
   *
   * @param lookup made in the class
   * @throws IllegalArgumentException if it was made elsewhere
   */
  Origin(MethodHandles.Lookup lookup) {
    this.lookup = lookup;
    type = lookup.lookupClass();
    try {
      // The module system lets a class see its own resources; this call counts as the class's.
      opener = lookup.findVirtual(Class.class, "getResourceAsStream", OPEN).bindTo(type);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(lookup + " has not the rights of " + type.getName(), e);
    }
  }

  /** The binary name of the class. */
  String name() {
    return type.getName();
  }

  /** The name of a resource beside the class. */
  String resourceName(String ending) {
    return type.getSimpleName() + ending;
  }

  /**
   * What a resource beside the class holds.
   *
   * @param ending after the simple name of the class
   * @return the bytes, or null where there is no such resource
   */
  byte[] resource(String ending) {
    return read(resourceName(ending));
  }

  private byte[] read(String name) {
    try (InputStream in = open(name)) {
      return in == null ? null : in.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException("resource " + name + ": " + e.getMessage(), e);
    }
  }

  private InputStream open(String name) {
    if (opener == null) {
      return type.getResourceAsStream(name);
    }
    try {
      return (InputStream) opener.invoke(name);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("resource " + name + ": " + e.getMessage(), e);
    }
  }

  /** The file of a class beside this one, by its binary name, or null where there is none. */
  private byte[] classFile(String className) {
    return read(className.substring(className.lastIndexOf('.') + 1) + ".class");
  }

  /**
   * Makes a routine of the class that is named after it, such as {@code Model$Predict} or, for
   * {@code train:critic}, {@code Model$Train$critic}.
   *
   * @param name the name of the routine
   * @return a fresh routine, or null where there is no such class
   */
  Routine routine(String name) {
    String className = Routine.className(type.getName(), name);
    try {
      return (Routine) lookup.findConstructor(lookup.findClass(className), NEW).invoke();
    } catch (ClassNotFoundException absent) {
      return null;
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(className + " is not a routine: " + e.getMessage(), e);
    }
  }

  /**
   * The routine to run in the place of one that consists of plain loops: where there is vector code
   * that computes the same, it is taken at once or as soon as it is ready.
   *
   * @param name the name of the routine
   * @param plain plain loops, or null
   */
  Routine chosen(String name, Routine plain) {
    if (plain == null || Engine.current() == Engine.SCALAR) {
      return plain;
    }
    VectorCode vector =
        LoadedCode.of(
            type.getClassLoader(),
            this::classFile,
            Routine.className(type.getName(), name, Engine.VECTOR),
            Routine.watchedName(type.getName(), name, Engine.VECTOR));
    if (vector == null) {
      return plain;
    }
    Routine first = Engine.demanded() ? vector.routine() : plain;
    first.warmup(new Warmup(first, plain, vector));
    return first;
  }
}
