package dev.nnc.cli.command;

import dev.nnc.cli.sweep.Grid;
import dev.nnc.cli.sweep.Row;
import dev.nnc.cli.sweep.SweepTable;
import dev.nnc.cli.terminal.Exit;
import dev.nnc.cli.terminal.Failure;
import dev.nnc.cli.terminal.Interrupt;
import dev.nnc.cli.terminal.Progress;
import dev.nnc.cli.terminal.Report;
import dev.nnc.cli.terminal.Terminal;
import dev.nnc.compiler.CompiledModel;
import dev.nnc.compiler.source.Code;
import dev.nnc.compiler.source.CompileException;
import dev.nnc.compiler.source.Diagnostic;
import dev.nnc.compiler.source.Renderer;
import dev.nnc.data.DataException;
import dev.nnc.runtime.AtomicFile;
import dev.nnc.runtime.DivergedException;
import dev.nnc.runtime.Listener;
import dev.nnc.runtime.TrainingResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains a model with every combination of some values, and compares. */
@Command(
    name = "sweep",
    description =
        "Trains a model with every combination of some values of its hyperparameters and settings, "
            + "and prints a table of what each run reached.",
    footer = {
      "",
      "Losses and metrics are of the epoch whose weights `nnc train` would keep: the best on the",
      "validation examples, or the last where there are none. A run that fails or diverges is a row",
      "that says so; the exit code is 0 if at least one run went to its end, else that of the first."
    })
final class Sweep implements Callable<Integer> {
  private final Terminal terminal;
  private final Interrupt interrupt;
  private final Set<String> told = new HashSet<>();
  private Exit firstFailure;

  @Mixin private ModelFile model;

  @Option(
      names = "--vary",
      required = true,
      paramLabel = "NAME=VALUES",
      description =
          "Try these values of what --set could set, such as --vary hidden=8,16,32 --vary "
              + "depth=1..4 (from 1 to 4) --vary \"train.optimizer=sgd(lr: 0.1),adam()\". May be "
              + "repeated; the last one moves fastest.")
  private List<String> vary;

  @Mixin private DataFiles data;
  @Mixin private RunOptions run;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Also write the table to this file, as its ending says: .csv or .md.")
  private Path output;

  Sweep(Terminal terminal, Interrupt interrupt) {
    this.terminal = terminal;
    this.interrupt = interrupt;
  }

  @Override
  @SuppressWarnings("try") // the hold only has to be there
  public Integer call() throws IOException {
    Set<String> fixed = new LinkedHashSet<>(model.set.keySet());
    fixed.addAll(run.settings().keySet());
    Grid grid = Grid.parse(vary, fixed);
    checkOutput();
    List<Map<String, String>> points = grid.points();
    List<Row> rows = new ArrayList<>();
    try (Interrupt.Hold hold = interrupt.hold()) {
      for (Map<String, String> point : points) {
        String title = String.format("%d/%d  %s", rows.size() + 1, points.size(), words(point));
        Row row = row(point, title);
        if (row == null) {
          break;
        }
        rows.add(row);
      }
      SweepTable table = new SweepTable(grid.names(), rows);
      table.aligned().forEach(terminal.out()::println);
      write(table);
    }
    if (rows.size() < points.size()) {
      terminal.err().println("interrupted after " + rows.size() + " of " + points.size() + " runs");
      return Exit.INTERRUPTED.code();
    }
    return (rows.stream().anyMatch(Row::done) ? Exit.OK : firstFailure).code();
  }

  /** One run, whatever becomes of it; null if it was interrupted. */
  private Row row(Map<String, String> point, String title) {
    try {
      return trained(point, title);
    } catch (DivergedException e) {
      return failed(point, title, Exit.DIVERGED, e.getMessage());
    } catch (CompileException e) {
      if (e.diagnostics().stream().anyMatch(d -> isUnknown(d, point.keySet()))) {
        throw e; // no run can go well
      }
      tell(title);
      show(e.diagnostics());
      note(Exit.SOURCE);
      Diagnostic first = e.diagnostics().get(0);
      return Row.failed(point, first.code().id() + ": " + first.message());
    } catch (DataException e) {
      return failed(point, title, Exit.DATA, e.code().id() + ": " + e.problem());
    } catch (Failure e) {
      return failed(point, title, e.exit(), e.getMessage());
    }
  }

