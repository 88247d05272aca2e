package dev.nnc.cli.command;

import dev.nnc.cli.derivation.Derivation;
import dev.nnc.cli.terminal.Exit;
import dev.nnc.cli.terminal.Failure;
import dev.nnc.cli.terminal.Terminal;
import dev.nnc.compiler.Elaborated;
import dev.nnc.compiler.Simplified;
import dev.nnc.compiler.ir.Dot;
import dev.nnc.compiler.ir.Printer;
import dev.nnc.compiler.ir.Program;
import dev.nnc.compiler.pass.Pipeline;
import dev.nnc.compiler.plan.Memory;
import dev.nnc.compiler.plan.Plan;
import dev.nnc.compiler.plan.Target;
import dev.nnc.runtime.Engine;
import dev.nnc.runtime.ModelInfo;
import dev.nnc.runtime.Precision;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lays the derivation of a model open. */
@Command(
    name = "show",
    description =
        "Prints the derivation of a model: the formula of each value, each gradient as the chain "
            + "rule gives it and after simplification, and how many nodes sharing saved.")
final class Show implements Callable<Integer> {
  private static final String ALL = "all";
  private static final String DIFFERENTIATE = "differentiate";
  private static final String PLAN = "plan";

  private final Terminal terminal;

  @Mixin private ModelFile model;

  @Option(names = "--dot", description = "Print the expression graph for Graphviz instead.")
  private boolean dot;

  @Option(
      names = "--plan",
      description =
          "Print the plan of the generated code instead: of plain loops, or with --engine vector "
              + "of loops over lanes.")
  private boolean plan;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description =
          "With --plan: memory, and its limit, for so many examples; unless given, as trained.")
  private int batch;

  @Option(
      names = "--dump",
      split = ",",
      paramLabel = "PASS",
      description = "Print the program after these passes, or after all of them (all).")
  private List<String> dump = List.of();

  @Option(names = "--time", description = "Tell how long each pass took, on standard error.")
  private boolean time;

  Show(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Elaborated elaborated = model.elaborate(terminal);
    if (elaborated.info().losses().isEmpty()) {
      throw new Failure(
          Exit.USAGE, model.file + ": the model has no loss and so nothing to derive", "");
    }
    boolean derives = !dot && !plan && dump.isEmpty();
    if (derives) {
      header(elaborated.info());
    }
    for (ModelInfo.Loss loss : elaborated.info().losses()) {
      show(elaborated, loss, derives);
    }
    return Exit.OK.code();
  }

  private void show(Elaborated elaborated, ModelInfo.Loss loss, boolean derives) {
    ModelInfo info = elaborated.info();
    Program train = elaborated.program(info.routine("train", loss));
    Pipeline.Result result = Pipeline.standard().run(train);
    if (info.losses().size() > 1 && !dot) {
      terminal
          .out()
          .printf(
              "loss %s, trains %s%s%n%n",
              loss.name(),
              info.parameters(loss).stream()
                  .map(ModelInfo.Parameter::name)
                  .collect(Collectors.joining(", ")),
              loss.every() == 1 ? "" : " every " + loss.every() + " steps");
    }
    Set<String> passes = new LinkedHashSet<>(dump);
    check(passes, result);
    if (time) {
      for (Pipeline.Stage stage : result.stages()) {
        String name = stage.pass().name();
        terminal.err().printf(Locale.ROOT, "%-16s %8.1f ms%n", name, stage.nanos() * 1e-6);
      }
    }
    if (dot) {
      terminal.out().print(Dot.print(result.program()));
    } else if (!derives) {
      dump(passes, train, result, elaborated);
    } else {
      new Derivation(train, result.program(), elaborated.source())
          .lines()
          .forEach(terminal.out()::println);
    }
    if (info.losses().size() > 1) {
      terminal.out().println();
    }
  }

  private void header(ModelInfo info) {
    terminal
        .out()
        .printf(
            Locale.ROOT,
            "model %s: %s -> %s, %,d parameters%n",
            info.className(),
            inputs(info.inputs()),
            outputs(info.outputs()),
            info.parameterCount());
    for (ModelInfo.Entry entry : info.entries()) {
      String kept =
          entry.carried().stream().map(ModelInfo.Carried::name).collect(Collectors.joining(", "));
      terminal
          .out()
          .printf(
              Locale.ROOT,
              "entry %s: %s -> %s%s%n",
              entry.name(),
              inputs(entry.inputs()),
              outputs(entry.outputs()),
              kept.isEmpty() ? "" : ", carries " + kept);
    }
    terminal.out().println();
  }

  private static String inputs(List<ModelInfo.Field> inputs) {
    return inputs.stream().map(ModelInfo.Field::name).collect(Collectors.joining(", "));
  }

  private static String outputs(List<ModelInfo.Output> outputs) {
    return outputs.stream().map(ModelInfo.Output::name).collect(Collectors.joining(", "));
  }

  private void check(Set<String> passes, Pipeline.Result result) {
    List<String> known = new ArrayList<>(List.of(ALL, DIFFERENTIATE));
    result.stages().forEach(stage -> known.add(stage.pass().name()));
    known.add(PLAN);
    for (String pass : passes) {
      if (!known.contains(pass)) {
        throw new Failure(
            Exit.USAGE, "there is no pass " + pass, "choose from " + String.join(", ", known));
      }
    }
  }

  private void dump(
      Set<String> passes, Program train, Pipeline.Result result, Elaborated elaborated) {
    boolean all = passes.contains(ALL);
    if (all || passes.contains(DIFFERENTIATE)) {
      section(DIFFERENTIATE, Printer.print(train));
    }
    for (Pipeline.Stage stage : result.stages()) {
      if (all || passes.contains(stage.pass().name())) {
        section(stage.pass().name(), stage.text());
      }
    }
    if (all || plan || passes.contains(PLAN)) {
      Plan decided = plan(step(result.program(), elaborated), elaborated);
      section(PLAN, decided.toString());
      int examples = ModelFile.batch(batch, elaborated.info().settings());
      List<String> memory = Memory.of(decided, examples).lines(decided);
      section("memory, batch " + examples, String.join("\n", memory) + "\n");
    }
  }

  /** What training runs: gradients and update in one where that is legal. */
  private static Program step(Program train, Elaborated elaborated) {
    Program update = elaborated.program("update");
    return update == null
        ? train
        : Simplified.step(elaborated.info(), train, Pipeline.standard().run(update).program())
            .orElse(train);
  }

  /** The plan for the engine that {@code --engine} demands, else for plain loops. */
  private Plan plan(Program program, Elaborated elaborated) {
    boolean lanes = System.getProperty(Engine.PROPERTY, "").equalsIgnoreCase(Engine.VECTOR.name());
    Target target = lanes && model.precision == Precision.FLOAT ? Target.VECTOR : Target.SCALAR;
    return model
        .planning(elaborated, Pipeline.standard(), batch)
        .plan(program, model.precision, target);
  }

  private void section(String title, String text) {
    terminal.out().println("== " + title);
    terminal.out().print(text);
    terminal.out().println();
  }
}
