package dev.nnc.cli.command;

import dev.nnc.cli.derivation.Derivation;
import dev.nnc.cli.terminal.Exit;
import dev.nnc.cli.terminal.Failure;
import dev.nnc.cli.terminal.Terminal;
import dev.nnc.compiler.CompiledModel;
import dev.nnc.compiler.ir.Dot;
import dev.nnc.compiler.ir.Program;
import dev.nnc.runtime.ModelInfo;
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

/** Lays the derivation of a model open. */
@Command(
    name = "show",
    description =
        "Prints the derivation of a model: the formula of each value, each gradient as the chain "
            + "rule gives it and after simplification, and how many nodes sharing saved.")
final class Show implements Callable<Integer> {
  private static final String TRAIN = "train";

  private final Terminal terminal;

  @Mixin private ModelFile model;

  @Option(names = "--dot", description = "Print the expression graph for Graphviz instead.")
  private boolean dot;

  @Option(names = "--plan", description = "Print the plan of the generated code instead.")
  private boolean plan;

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
    Set<String> passes = new LinkedHashSet<>(dump);
    if (plan) {
      passes.add("plan");
    }
    CompiledModel compiled = model.compile(terminal, Map.of(), model.precision, true, passes);
    if (time) {
      terminal.err().print(compiled.times());
    }
    if (dot) {
      terminal.out().print(Dot.print(train(compiled)));
    } else if (!passes.isEmpty()) {
      dump(compiled, passes);
    } else {
      derivation(compiled);
    }
    return Exit.OK.code();
  }

  private void derivation(CompiledModel compiled) {
    CompiledModel plain = model.compile(terminal, Map.of(), model.precision, false, Set.of());
    ModelInfo info = compiled.info();
    terminal
        .out()
        .printf(
            Locale.ROOT,
            "model %s: %s -> %s, %,d parameters%n%n",
            info.className(),
            info.inputs().stream().map(ModelInfo.Field::name).collect(Collectors.joining(", ")),
            info.outputs().stream().map(ModelInfo.Output::name).collect(Collectors.joining(", ")),
            info.parameterCount());
    new Derivation(train(plain), train(compiled)).lines().forEach(terminal.out()::println);
  }

  private void dump(CompiledModel compiled, Set<String> passes) {
    Map<String, String> dumps = compiled.dumps();
    for (String pass : passes) {
      if (!pass.equals("all") && !dumps.containsKey(pass)) {
        throw new Failure(
            Exit.USAGE,
            "there is no pass " + pass,
            "choose from all, " + String.join(", ", dumps.keySet()));
      }
    }
    dumps.forEach(
        (pass, text) -> {
          if (passes.contains("all") || passes.contains(pass)) {
            terminal.out().println("== " + pass);
            terminal.out().println(text);
          }
        });
  }

  private static Program train(CompiledModel compiled) {
    Program train = compiled.programs().get(TRAIN);
    if (train == null) {
      throw new Failure(Exit.USAGE, "the model has no loss and so nothing to derive", "");
    }
    return train;
  }
}
