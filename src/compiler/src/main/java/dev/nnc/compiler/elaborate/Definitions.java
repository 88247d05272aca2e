package dev.nnc.compiler.elaborate;

import dev.nnc.compiler.elaborate.Value.Num;
import dev.nnc.compiler.source.Code;
import dev.nnc.compiler.source.Diagnostic;
import dev.nnc.compiler.source.Diagnostics;
import dev.nnc.compiler.source.Source;
import dev.nnc.compiler.source.Span;
import dev.nnc.compiler.syntax.Definition;
import dev.nnc.compiler.syntax.Heading;
import dev.nnc.compiler.syntax.Parser;
import dev.nnc.compiler.syntax.SourceFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All definitions that a file sees: its own, those it imports, and the library's. */
public final class Definitions {
  /** Finds the text of an imported file. */
  public interface Importer {
    /**
     * Looks a file up.
     *
     * @param from the file that imports
     * @param path the path as written
     * @return its text, or empty where there is none
     */
    Optional<Source> find(Source from, String path);
  }

  private final Map<String, Definition.Callable> own = new LinkedHashMap<>();
  private final Map<String, Heading> library = new LinkedHashMap<>();
  private final Map<String, Definition.Shared> shared = new LinkedHashMap<>();
  private final Map<String, Definition.Model> models = new LinkedHashMap<>();
  private final Map<String, Definition.Train> trains = new LinkedHashMap<>();
  private final Set<Source> librarySources = new LinkedHashSet<>();
  private final Diagnostics diagnostics;
  private final Importer importer;

  /**
   * Collects the definitions of a file and of all it imports.
   *
   * @param file the file
   * @param importer finds imported files
   * @param diagnostics where errors go
   */
  public Definitions(SourceFile file, Importer importer, Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
    this.importer = importer;
    for (Library.Part part : Library.parts()) {
      librarySources.add(part.source());
      part.headings().forEach(h -> library.put(key(h.kind(), h.name()), h));
    }
    List<String> path = new ArrayList<>(List.of(file.source().name()));
    add(file, path, new LinkedHashSet<>(path), true);
    for (Definition.Shared instance : shared.values()) {
      Definition.Callable other = own.get(key(Definition.Kind.LAYER, instance.name()));
      if (other != null) {
        duplicate(instance.name(), instance.nameSpan(), other.nameSpan());
      }
    }
  }

  private static String key(Definition.Kind kind, String name) {
    return switch (kind) {
      case FN, LAYER -> "value " + name;
      case INITIALIZER, OPTIMIZER, SCHEDULE -> kind.keyword() + " " + name;
    };
  }

  private void add(SourceFile file, List<String> path, Set<String> seen, boolean main) {
    for (Definition definition : file.definitions()) {
      if (definition instanceof Definition.Import imported) {
        include(file, imported, path, seen);
      } else if (definition instanceof Definition.Callable callable) {
        Definition.Callable before =
            own.putIfAbsent(key(callable.kind(), callable.name()), callable);
        if (before != null) {
          duplicate(callable.name(), callable.nameSpan(), before.nameSpan());
        }
        checkLists(callable);
      } else if (definition instanceof Definition.Shared instance) {
        Definition.Shared before = shared.putIfAbsent(instance.name(), instance);
        if (before != null) {
          duplicate(instance.name(), instance.nameSpan(), before.nameSpan());
        }
      } else if (definition instanceof Definition.Model model && main) {
        Definition.Model before = models.putIfAbsent(model.name(), model);
        if (before != null) {
          duplicate(model.name(), model.nameSpan(), before.nameSpan());
        }
      } else if (definition instanceof Definition.Train train && main) {
        Definition.Train before = trains.putIfAbsent(train.name(), train);
        if (before != null) {
          duplicate("train " + train.name(), train.nameSpan(), before.nameSpan());
        }
      }
    }
  }

  private void checkLists(Definition.Callable callable) {
    boolean one =
        callable.kind() == Definition.Kind.INITIALIZER
            || callable.kind() == Definition.Kind.SCHEDULE;
    if (one && !callable.data().isEmpty()) {
      diagnostics.error(
          Code.MISPLACED,
          callable.data().get(0).span(),
          "the " + callable.kind().keyword() + " `" + callable.name() + "` has a second list",
          "only an optimizer has one, for the parameter that it sees");
    }
  }

