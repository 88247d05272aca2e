package dev.nnc.cli.reference;

import dev.nnc.cli.derivation.Equations;
import dev.nnc.compiler.Compiler;
import dev.nnc.compiler.Elaborated;
import dev.nnc.compiler.Options;
import dev.nnc.compiler.elaborate.Definitions;
import dev.nnc.compiler.ir.Program;
import dev.nnc.compiler.pass.Pipeline;
import dev.nnc.compiler.source.CompileException;
import dev.nnc.compiler.source.Source;
import dev.nnc.compiler.syntax.Definition;
import dev.nnc.runtime.ModelInfo;
import dev.nnc.runtime.Precision;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The derivatives of functions and layers as the compiler derives them: the definition is applied
 * to small tensors, differentiated by each argument, and simplified.
 */
final class Derivatives {
  private final Source source;
  private final Definitions.Importer importer;

  /**
   * Of the definitions that a file sees.
   *
   * @param source the file; may have no text at all, since the library is always there
   * @param importer finds what it imports
   */
  Derivatives(Source source, Definitions.Importer importer) {
    this.source = source;
    this.importer = importer;
  }

  /**
   * A derivation.
   *
   * @param shapes of the arguments that it is written for
   * @param lines equations
   */
  record Derived(String shapes, List<String> lines) {}

  /**
   * The derivative by each argument that is a real number or tensor of them, and by each learned
   * parameter.
   *
   * @param definition a function or layer
   * @return the equations; empty where nothing can be differentiated, or no trial compiles
   */
  Optional<Derived> of(Definition.Callable definition) {
    for (Trial trial : Trial.of(definition)) {
      Elaborated plain = elaborated(trial.model(""));
      if (plain != null) {
        // What reduces its arguments to a number is shown at work on several of them.
        Elaborated wider = elaborated(trial.withVectors().model(""));
        boolean reduces = wider != null && result(wider).shape().isEmpty();
        return reduces ? derived(trial.withVectors(), wider) : derived(trial, plain);
      }
    }
    return Optional.empty();
  }

  private static ModelInfo.Output result(Elaborated model) {
    return model.info().outputs().get(0);
  }

  private Optional<Derived> derived(Trial trial, Elaborated plain) {
    List<Integer> shape = result(plain).shape();
    boolean single = shape.isEmpty();
    String more = single ? "" : "  input " + Trial.ADJOINT + shape + "\n";
    String value = single ? Trial.RESULT : "sum(" + Trial.RESULT + " * " + Trial.ADJOINT + ")";
    String above = single ? "∂Y/∂" : "∂L/∂";
    Map<String, String> wanted = new LinkedHashMap<>();
    trial.names().forEach(name -> wanted.put(name, value));
    plain.info().parameters().forEach(p -> wanted.put(p.name(), "sum[batch] " + value));
    Map<String, String> titles = new LinkedHashMap<>();
    Elaborated all = differentiated(trial, more, wanted, titles);
    if (all == null) { // what is a class, for one, cannot be differentiated by
      wanted.keySet().removeIf(by -> single(trial, more, by, wanted.get(by)) == null);
      titles.clear();
      all = differentiated(trial, more, wanted, titles);
    }
    titles.replaceAll((output, by) -> above + plainName(by));
    return Optional.ofNullable(all).map(a -> new Derived(trial.shapes(), lines(a, titles)));
  }

  private Elaborated single(Trial trial, String more, String by, String number) {
    return differentiated(trial, more, Map.of(by, number), new LinkedHashMap<>());
  }

  /**
   * A trial with a derivative by each variable.
   *
   * @param more statements of the trial
   * @param wanted what to differentiate, by the variable
   * @param titles gets the variable of each output
   */
  private Elaborated differentiated(
      Trial trial, String more, Map<String, String> wanted, Map<String, String> titles) {
    StringBuilder text = new StringBuilder(more);
    wanted.forEach(
        (by, number) -> {
          String name = "derivative_" + titles.size();
          text.append("  output " + name + " = grad(" + number + ", wrt: " + by + ")\n");
          titles.put(name, by);
        });
    return wanted.isEmpty() ? null : elaborated(trial.model(text.toString()));
  }

  private static String plainName(String name) {
    return name.replace(Trial.LAYER + ".", "");
  }

  private static List<String> lines(Elaborated all, Map<String, String> titles) {
    Program program = Pipeline.standard().run(all.program("predict")).program();
    return Equations.of(program, output -> titles.get(output.name()), all.source()).stream()
        .map(line -> plainName(line).replaceAll("\\b" + Trial.ADJOINT + "\\b", "∂L/∂Y"))
        .toList();
  }

  /** A model behind the text of the file, understood; null where it has errors. */
  private Elaborated elaborated(String model) {
    Source whole = new Source(source.name(), source.text() + "\n" + model);
    try {
      return Compiler.elaborate(
          whole, new Options(Precision.DOUBLE, Map.of(), null, Trial.MODEL, true), importer);
    } catch (CompileException e) {
      return null; // the trial does not fit the definition; the next one may
    }
  }
}
