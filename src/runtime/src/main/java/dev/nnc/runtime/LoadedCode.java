package dev.nnc.runtime;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Vector code out of class files. A class loader of its own defines its classes, whether or not
 * others could see them, so that the same files may be loaded again. A loader that loads some
 * kernels anew takes the classes of the others from the one before. What is no longer used goes
 * with its loader.
 */
final class LoadedCode implements VectorCode {
  private final Loader loader;
  private final Routine routine;
  private final Routine watched;

  private LoadedCode(Loader loader) throws ReflectiveOperationException {
    this.loader = loader;
    routine = loader.make(loader.name);
    watched = loader.files.apply(loader.watched) == null ? null : loader.make(loader.watched);
  }

  /**
   * Loads the vector code of a routine.
   *
   * @param parent sees what the code refers to
   * @param files gives the bytes of a class by its binary name, or null
   * @param name the binary name of the routine's class
   * @param watched that of the class that tells of launches
   * @return the code, or null where there is none
   * @throws IllegalStateException if the files hold no routine
   */
  static LoadedCode of(
      ClassLoader parent, Function<String, byte[]> files, String name, String watched) {
    if (files.apply(name) == null) {
      return null;
    }
    return of(new Loader(parent, files, name, watched, Map.of()));
  }

  private static LoadedCode of(Loader loader) {
    try {
      return new LoadedCode(loader);
    } catch (ReflectiveOperationException | LinkageError e) {
      throw new IllegalStateException(loader.name + " is not a routine: " + e.getMessage(), e);
    }
  }

  @Override
  public Routine routine() {
    return routine;
  }

  @Override
  public Routine watched() {
    return watched;
  }

  @Override
  public LoadedCode renewed(Set<String> kernels) {
    return of(loader.without(kernels));
  }

  /** Defines the classes whose names begin with that of the routine, unless it was given them. */
  private static final class Loader extends ClassLoader {
    private final Function<String, byte[]> files;
    private final String name;
    private final String watched;
    private final Map<String, Class<?>> given;
    private final Map<String, Class<?>> classes = new HashMap<>();

    Loader(
        ClassLoader parent,
        Function<String, byte[]> files,
        String name,
        String watched,
        Map<String, Class<?>> given) {
      super(parent);
      this.files = files;
      this.name = name;
      this.watched = watched;
      this.given = given;
    }

    Routine make(String routine) throws ReflectiveOperationException {
      return (Routine) loadClass(routine).getConstructor().newInstance();
    }

    /** One that has what this one has, but for those kernels, and for what calls kernels. */
    Loader without(Set<String> kernels) {
      Map<String, Class<?>> kept = new HashMap<>();
      if (!kernels.isEmpty()) {
        synchronized (getClassLoadingLock(name)) {
          kept.putAll(given);
          kept.putAll(classes);
        }
        kept.keySet().removeAll(kernels);
        kept.remove(name);
        kept.remove(watched);
      }
      return new Loader(getParent(), files, name, watched, kept);
    }

    @Override
    protected Class<?> loadClass(String wanted, boolean resolve) throws ClassNotFoundException {
      boolean ours = wanted.equals(watched) || wanted.equals(name) || wanted.startsWith(name + "$");
      if (!ours) {
        return super.loadClass(wanted, resolve);
      }
      // A loader that is not registered as parallel has itself as the only lock.
      synchronized (getClassLoadingLock(wanted)) {
        Class<?> known = given.get(wanted);
        if (known == null) {
          known = classes.get(wanted);
        }
        if (known == null) {
          byte[] bytes = files.apply(wanted);
          if (bytes == null) {
            throw new ClassNotFoundException(wanted);
          }
          known = defineClass(wanted, bytes, 0, bytes.length);
          classes.put(wanted, known);
        }
        return known;
      }
    }
  }
}