  private void duplicate(String name, Span span, Span first) {
    diagnostics.report(
        new Diagnostic(
            Diagnostic.Severity.ERROR,
            Code.DUPLICATE_NAME,
            "`" + name + "` is defined twice",
            span,
            List.of(new Diagnostic.Note("first defined here", first)),
            "rename or remove one"));
  }

  private void include(
      SourceFile file, Definition.Import imported, List<String> path, Set<String> seen) {
    Optional<Source> source = importer.find(file.source(), imported.name());
    if (source.isEmpty()) {
      diagnostics.error(
          Code.IMPORT_NOT_FOUND,
          imported.span(),
          "the file \"" + imported.name() + "\" cannot be found",
          "the path counts from the folder of this file");
    } else if (path.contains(source.get().name())) {
      diagnostics.error(
          Code.IMPORT_CYCLE,
          imported.span(),
          "files import each other in a circle: "
              + String.join(" → ", path)
              + " → "
              + source.get().name(),
          "move what both need into a third file");
    } else if (seen.add(source.get().name())) {
      List<String> deeper = new ArrayList<>(path);
      deeper.add(source.get().name());
      add(Parser.parse(source.get(), diagnostics), deeper, seen, false);
    }
  }

  /** The models of the file itself, in written order. */
  public List<Definition.Model> models() {
    return List.copyOf(models.values());
  }

  /** The instances that all models have in common, in written order, imported ones included. */
  List<Definition.Shared> shared() {
    return List.copyOf(shared.values());
  }

  /** The training settings of a model, or null. */
  public Definition.Train train(String model) {
    return trains.get(model);
  }

  /** All training settings of the file itself. */
  public List<Definition.Train> trains() {
    return List.copyOf(trains.values());
  }

  boolean isLibrary(Source source) {
    return librarySources.contains(source);
  }

  /** A definition by its name; in the library's own bodies the library's comes first. */
  private Definition.Callable find(Definition.Kind kind, String name, boolean inLibrary) {
    String key = key(kind, name);
    Definition.Callable mine = own.get(key);
    Heading heading = library.get(key);
    return heading == null || (mine != null && !inLibrary) ? mine : heading.definition();
  }

  Definition.Callable initializer(String name, Scope scope) {
    return find(Definition.Kind.INITIALIZER, name, scope.isLibrary());
  }

  Definition.Callable optimizer(String name) {
    return find(Definition.Kind.OPTIMIZER, name, false);
  }

  Definition.Callable schedule(String name) {
    return find(Definition.Kind.SCHEDULE, name, false);
  }

  /** What a name means: nearest scope first, then definitions, then the compiler's own. */
  Value lookup(String name, Scope scope, Context context) {
    Value local = scope.find(name);
    if (local != null) {
      return local;
    }
    Value shared = scope.isLibrary() ? null : context.shared().get(name);
    if (shared != null) {
      return shared;
    }
    Definition.Callable callable = find(Definition.Kind.FN, name, scope.isLibrary());
    if (callable != null) {
      return new Value.Defined(callable);
    }
    Builtin builtin = Builtins.ALL.get(name);
    if (builtin != null) {
      return new Value.BuiltIn(builtin);
    }
    return switch (name) {
      case "pi" -> new Num(Math.PI);
      case "inf" -> new Num(Double.POSITIVE_INFINITY);
      case "training" -> new Value.Truth(context.training());
      default -> null;
    };
  }

  /** All names that are known everywhere. */
  List<String> names() {
    List<String> names = new ArrayList<>(Builtins.ALL.keySet());
    names.addAll(shared.keySet());
    own.values().forEach(d -> names.add(d.name()));
    library.values().forEach(h -> names.add(h.name()));
    return names;
  }

  /** The names of all definitions of a kind. */
  List<String> names(Definition.Kind kind) {
    List<String> names = new ArrayList<>();
    own.values().stream().filter(d -> d.kind() == kind).forEach(d -> names.add(d.name()));
    library.values().stream().filter(h -> h.kind() == kind).forEach(h -> names.add(h.name()));
    return names;
  }
}
