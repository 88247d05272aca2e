package dev.nnc.compiler;

import dev.nnc.compiler.emit.Emitter;
import dev.nnc.compiler.plan.Plan;
import dev.nnc.runtime.Engine;
import dev.nnc.runtime.Routine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The class files of a model's routines, written by a thread of their own as plans come in. */
final class ClassFiles {
  private final String model;
  private final String source;
  private final boolean watched;
  private final List<Future<Map<String, byte[]>>> written = new ArrayList<>();
  private final ExecutorService writer =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "nnc-emit");
            thread.setDaemon(true);
            return thread;
          });

  ClassFiles(Elaborated elaborated, Options options) {
    model = elaborated.info().className();
    List<String> parts = List.of(elaborated.source().name().split("[/\\\\]", -1));
    source = parts.get(parts.size() - 1);
    watched = options.watched();
  }

  /** The name of the file that classes come from, without folders. */
  String source() {
    return source;
  }

  /** Has the classes of a routine written. */
  void add(Plan plan, Engine engine) {
    String name = Routine.className(model, plan.name(), engine);
    String tells =
        watched || engine == Engine.VECTOR ? Routine.watchedName(model, plan.name(), engine) : null;
    written.add(writer.submit(() -> Emitter.emit(plan, name, source, tells)));
  }

  /** All classes by their binary names, in the order in which their plans came. */
  Map<String, byte[]> all() {
    Map<String, byte[]> all = new LinkedHashMap<>();
    boolean interrupted = false;
    for (Future<Map<String, byte[]>> some : written) {
      while (true) {
        try {
          all.putAll(some.get());
          break;
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          throw rethrown(e.getCause());
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return all;
  }

  private static RuntimeException rethrown(Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return (RuntimeException) cause;
  }

  /** Ends the thread; what it has not written is not needed. */
  void close() {
    writer.shutdownNow();
  }
}
