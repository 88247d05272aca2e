package dev.nnc.cli;

import java.lang.System.Logger.Level;

/**
 * Adds {@code jdk.incubator.vector} to the running virtual machine, as {@code --add-modules} does
 * at its start, but without the line that the flag prints. It asks the machine's own module system,
 * to which the manifest of the command's jar gives access. Where that is refused, code runs as
 * plain loops; results are the same.
 */
final class VectorModule {
  private static final String NAME = "jdk.incubator.vector";

  private VectorModule() {}

  /** Adds the module where that is possible and has not been done. */
  static void load() {
    if (ModuleLayer.boot().findModule(NAME).isPresent()) {
      return;
    }
    try {
      Class.forName("jdk.internal.module.Modules")
          .getMethod("loadModule", String.class)
          .invoke(null, NAME);
    } catch (ReflectiveOperationException | RuntimeException e) {
      System.getLogger("dev.nnc").log(Level.DEBUG, "no module {0}: {1}", NAME, e);
    }
  }
}
