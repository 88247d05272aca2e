package dev.nnc.cli.command;

import dev.nnc.cli.terminal.Report;
import dev.nnc.cli.terminal.Terminal;
import dev.nnc.compiler.CompiledModel;
import dev.nnc.compiler.interpret.Interpreter;
import dev.nnc.compiler.interpret.NonFinite;
import dev.nnc.compiler.ir.Graph;
import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.ir.Program;
import dev.nnc.compiler.pass.Prune;
import dev.nnc.compiler.source.Diagnostic;
import dev.nnc.compiler.source.Renderer;
import dev.nnc.compiler.source.Source;
import dev.nnc.compiler.source.Span;
import dev.nnc.runtime.DivergedException;
import java.util.Locale;
import java.util.Optional;

/** Finds out where in the .nn file training went wrong. */
final class Divergence {
  private static final String FIX =
      "a smaller rate, as in --set \"train.optimizer=sgd(lr: 0.001)\", clipped gradients, "
          + "as in --set \"train.clip=clip_norm(1)\", or standardized inputs";

  private final Terminal terminal;

  Divergence(Terminal terminal) {
    this.terminal = terminal;
  }

  /**
   * Computes the failing step again, node by node, and shows the first value that is not finite.
   *
   * @param compiled the model
   * @param failure carries the step's inputs
   */
  void tell(CompiledModel compiled, DivergedException failure) {
    new Report(terminal).error(failure.getMessage(), "");
    Program train = program(compiled, failure);
    Interpreter interpreter = new Interpreter(compiled.info().precision());
    Optional<NonFinite> found = interpreter.firstNonFinite(train, failure.frame());
    if (found.isPresent()) {
      NonFinite first = found.get();
      Graph graph = train.graph();
      Renderer renderer = new Renderer(terminal.colored());
      Span place = graph.origin(first.node());
      if (place != null) {
        String words = words(graph, first, failure);
        terminal.err().print(renderer.render(new Diagnostic.Note(words, place)));
      }
      Span own = ownPlace(compiled.elaborated().source(), graph, first.node());
      if (own != null && !own.equals(place)) {
        terminal.err().print(renderer.render(new Diagnostic.Note("it is used here", own)));
      }
    }
    terminal.err().println("fix: " + FIX);
    terminal.err().flush();
  }

  /** As it was written, unless simplification has left inputs out that it would need. */
  private static Program program(CompiledModel compiled, DivergedException failure) {
    Program written = Prune.prune(compiled.elaborated().program(failure.routine()));
    boolean complete =
        written.inputs().stream().allMatch(input -> failure.frame().has(input.slot()));
    return complete ? written : compiled.passes().get(failure.routine()).program();
  }

  private static String words(Graph graph, NonFinite first, DivergedException failure) {
    String name = graph.name(first.node());
    String value = Double.isNaN(first.value()) ? "not a number" : String.valueOf(first.value());
    String where =
        first.row() < 0
            ? ""
            : String.format(
                Locale.ROOT, " for example %d", failure.frame().examples[first.row()] + 1);
    return (name == null ? "this" : name) + " is " + value + where;
  }

  /** The first place in the user's own file that the value leads to, or null. */
  private static Span ownPlace(Source source, Graph graph, Node start) {
    boolean[] reached = new boolean[graph.size()];
    reached[start.id()] = true;
    for (Node node : graph.nodes()) {
      for (Node arg : node.args()) {
        reached[node.id()] |= reached[arg.id()];
      }
      Span origin = graph.origin(node);
      if (reached[node.id()] && origin != null && origin.source() == source) {
        return origin;
      }
    }
    return null;
  }
}
