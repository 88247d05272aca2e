package dev.nnc.maven;

import dev.nnc.compiler.Compiler;
import dev.nnc.compiler.Elaborated;
import dev.nnc.compiler.Options;
import dev.nnc.compiler.Tuning;
import dev.nnc.compiler.source.CompileException;
import dev.nnc.compiler.source.Diagnostic;
import dev.nnc.compiler.source.Diagnostics;
import dev.nnc.compiler.source.Source;
import dev.nnc.compiler.syntax.Definition;
import dev.nnc.compiler.syntax.Parser;
import dev.nnc.compiler.syntax.SourceFile;
import dev.nnc.runtime.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.maven.plugin.MojoFailureException;

/** Runs a task over the models of a project, as far as anything changed since the last time. */
final class Build {
  private final Settings settings;
  private final Libraries libraries;
  private final Reporter reporter;
  private final Task task;
  private final Map<Path, String> makers = new HashMap<>();
  private int made;
  private int current;

  /**
   * What the user chose.
   *
   * @param options of the compiler; the package is that of each file
   * @param version the hash of the compiler
   */
  record Settings(Options options, String version) {
    private String key(ModelSource source, Reporter.Warnings warnings) {
      return new Fingerprint()
          .add(version)
          .add(warnings.name()) // a file that has some is looked at again where they become fatal
          .add(options.toString())
          .add(source.path().toString())
          .add(String.valueOf(source.packageName()))
          .add(source.source().text())
          .add(source.tuning() == null ? "-" : source.tuning().text())
          .hex();
    }
  }

  Build(Settings settings, Libraries libraries, Reporter reporter, Task task) {
    this.settings = settings;
    this.libraries = libraries;
    this.reporter = reporter;
    this.task = task;
  }

  /**
   * Brings all outputs up to date and deletes those that nothing makes any more.
   *
   * @param sources all files
   * @param ledgerFile where the goal keeps its ledger, or null to run for all files and keep none
   * @throws IOException if files cannot be read or written
   * @throws MojoFailureException if the task fails for a model
   */
  void run(List<ModelSource> sources, Path ledgerFile) throws IOException, MojoFailureException {
    Ledger before = ledgerFile == null ? new Ledger() : Ledger.read(ledgerFile);
    Ledger after = new Ledger();
    for (ModelSource source : sources) {
      Ledger.Entry old = before.get(source.name());
      String key = settings.key(source, reporter.warnings());
      if (old != null && old.key().equals(key) && holds(old)) {
        old.outputs().keySet().forEach(path -> makers.put(path, source.name()));
        after.put(source.name(), old);
        current++;
      } else {
        after.put(source.name(), make(source, key, old));
        made++;
      }
    }
    Set<Path> stale = new LinkedHashSet<>(before.outputs());
    after.outputs().forEach(stale::remove);
    for (Path path : stale) {
      if (Files.deleteIfExists(path)) {
        reporter.changed(path);
      }
      task.removed(path);
    }
    if (ledgerFile != null && (!sources.isEmpty() || Files.exists(ledgerFile))) {
      after.write(ledgerFile);
    }
  }

  /** How many files were worked on. */
  int made() {
    return made;
  }

  /** How many files had not changed. */
  int current() {
    return current;
  }

  private boolean holds(Ledger.Entry entry) throws IOException {
    return holds(entry.inputs())
        && holds(entry.outputs())
        && entry.imports().stream().allMatch(libraries::same);
  }

  private static boolean holds(Map<Path, String> hashes) throws IOException {
    for (Map.Entry<Path, String> file : hashes.entrySet()) {
      if (!hash(file.getKey()).equals(file.getValue())) {
        return false;
      }
    }
    return true;
  }

  private static String hash(Path path) throws IOException {
    return Files.isRegularFile(path) ? Fingerprint.of(Files.readAllBytes(path)) : "-";
  }

  private Ledger.Entry make(ModelSource source, String key, Ledger.Entry old)
      throws IOException, MojoFailureException {
    reporter.clear(source.path());
    Set<Diagnostic> diagnostics = new LinkedHashSet<>();
    Map<Path, String> inputs = new LinkedHashMap<>();
    Map<Path, String> outputs = new LinkedHashMap<>();
    for (String model : models(source, diagnostics)) {
      try {
        Options options = options(source, model);
        Elaborated elaborated = Compiler.elaborate(source.source(), options, libraries);
        diagnostics.addAll(elaborated.warnings());
        for (Path input : task.inputs(elaborated)) {
          inputs.put(input, hash(input));
        }
        for (Map.Entry<Path, byte[]> file : task.outputs(elaborated, options).entrySet()) {
          claim(file.getKey(), source);
          write(file.getKey(), file.getValue());
          outputs.put(file.getKey(), Fingerprint.of(file.getValue()));
        }
      } catch (CompileException e) {
        diagnostics.addAll(e.diagnostics());
      }
    }
    boolean failed = reporter.tell(diagnostics, source.path());
    List<Libraries.Lookup> imports = libraries.lookups();
    if (failed && old != null) {
      old.outputs().forEach(outputs::putIfAbsent); // still there, and deleted with the input
    }
    return new Ledger.Entry(failed ? Ledger.FAILED : key, imports, inputs, outputs);
  }

  /** The names of the models; a file without any is there to be imported. */
  private static List<String> models(ModelSource source, Set<Diagnostic> diagnostics) {
    Diagnostics found = new Diagnostics();
    SourceFile file = Parser.parse(source.source(), found);
    if (found.hasErrors()) {
      diagnostics.addAll(found.all());
      return List.of();
    }
    return file.definitions().stream()
        .filter(Definition.Model.class::isInstance)
        .map(Definition::name)
        .distinct()
        .toList();
  }

  private Options options(ModelSource source, String model) {
    Options chosen = settings.options();
    Options options =
        new Options(
                chosen.precision(), chosen.set(), source.packageName(), model, chosen.simplify())
            .with(chosen.memory());
    Source tuning = source.tuning();
    return tuning == null ? options : options.with(Tuning.read(tuning).choices());
  }

  private void claim(Path path, ModelSource source) throws IOException {
    String other = makers.putIfAbsent(path, source.name());
    if (other != null && !other.equals(source.name())) {
      throw new IOException(
          other + " and " + source.name() + " both make " + path + "; rename one of the models");
    }
  }

  private void write(Path path, byte[] bytes) throws IOException {
    if (Files.isRegularFile(path) && Arrays.equals(Files.readAllBytes(path), bytes)) {
      return; // its time stays, so that javac does not run for nothing
    }
    Files.createDirectories(path.getParent());
    AtomicFile.write(path, out -> out.write(bytes));
    reporter.changed(path);
  }
}
