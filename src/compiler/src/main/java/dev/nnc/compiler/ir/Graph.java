package dev.nnc.compiler.ir;

import dev.nnc.compiler.source.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An expression DAG. Nodes are interned: asking for an operator over the same arguments twice gives
 * the same node, so a common subexpression cannot be built twice. Where a node came from in the
 * source is kept beside it and is no part of its identity.
 */
public final class Graph {
  /** More nodes than this are refused. */
  public static final int LIMIT = 2_000_000;

  private record Key(Op op, List<Node> args) {}

  private final boolean interning;
  private final Map<Key, Node> interned = new HashMap<>();
  private final List<Node> nodes = new ArrayList<>();
  private final List<Span> origins = new ArrayList<>();
  private final List<String> names = new ArrayList<>();
  private final Map<Object, Integer> numbers = new HashMap<>();
  private Span current;
  private long requests;

  /** An empty graph. */
  public Graph() {
    this(true);
  }

  private Graph(boolean interning) {
    this.interning = interning;
  }

  /**
   * An empty graph that shares nothing: asked twice, it gives two nodes. Programs over it compute
   * what others do, over and over: where that is wanted instead of keeping a value, or to measure
   * what sharing is worth.
   */
  public static Graph unshared() {
    return new Graph(false);
  }

  /**
   * The node of an operator over arguments.
   *
   * @param op what it computes
   * @param args nodes of this graph
   * @return the one such node
   * @throws IllegalArgumentException if the arguments do not fit the operator
   */
  public Node node(Op op, List<Node> args) {
    requests++;
    Key key = new Key(op, List.copyOf(args));
    Node known = interning ? interned.get(key) : null;
    if (known != null) {
      return known;
    }
    if (nodes.size() >= LIMIT) {
      throw new IllegalStateException("more than " + LIMIT + " nodes");
    }
    for (Node arg : args) {
      if (arg.id() >= nodes.size() || nodes.get(arg.id()) != arg) {
        throw new IllegalArgumentException("an argument of another graph: " + arg);
      }
    }
    Type type = op.type(args.stream().map(Node::type).toList());
    Node node = new Node(nodes.size(), op, key.args(), type);
    nodes.add(node);
    origins.add(current);
    names.add(null);
    if (interning) {
      interned.put(key, node);
    }
    return node;
  }

  /** The node of an operator over arguments. */
  public Node node(Op op, Node... args) {
    return node(op, List.of(args));
  }

  /**
   * A number for something that operators refer to, such as a loop.
   *
   * @param key what it is
   * @return the same number for equal keys, a fresh one for others
   */
  public int number(Object key) {
    return numbers.computeIfAbsent(key, k -> numbers.size());
  }

  /** All nodes, arguments before the nodes that use them. */
  public List<Node> nodes() {
    return List.copyOf(nodes);
  }

  /** How many nodes there are. */
  public int size() {
    return nodes.size();
  }

  /** How often a node was asked for: without sharing there would be that many. */
  public long requests() {
    return requests;
  }

  /**
   * Says from where the nodes made from now on come.
   *
   * @param span a place in the source, or null
   * @return what was said before, to be restored
   */
  public Span at(Span span) {
    Span before = current;
    current = span;
    return before;
  }

  /** From where a node comes, or null. */
  public Span origin(Node node) {
    return origins.get(node.id());
  }

  /**
   * Remembers what the user calls a value, for listings. The first name stays.
   *
   * @param node the value
   * @param name its name in the source
   */
  public void name(Node node, String name) {
    if (names.get(node.id()) == null) {
      names.set(node.id(), name);
    }
  }

  /** What the user calls a value, or null. */
  public String name(Node node) {
    return names.get(node.id());
  }
}
