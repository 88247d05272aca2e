package dev.nnc.compiler.elaborate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Names and their values, inside the names of an enclosing scope. */
final class Scope {
  private final Scope parent;
  private final Map<String, Value> values = new LinkedHashMap<>();
  private final boolean library;

  Scope(Scope parent) {
    this(parent, parent != null && parent.library);
  }

  /**
   * A scope of its own kind.
   *
   * @param parent the enclosing scope, or null
   * @param library whether it belongs to a definition of the library, whose names mean the
   *     library's definitions, whatever a user's file defines
   */
  Scope(Scope parent, boolean library) {
    this.parent = parent;
    this.library = library;
  }

  boolean isLibrary() {
    return library;
  }

  /** The value of a name here or further out, or null. */
  Value find(String name) {
    for (Scope scope = this; scope != null; scope = scope.parent) {
      Value value = scope.values.get(name);
      if (value != null) {
        return value;
      }
    }
    return null;
  }

  /** Whether the name is defined in this scope itself. */
  boolean defines(String name) {
    return values.containsKey(name);
  }

  void define(String name, Value value) {
    values.put(name, value);
  }

  /** All names that can be seen, the nearest first. */
  List<String> names() {
    List<String> names = new ArrayList<>();
    for (Scope scope = this; scope != null; scope = scope.parent) {
      names.addAll(scope.values.keySet());
    }
    return names;
  }
}
