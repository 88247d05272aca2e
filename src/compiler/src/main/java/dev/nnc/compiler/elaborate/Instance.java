package dev.nnc.compiler.elaborate;

import dev.nnc.compiler.syntax.Definition;
import dev.nnc.compiler.syntax.Expr;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A layer with its own weights, or the model itself. Applying it again finds the same parameters
 * and the same inner instances: an inner instance is known by the place in the text that makes it
 * and by how often that place was passed before in the same application.
 */
final class Instance {
  private final Definition.Callable definition;
  private final Scope config;
  private final Instance owner;
  private final Map<String, Parameter> parameters = new LinkedHashMap<>();
  private final Map<String, Parameter> states = new LinkedHashMap<>();
  private final Map<Integer, Map<Integer, Instance>> inner = new HashMap<>();
  private final Map<Integer, Integer> passes = new HashMap<>();
  private final IdentityHashMap<Expr, Integer> places = new IdentityHashMap<>();
  private final Map<String, Integer> counts = new HashMap<>();
  private String name;

  /**
   * A layer, or the model where definition and owner are null.
   *
   * @param definition its text
   * @param config its configuration by name
   * @param owner the instance in whose body it is made
   */
  Instance(Definition.Callable definition, Scope config, Instance owner) {
    this.definition = definition;
    this.config = config;
    this.owner = owner;
  }

  Definition.Callable definition() {
    return definition;
  }

  Scope config() {
    return config;
  }

  Map<String, Parameter> parameters() {
    return parameters;
  }

  Map<String, Parameter> states() {
    return states;
  }

  /** Gives it the name of a variable, unless it has a name already. */
  void call(String variable) {
    if (name == null) {
      name = variable;
    }
  }

  /** Its place in the model, such as {@code block2.dense1}; empty for the model. */
  String path() {
    if (owner == null) {
      return "";
    }
    if (name == null) {
      name = definition.name() + owner.counts.merge(definition.name(), 1, Integer::sum);
    }
    String outer = owner.path();
    return outer.isEmpty() ? name : outer + "." + name;
  }

  /** How often each place was passed so far, to be restored by {@link #reset}. */
  Map<Integer, Integer> mark() {
    return Map.copyOf(passes);
  }

  /** Goes back to where {@link #mark} was called: what was made since is found again. */
  void reset(Map<Integer, Integer> mark) {
    passes.clear();
    passes.putAll(mark);
  }

  /** Starts an application: places count from zero again. */
  void begin() {
    passes.clear();
  }

  /**
   * The inner instance that a place in the text makes this time.
   *
   * @param place the expression
   * @return the instance known from an earlier application, or null
   */
  Instance known(Expr place) {
    int id = places.computeIfAbsent(place, p -> places.size());
    return inner.getOrDefault(id, Map.of()).get(passes.getOrDefault(id, 0));
  }

  /** Remembers the inner instance that a place made and counts the pass. */
  Instance passed(Expr place, Instance made) {
    int id = places.computeIfAbsent(place, p -> places.size());
    int pass = passes.merge(id, 1, Integer::sum) - 1;
    inner.computeIfAbsent(id, k -> new HashMap<>()).put(pass, made);
    return made;
  }
}
