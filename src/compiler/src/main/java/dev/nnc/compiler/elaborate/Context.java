package dev.nnc.compiler.elaborate;

import dev.nnc.compiler.elaborate.Value.Tensor;
import dev.nnc.compiler.ir.Graph;
import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.ir.Type;
import dev.nnc.compiler.op.Leaf;
import dev.nnc.compiler.shape.Shape;
import dev.nnc.compiler.source.Code;
import dev.nnc.compiler.source.Diagnostics;
import dev.nnc.compiler.source.Span;
import dev.nnc.compiler.syntax.Definition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What the elaboration of one model shares: its graph, its parameters, where it stands. */
final class Context {
  private final Definitions definitions;
  private final Diagnostics diagnostics;
  private final Graph graph = new Graph();
  private final Tensors tensors = new Tensors(graph);
  private final Index batch = Index.batch();
  private final List<Parameter> parameters = new ArrayList<>();
  private final Set<Parameter> frozen = new LinkedHashSet<>();
  private final Map<String, Value> shared = new LinkedHashMap<>();
  private final List<Parameter> states = new ArrayList<>();
  private final Map<Parameter, Node> next = new HashMap<>();
  private final Scope globals = new Scope(null);
  private Instance frame;
  private boolean training;
  private int parameterCount;
  private int stateCount;
  private final Map<Site, Integer> sites = new HashMap<>();
  private final Map<Site, Integer> passes = new HashMap<>();
  private List<Index> drawn = List.of();
  private int initialSites;
  private int orders;

  Context(Definitions definitions, Diagnostics diagnostics) {
    this.definitions = definitions;
    this.diagnostics = diagnostics;
    globals.define("batch", new Value.IndexValue(batch));
  }

  Definitions definitions() {
    return definitions;
  }

  Diagnostics diagnostics() {
    return diagnostics;
  }

  Graph graph() {
    return graph;
  }

  Tensors tensors() {
    return tensors;
  }

  /** The index over the examples. */
  Index batch() {
    return batch;
  }

  /** The scope that every definition sees. */
  Scope globals() {
    return globals;
  }

  /** The instances that all models of the file have in common, by their names. */
  Map<String, Value> shared() {
    return shared;
  }

  /** A fresh scope for the parameters and the body of a definition. */
  Scope scopeOf(Definition.Callable definition) {
    return new Scope(globals, definitions.isLibrary(definition.span().source()));
  }

  /** The instance in whose body the elaboration is. */
  Instance frame() {
    return frame;
  }

  /** Enters an instance's body; gives the one that was left, to be entered again afterwards. */
  Instance enter(Instance instance) {
    Instance before = frame;
    frame = instance;
    return before;
  }

  /** Whether the graph of a training step is elaborated, and not that of inference. */
  boolean training() {
    return training;
  }

  /** Starts the elaboration for training or for inference from the model's beginning. */
  void begin(boolean forTraining, Instance model) {
    training = forTraining;
    passes.clear();
    next.clear();
    drawn = List.of(batch);
    frame = model;
    model.begin();
  }

  /** A fresh index; fresh ones lie behind those made before. */
  Index index(String name, int start, int size, Span span) {
    return new Index(name, nextOrder(), start, size, span);
  }

  /** A rank for an index, with room for a group of indices behind it. */
  int nextOrder() {
    orders += 64;
    return orders;
  }

  /**
   * Where random numbers are drawn: a place in the text, for an instance, and how often that was
   * passed before. Training and inference pass the same sites, so each has one number in both.
   */
  private record Site(Instance instance, Span place, int pass) {}

  /** Random numbers that differ from those of any other site of the model. */
  Node noise(Shape shape, Span place) {
    int pass = passes.merge(new Site(frame, place, 0), 1, Integer::sum) - 1;
    int site = sites.computeIfAbsent(new Site(frame, place, pass), s -> sites.size());
    return graph.node(new Leaf.Uniform(site, shape));
  }

  /** A random number in [0, 1) for each example and each place of the indices drawn along. */
  Tensor draw(Span place) {
    int[] dims = drawn.stream().mapToInt(Index::size).toArray();
    return new Tensor(noise(Shape.of(dims), place), drawn);
  }

  /**
   * Lets noise be drawn at each place of further indices.
   *
   * @return those that it was drawn along so far, for {@link #drawAlong}
   */
  List<Index> drawAlso(List<Index> more) {
    List<Index> before = drawn;
    TreeSet<Index> all = new TreeSet<>(Tensors.ORDER);
    all.addAll(drawn);
    all.addAll(more);
    drawn = List.copyOf(all);
    return before;
  }

  /** Lets noise be drawn along these indices and no others; gives those before. */
  List<Index> drawAlong(List<Index> indices) {
    List<Index> before = drawn;
    drawn = indices;
    return before;
  }

  /** Random numbers for the first value of a parameter. */
  Node initialNoise(Shape shape) {
    return graph.node(new Leaf.Uniform(--initialSites, shape));
  }

  List<Parameter> parameters() {
    return List.copyOf(parameters);
  }

  /** The parameters that keep their first values, as their own definitions say. */
  Set<Parameter> frozen() {
    return frozen;
  }

  int parameterCount() {
    return parameterCount;
  }

  List<Parameter> states() {
    return List.copyOf(states);
  }

  /** Adds a state behind all others. */
  Parameter state(String name, Shape shape, Node initial, Span span) {
    long end = stateCount + shape.elements();
    if (end > Integer.MAX_VALUE - 8) {
      throw Fault.at(Code.TOO_LARGE, span, "the states have more than 2^31 numbers", "");
    }
    Node leaf = graph.node(new Leaf.Given(Leaf.Role.STATE, name, Type.real(shape)));
    Parameter state = new Parameter(name, leaf, initial, stateCount);
    states.add(state);
    stateCount = (int) end;
    return state;
  }

  /** A state's value here: what the step found, or what an application before this one left. */
  Node current(Parameter state) {
    return next.getOrDefault(state, state.leaf());
  }

  /** Says what a state is from here on. */
  void advance(Parameter state, Node value) {
    next.put(state, value);
  }

  /** Adds a parameter behind all others. */
  Parameter parameter(String name, Shape shape, Node initial, Span span) {
    long end = parameterCount + shape.elements();
    if (end > Integer.MAX_VALUE - 8) {
      throw Fault.at(
          Code.TOO_LARGE, span, "the model has more than 2^31 parameters", "make it smaller");
    }
    Node leaf = graph.node(new Leaf.Given(Leaf.Role.PARAMETER, name, Type.real(shape)));
    Parameter parameter = new Parameter(name, leaf, initial, parameterCount);
    parameters.add(parameter);
    parameterCount = (int) end;
    return parameter;
  }
}