  private Row trained(Map<String, String> point, String title) {
    Map<String, String> settings = new LinkedHashMap<>(run.settings());
    settings.putAll(point);
    CompiledModel compiled = model.compileTrainable(settings, model.precision);
    show(compiled.elaborated().warnings());
    TrainingRun training = TrainingRun.of(compiled, model, data, run);
    Progress progress = new Progress(terminal, System::nanoTime);
    long start = System.nanoTime();
    TrainingResult result;
    try {
      result =
          training
              .trainer(terminal)
              .stop(interrupt::requested)
              .listener(bar(progress))
              .build()
              .run();
    } finally {
      progress.clear();
    }
    if (result.stopped()) {
      return null;
    }
    double seconds = (System.nanoTime() - start) * 1e-9;
    Row row = Row.of(point, compiled.info().parameterCount(), result, seconds);
    tell(title + brief(row));
    return row;
  }

  /** On a terminal, the bar of the run under way. */
  private Listener bar(Progress progress) {
    if (run.quiet) {
      return new Listener() {};
    }
    return new Listener() {
      @Override
      public void started(int epochs, long steps) {
        progress.started(epochs, steps);
      }

      @Override
      public void stepDone(int epoch, long step, double loss) {
        progress.step(epoch, step, loss);
      }
    };
  }

  private Row failed(Map<String, String> point, String title, Exit exit, String outcome) {
    tell(title + "  " + outcome);
    note(exit);
    return Row.failed(point, outcome);
  }

  private void note(Exit exit) {
    firstFailure = firstFailure == null ? exit : firstFailure;
  }

  /** Whether nothing has the name that is varied. */
  private static boolean isUnknown(Diagnostic diagnostic, Set<String> names) {
    return diagnostic.code() == Code.UNKNOWN_NAME
        && names.stream().anyMatch(n -> diagnostic.span().source().name().equals("--set " + n));
  }

  /** Shows what was not shown for an earlier run. */
  private void show(List<Diagnostic> diagnostics) {
    Renderer plain = new Renderer(false);
    List<Diagnostic> fresh =
        diagnostics.stream().filter(d -> told.add(plain.render(List.of(d)))).toList();
    if (!fresh.isEmpty()) {
      new Report(terminal).diagnostics(fresh);
    }
  }

  private void tell(String line) {
    if (!run.quiet) {
      terminal.err().println(line);
      terminal.err().flush();
    }
  }

  private static String words(Map<String, String> point) {
    return point.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue())
        .collect(Collectors.joining(" "));
  }

  private static String brief(Row row) {
    StringBuilder text = new StringBuilder();
    for (String name : List.of("loss", "valid loss", "test loss")) {
      Double value = row.figures().get(name);
      text.append(value == null ? "" : "  " + name + " " + Progress.number(value));
    }
    return text.toString();
  }

  /** Says before the runs, not after them, that the table will have no place. */
  private void checkOutput() {
    if (output == null) {
      return;
    }
    if (!isMarkdown() && !ending().endsWith(".csv")) {
      throw new Failure(
          Exit.USAGE, output + " ends neither in .csv nor in .md", "name it table.csv or table.md");
    }
    Train.checkFolders(output);
  }

  private String ending() {
    return output.toString().toLowerCase(Locale.ROOT);
  }

  private boolean isMarkdown() {
    return ending().endsWith(".md");
  }

  private void write(SweepTable table) throws IOException {
    if (output == null) {
      return;
    }
    if (isMarkdown()) {
      byte[] text = (String.join("\n", table.markdown()) + "\n").getBytes(StandardCharsets.UTF_8);
      AtomicFile.write(output, out -> out.write(text));
    } else {
      table.writeCsv(output, model.precision);
    }
  }
}
