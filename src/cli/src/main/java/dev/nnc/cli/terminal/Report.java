package dev.nnc.cli.terminal;

import dev.nnc.cli.terminal.Terminal.Style;
import dev.nnc.compiler.source.CompileException;
import dev.nnc.compiler.source.Diagnostic;
import dev.nnc.compiler.source.Renderer;
import dev.nnc.data.DataException;
import dev.nnc.runtime.CheckpointException;
import dev.nnc.runtime.CsvException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.List;

/** Tells the user why a command ended early, and says with which exit code. */
public final class Report {
  private final Terminal terminal;

  /**
   * For a terminal.
   *
   * @param terminal gets the words
   */
  public Report(Terminal terminal) {
    this.terminal = terminal;
  }

  /**
   * Tells what happened.
   *
   * @param problem what stopped the command
   * @param stackTrace whether to show where in nnc it happened
   * @return the exit code
   */
  public Exit tell(Throwable problem, boolean stackTrace) {
    Exit exit = tell(problem);
    if (stackTrace) {
      problem.printStackTrace(terminal.err());
    }
    terminal.err().flush();
    return exit;
  }

  private Exit tell(Throwable problem) {
    if (problem instanceof CompileException e) {
      diagnostics(e.diagnostics());
      return Exit.SOURCE;
    }
    if (problem instanceof Failure failure) {
      error(failure.getMessage(), failure.fix());
      return failure.exit();
    }
    if (problem instanceof DataException e) {
      error("[" + e.code().id() + "] " + e.place() + ": " + e.problem(), e.fix());
      return Exit.DATA;
    }
    if (problem instanceof CsvException || problem instanceof CheckpointException) {
      error(problem.getMessage(), "");
      return Exit.DATA;
    }
    if (problem instanceof UncheckedIOException e) {
      return tell(e.getCause());
    }
    if (problem instanceof IOException e) {
      error(words(e), "");
      return Exit.DATA;
    }
    if (problem instanceof OutOfMemoryError) {
      error("not enough memory", "give Java more: NNC_JAVA_OPTS=-Xmx4g");
      return Exit.DATA;
    }
    error(
        "this is a bug in nnc: " + problem + " (fingerprint " + fingerprint(problem) + ")",
        "report it with the .nn file and the output of the same command with --stacktrace");
    return Exit.BUG;
  }

  /**
   * Shows diagnostics of a .nn file, and how many errors there are.
   *
   * @param diagnostics in the order of reporting
   */
  public void diagnostics(List<Diagnostic> diagnostics) {
    terminal.err().print(new Renderer(terminal.colored()).render(diagnostics));
    terminal.err().flush();
  }

  /**
   * Shows an error without a place in a .nn file.
   *
   * @param message what is wrong
   * @param fix what to do, or an empty text
   */
  public void error(String message, String fix) {
    String colon = message.startsWith("[") ? "" : ": ";
    terminal.err().println(terminal.paint(Style.RED, "error") + colon + message);
    if (!fix.isEmpty()) {
      terminal.err().println(terminal.paint(Style.GREEN, "fix: ") + fix);
    }
    terminal.err().flush();
  }

  /** What went wrong with a file, without the names of Java's exceptions. */
  private static String words(IOException e) {
    if (e instanceof FileSystemException f) {
      String file = String.valueOf(f.getFile());
      if (e instanceof NoSuchFileException) {
        return file + ": no such file";
      }
      if (e instanceof AccessDeniedException) {
        return file + ": permission denied";
      }
      if (e instanceof NotDirectoryException) {
        return file + ": not a directory";
      }
      return file + (f.getReason() == null ? ": cannot be read or written" : ": " + f.getReason());
    }
    if (e instanceof CharacterCodingException) {
      return "the file is not UTF-8 text";
    }
    if (e.getMessage() != null) {
      return e.getMessage();
    }
    return "input or output failed (" + e.getClass().getSimpleName() + ")";
  }

  /** Eight digits that are the same wherever the same bug shows. */
  private static String fingerprint(Throwable problem) {
    StringBuilder text = new StringBuilder(problem.getClass().getName());
    StackTraceElement[] frames = problem.getStackTrace();
    for (int i = 0, kept = 0; i < frames.length && kept < 3; i++) {
      if (frames[i].getClassName().startsWith("dev.nnc.")) {
        text.append(' ').append(frames[i].getClassName()).append('.');
        text.append(frames[i].getMethodName());
        kept++;
      }
    }
    return String.format("%08x", text.toString().hashCode());
  }
}
