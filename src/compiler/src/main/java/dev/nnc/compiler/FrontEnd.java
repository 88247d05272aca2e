package dev.nnc.compiler;

import dev.nnc.compiler.elaborate.Definitions;
import dev.nnc.compiler.elaborate.ElaboratedModel;
import dev.nnc.compiler.elaborate.ModelElaborator;
import dev.nnc.compiler.elaborate.Programs;
import dev.nnc.compiler.elaborate.SettingsReader;
import dev.nnc.compiler.elaborate.TrainElaborator;
import dev.nnc.compiler.elaborate.Training;
import dev.nnc.compiler.source.Code;
import dev.nnc.compiler.source.CompileException;
import dev.nnc.compiler.source.Diagnostic;
import dev.nnc.compiler.source.Diagnostics;
import dev.nnc.compiler.source.Source;
import dev.nnc.compiler.source.Span;
import dev.nnc.compiler.source.Suggestion;
import dev.nnc.compiler.syntax.Definition;
import dev.nnc.compiler.syntax.Expr;
import dev.nnc.compiler.syntax.Parser;
import dev.nnc.compiler.syntax.SourceFile;
import dev.nnc.compiler.syntax.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/** Text to programs; everything that can be wrong with a file is found here. */
final class FrontEnd {
  /** Definitions may call each other deeply: more stack than a thread usually has. */
  private static final long STACK_BYTES = 128L << 20;

  private final Source source;
  private final Options options;
  private final Definitions.Importer importer;
  private final Diagnostics diagnostics = new Diagnostics();
  private final Map<String, Expr> hyperparameters = new LinkedHashMap<>();
  private final Map<String, Expr> settings = new LinkedHashMap<>();

  FrontEnd(Source source, Options options, Definitions.Importer importer) {
    this.source = source;
    this.options = options;
    this.importer = importer;
  }

  /** Runs on a thread of its own, for its stack. */
  Elaborated elaborate() {
    AtomicReference<Elaborated> result = new AtomicReference<>();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread thread =
        new Thread(
            null,
            () -> {
              try {
                result.set(run());
              } catch (StackOverflowError e) {
                failure.set(tooDeep());
              } catch (Throwable e) {
                failure.set(e);
              }
            },
            "nnc-elaborate",
            STACK_BYTES);
    thread.start();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    Throwable thrown = failure.get();
    if (thrown instanceof RuntimeException e) {
      throw e;
    } else if (thrown instanceof Error e) {
      throw e;
    }
    return result.get();
  }

  private CompileException tooDeep() {
    Diagnostics found = new Diagnostics();
    found.error(
        Code.TOO_DEEP,
        new Span(source, 0, 0),
        "formulas and definitions are nested deeper than the compiler follows",
        "name parts of the long formulas, or call fewer definitions inside of each other");
    return new CompileException(found.all());
  }

  private Elaborated run() {
    SourceFile file = Parser.parse(source, diagnostics);
    Definitions definitions = new Definitions(file, importer, diagnostics);
    stopOnErrors();
    Definition.Model model = choose(definitions);
    stopOnErrors();
    Definition.Train train = definitions.train(model.name());
    if (train != null) {
      for (Statement.Assign setting : train.settings()) {
        settings.put(setting.name(), setting.value());
      }
    }
    options.set().forEach((name, text) -> override(name, text, model));
    stopOnErrors();
    ElaboratedModel elaborated =
        new ModelElaborator(
                definitions, model, hyperparameters, settings.get("frozen"), diagnostics)
            .elaborate();
    Training training = train(definitions, elaborated);
    stopOnErrors();
    Programs programs = Programs.of(elaborated, training, diagnostics, model.nameSpan());
    stopOnErrors();
    String className = packageName() + "." + model.name();
    return new Elaborated(
        source,
        elaborated,
        training,
        programs.all(),
        programs.info(elaborated, training, className, options.precision(), options.simplify()),
        diagnostics.all());
  }

  private Training train(Definitions definitions, ElaboratedModel model) {
    if (model == null) {
      return null;
    }
    return new TrainElaborator(definitions, model.losses(), model.measures(), diagnostics)
        .elaborate(settings);
  }

  private void stopOnErrors() {
    if (diagnostics.hasErrors()) {
      List<Diagnostic> all = new ArrayList<>(diagnostics.all());
      all.removeIf(d -> d.severity() != Diagnostic.Severity.ERROR);
      throw new CompileException(all);
    }
  }

  private Definition.Model choose(Definitions definitions) {
    List<Definition.Model> models = definitions.models();
    List<String> names = models.stream().map(Definition.Model::name).toList();
    for (Definition.Train train : definitions.trains()) {
      if (!names.contains(train.name())) {
        unknownModel(train.name(), names, train.nameSpan());
      }
    }
    if (options.model() != null && !names.contains(options.model())) {
      unknownModel(options.model(), names, new Span(source, 0, 0));
      return null;
    }
    if (models.isEmpty()) {
      diagnostics.error(
          Code.INCOMPLETE_MODEL,
          new Span(source, 0, 0),
          "the file has no model",
          "start with: model Name { input x  ...  output y  loss ... }");
      return null;
    }
    return models.stream()
        .filter(m -> options.model() == null || m.name().equals(options.model()))
        .filter(m -> options.model() != null || definitions.train(m.name()) != null)
        .findFirst()
        .orElse(models.get(0));
  }

  private void unknownModel(String name, List<String> names, Span span) {
    String fix =
        Suggestion.closest(name, names)
            .map(s -> "did you mean `" + s + "`?")
            .orElse(names.isEmpty() ? "" : "the models are " + String.join(", ", names));
    diagnostics.error(Code.UNKNOWN_NAME, span, "there is no model `" + name + "`", fix);
  }

  private void override(String name, String text, Definition.Model model) {
    Expr value = SettingsReader.parse("--set " + name, text, diagnostics);
    if (value == null) {
      return;
    }
    List<String> own = model.hyperparameters().stream().map(Statement.Parameter::name).toList();
    if (name.startsWith("train.")) {
      settings.put(name.substring("train.".length()), value);
    } else if (own.contains(name)) {
      hyperparameters.put(name, value);
    } else if (SettingsReader.NAMES.contains(name)) {
      settings.put(name, value);
    } else {
      List<String> known = new ArrayList<>(own);
      known.addAll(SettingsReader.NAMES);
      String fix =
          Suggestion.closest(name, known)
              .map(s -> "did you mean `" + s + "`?")
              .orElse("the hyperparameters are " + String.join(", ", own));
      diagnostics.error(
          Code.UNKNOWN_NAME,
          value.span(),
          "`" + model.name() + "` has no hyperparameter or setting `" + name + "`",
          fix);
    }
  }

  /** The chosen package, or one made from the file's name. */
  private String packageName() {
    if (options.packageName() != null) {
      return options.packageName();
    }
    String file = source.name().replaceAll(".*[/\\\\]", "").replaceAll("\\.nn$", "");
    String plain = file.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "");
    return plain.isEmpty() || Character.isDigit(plain.charAt(0)) ? "model" + plain : plain;
  }
}
