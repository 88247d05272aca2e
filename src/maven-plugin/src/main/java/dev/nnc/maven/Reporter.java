package dev.nnc.maven;

import dev.nnc.compiler.source.Diagnostic;
import dev.nnc.compiler.source.Renderer;
import java.io.File;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Locale;
import org.apache.maven.plugin.logging.Log;
import org.codehaus.plexus.build.BuildContext;
import org.codehaus.plexus.build.DefaultBuildContext;

/** Tells about files in the log and, where there is one, in the editor. */
final class Reporter {
  private final Log log;
  private final BuildContext context;
  private final Warnings policy;
  private int errors;

  /** What becomes of warnings. */
  enum Warnings {
    /** Somebody else told them. */
    SILENT,
    /** They are told. */
    TOLD,
    /** They are told and fail the build. */
    FATAL
  }

  /**
   * Makes a reporter.
   *
   * @param log of the build
   * @param context of the development environment
   * @param policy what becomes of warnings
   */
  Reporter(Log log, BuildContext context, Warnings policy) {
    this.log = log;
    this.context = context;
    this.policy = policy;
  }

  /** Takes back what an earlier build told about a file. */
  void clear(Path file) {
    context.removeMessages(file.toFile());
  }

  /**
   * Tells diagnostics.
   *
   * @param diagnostics in order
   * @param file to which those belong that are about no file
   * @return whether the file fails the build
   */
  boolean tell(Collection<Diagnostic> diagnostics, Path file) {
    Renderer renderer = new Renderer(false);
    int before = errors;
    for (Diagnostic diagnostic : diagnostics) {
      boolean error = diagnostic.severity() == Diagnostic.Severity.ERROR;
      if (error || policy != Warnings.SILENT) {
        renderer.render(diagnostic).lines().forEach(error ? log::error : log::warn);
        mark(diagnostic, file);
      }
      if (error || policy == Warnings.FATAL) {
        errors++;
      }
    }
    return errors > before;
  }

  private void mark(Diagnostic diagnostic, Path file) {
    if (context.getClass().equals(DefaultBuildContext.class)) {
      return; // there is no editor: this one would repeat everything in the log
    }
    File place = new File(diagnostic.span().source().name());
    boolean known = place.isFile();
    String fix = diagnostic.fix().isEmpty() ? "" : " (" + diagnostic.fix() + ")";
    context.addMessage(
        known ? place : file.toFile(),
        known ? diagnostic.span().line() : 1,
        known ? diagnostic.span().column() : 1,
        diagnostic.code().id() + ": " + diagnostic.message() + fix,
        switch (diagnostic.severity()) {
          case ERROR -> BuildContext.SEVERITY_ERROR;
          case WARNING -> BuildContext.SEVERITY_WARNING;
        },
        null);
  }

  /** Tells the development environment that a file was written or deleted. */
  void changed(Path file) {
    context.refresh(file.toFile());
  }

  /** What becomes of warnings. */
  Warnings warnings() {
    return policy;
  }

  /** How many diagnostics fail the build. */
  int errors() {
    return errors;
  }

  /** What fails the build, in words. */
  String summary() {
    return String.format(
        Locale.ROOT,
        "%d %s%s in .nn files",
        errors,
        policy == Warnings.FATAL ? "problem" : "error",
        errors == 1 ? "" : "s");
  }
}
