package dev.nnc.compiler.elaborate;

import dev.nnc.compiler.syntax.Definition;
import dev.nnc.compiler.syntax.Expr;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A layer with its own weights, or the model itself. Applying it again finds the same parameters
 * and the same inner instances: an inner instance is known by the place in the text that makes it
 * and by how often that place was passed before in the same application.
 */
final class Instance {
  private final Definition.Callable definition;
  private final Scope config;
  private Instance owner;
  private final Map<String, Parameter> parameters = new LinkedHashMap<>();
  private final Map<String, Parameter> states = new LinkedHashMap<>();
  private final Map<Integer, Map<Integer, Instance>> inner = new HashMap<>();
  private final Map<Integer, Integer> passes = new HashMap<>();
  private final IdentityHashMap<Expr, Integer> places = new IdentityHashMap<>();
  private final Map<String, Integer> counts = new HashMap<>();
  private String name;

  /**
   * A layer, or the model where definition and owner are null; without a definition only, what
   * holds the instances of a pipeline.
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

  /**
   * Names an instance after a variable, unless it has a name already; the instances of a pipeline
   * after the variable and their layers, such as {@code encoder.dense2}.
   */
  static void call(Value.Function function, String variable) {
    Map<String, Integer> counts = new HashMap<>();
    for (Value.Function stage : stages(function)) {
      if (stage instanceof Value.Layer layer && layer.instance().name == null) {
        String kind = layer.instance().definition.name();
        layer.instance().name =
            stage == function
                ? variable
                : variable + "." + kind + counts.merge(kind, 1, Integer::sum);
      }
    }
  }

  /** A place for the instances of a named pipeline. */
  static Instance home(String name, Instance owner) {
    Instance home = new Instance(null, null, owner);
    home.name = name;
    return home;
  }

  /** Takes in the instances that a pipeline has already, unless they have names. */
  void adopt(Value.Function pipeline) {
    for (Value.Function stage : stages(pipeline)) {
      if (stage instanceof Value.Layer layer && layer.instance().name == null) {
        layer.instance().owner = this;
      }
    }
  }

  /** Whether a function makes instances when it is applied. */
  static boolean makesInstances(Value.Function function) {
    return stages(function).stream().anyMatch(Instance::stageMakesInstances);
  }

  /** Whether a function has instances, or makes some when it is applied. */
  static boolean hasInstances(Value.Function function) {
    return stages(function).stream()
        .anyMatch(stage -> stage instanceof Value.Layer || stageMakesInstances(stage));
  }

  private static boolean stageMakesInstances(Value.Function stage) {
    return stage instanceof Value.Deferred
        || stage instanceof Value.Repeated
        || (stage instanceof Value.Defined defined
            && defined.definition().kind() == Definition.Kind.LAYER);
  }

  /** The functions of a pipeline in their order. */
  private static List<Value.Function> stages(Value.Function pipeline) {
    List<Value.Function> found = new ArrayList<>();
    Deque<Value.Function> waiting = new ArrayDeque<>(List.of(pipeline));
    while (!waiting.isEmpty()) {
      Value.Function next = waiting.pop();
      if (next instanceof Value.Composed composed) {
        waiting.push(composed.second());
        waiting.push(composed.first());
      } else if (next instanceof Value.Partial partial) {
        waiting.push(partial.function());
      } else {
        found.add(next);
      }
    }
    return found;
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
