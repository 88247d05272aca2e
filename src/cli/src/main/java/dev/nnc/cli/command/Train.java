package dev.nnc.cli.command;

import dev.nnc.cli.jar.ModelJar;
import dev.nnc.cli.terminal.Exit;
import dev.nnc.cli.terminal.Failure;
import dev.nnc.cli.terminal.Interrupt;
import dev.nnc.cli.terminal.Progress;
import dev.nnc.cli.terminal.Terminal;
import dev.nnc.compiler.CompiledModel;
import dev.nnc.data.WeightFile;
import dev.nnc.runtime.Checkpoint;
import dev.nnc.runtime.DivergedException;
import dev.nnc.runtime.EpochReport;
import dev.nnc.runtime.Listener;
import dev.nnc.runtime.Trainer;
import dev.nnc.runtime.TrainingResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Trains a model and writes it as a jar. */
@Command(name = "train", description = "Trains a model on its data and writes it as a jar.")
final class Train implements Callable<Integer> {
  private final Terminal terminal;
  private final Interrupt interrupt;

  @Mixin private ModelFile model;
  @Mixin private DataFiles data;
  @Mixin private RunOptions run;
  @Mixin private TrainOptions options;

  Train(Terminal terminal, Interrupt interrupt) {
    this.terminal = terminal;
    this.interrupt = interrupt;
  }

  @Override
  @SuppressWarnings("try") // the hold only has to be there
  public Integer call() throws IOException {
    TrainingData decisive = AutomaticSizes.decide(model, data, run);
    CompiledModel compiled = model.compileTrainable(terminal, run.settings(), model.precision);
    TrainingRun training = TrainingRun.of(compiled, model, data, run, decisive);
    Path target = options.output != null ? options.output : Path.of(model.stem() + ".jar");
    checkFolders(target, options.save, options.log, options.checkpoint);
    Path checkpoint = options.checkpoint != null ? options.checkpoint : beside(target);
    try (Interrupt.Hold hold = interrupt.hold();
        StepLog log = options.log == null ? null : new StepLog(options.log, compiled.info())) {
      Progress progress = new Progress(terminal, System::nanoTime);
      Trainer trainer =
          training
              .trainer(terminal)
              .resume(options.resume ? Checkpoint.read(checkpoint) : null)
              .checkpoint(checkpoint, options.checkpoint == null ? 0 : 1)
              .stop(interrupt::requested)
              .listener(new Watch(run.quiet ? null : progress, log))
              .build();
      TrainingResult result;
      try {
        result = trainer.run();
      } catch (DivergedException e) {
        progress.clear();
        new Divergence(terminal).tell(compiled, e);
        return Exit.DIVERGED.code();
      }
      progress.clear();
      if (result.stopped()) {
        terminal.err().println("interrupted; go on with --resume, the checkpoint is " + checkpoint);
        return Exit.INTERRUPTED.code();
      }
      finish(compiled, training.examples(), result, target);
      if (options.checkpoint == null && options.resume) {
        Files.deleteIfExists(checkpoint); // it was that of the interrupted run, which is over now
      }
      return Exit.OK.code();
    }
  }

  private void finish(
      CompiledModel compiled, TrainingData examples, TrainingResult result, Path target)
      throws IOException {
    ModelJar.write(
        target,
        compiled.with(compiled.info().withFills(examples.imputation().fills())),
        result.weights(),
        examples.vocabularies(),
        !options.noRuntime);
    if (options.save != null) {
      WeightFile.write(options.save, compiled.info(), result.weights());
    }
    if (result.test() != null) {
      terminal.out().println("test " + Progress.scores(result.test()));
    }
    terminal.out().println(JarLine.of(target));
  }

  /** Says before training, not after it, that a result will have no place. */
  static void checkFolders(Path... files) {
    for (Path file : files) {
      Path folder = file == null ? null : file.toAbsolutePath().getParent();
      if (folder != null && !Files.isDirectory(folder)) {
        throw new Failure(
            Exit.DATA,
            file + " cannot be written: there is no folder " + folder,
            "make the folder");
      }
    }
  }

  private static Path beside(Path jar) {
    String name = jar.getFileName().toString().replaceFirst("\\.jar$", "");
    return jar.resolveSibling(name + ".checkpoint");
  }

  /** Shows progress and logs steps, as far as wanted. */
  private record Watch(Progress progress, StepLog log) implements Listener {
    @Override
    public void started(int epochs, long steps) {
      if (progress != null) {
        progress.started(epochs, steps);
      }
    }

    @Override
    public void lossDone(String name, double value) {
      if (log != null) {
        log.note(name, value);
      }
    }

    @Override
    public void stepDone(int epoch, long step, double loss) {
      if (log != null) {
        log.add(epoch, step, loss);
      }
      if (progress != null) {
        progress.step(epoch, step, loss);
      }
    }

    @Override
    public void epochFinished(EpochReport report) {
      if (progress != null) {
        progress.epoch(report);
      }
    }
  }
}
