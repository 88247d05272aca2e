package dev.nnc.compiler.pass;

import dev.nnc.compiler.ir.Graph;
import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.ir.Program;
import dev.nnc.compiler.ir.Type;
import dev.nnc.compiler.ir.Verifier;
import dev.nnc.compiler.op.Build;
import dev.nnc.compiler.op.Elementwise;
import dev.nnc.compiler.op.Leaf;
import dev.nnc.compiler.op.View;
import dev.nnc.compiler.shape.Shape;
import dev.nnc.compiler.source.Span;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes the optimiser's update part of the backward pass: of the programs {@code train} and {@code
 * update} one that computes the loss, the new parameters and the new state of the optimiser without
 * storing a gradient. The formula of the update, which goes over the vector of all parameters, is
 * written down anew for each parameter in the parameter's own shape, where the gradient comes
 * about. All operations stay what they were, so that all bits do.
 *
 * <p>Nothing is updated in place: results go to the slots {@code parameters'} and {@code state'}.
 * So the numbers of before are there if those of after turn out not to be finite.
 *
 * <p>That is legal where
 *
 * <ul>
 *   <li>the update works element by element: a new number depends on the numbers in the same place
 *       and on what is one for all, such as the rate. Norms over parameters or gradients forbid it,
 *       and so do optimisers that look at each parameter on its own;
 *   <li>{@linkplain Contagion whatever is not finite} in a gradient makes the new parameter not
 *       finite: then to look at the new parameters is as good as to look at the gradients.
 * </ul>
 */
public final class FuseUpdate {
  private static final String GRADIENTS = "gradients";
  private static final String PARAMETERS = "parameters";
  private static final String STATE = "state";

  private final Program train;
  private final Program update;
  private final int count;
  private final Graph graph;
  private final Build build;
  private final Shape all;
  private final Map<Node, Program.Input> places = new HashMap<>();
  private final Map<Node, Node> scalars = new HashMap<>();
  private final List<Program.Input> inputs;
  private final List<Program.Output> outputs = new ArrayList<>();

  private FuseUpdate(Program train, Program update, int count) {
    this.train = train;
    this.update = update;
    this.count = count;
    graph = train.graph();
    build = new Build(graph);
    all = Shape.of(count);
    inputs = new ArrayList<>(train.inputs());
    update.inputs().forEach(input -> places.put(input.leaf(), input));
  }

  /**
   * Fuses a program that computes gradients with one that updates parameters.
   *
   * @param name what the fused program is called
   * @param train gives the loss, the gradients by all parameters and whatever else; new nodes go to
   *     its graph
   * @param update makes new parameters and states of gradients, in place
   * @param count how many parameters there are in all, at least 1
   * @return a program with the results of both but the gradients, or nothing where that is not
   *     legal
   */
  public static Optional<Program> fuse(String name, Program train, Program update, int count) {
    FuseUpdate fusion = new FuseUpdate(train, update, count);
    return fusion.legal() ? Optional.of(fusion.program(name)) : Optional.empty();
  }

  private boolean legal() {
    List<Node> nodes = Verifier.reachable(update);
    return nodes.stream().allMatch(this::elementwise)
        && update.outputs().stream()
            .allMatch(out -> nodes.stream().anyMatch(node -> isAt(node, out.slot())))
        && update.outputs().stream().allMatch(output -> output.value().shape().equals(all))
        && update.outputs().stream().anyMatch(output -> output.slot().equals(PARAMETERS))
        && update.outputs().stream()
            .filter(output -> output.slot().equals(PARAMETERS))
            .allMatch(output -> output.offset() == 0 && infected(nodes, output.value()));
  }

  private boolean infected(List<Node> nodes, Node value) {
    return nodes.stream().anyMatch(node -> isAt(node, GRADIENTS) && Contagion.reaches(node, value));
  }

  private boolean isAt(Node leaf, String slot) {
    return places.containsKey(leaf) && places.get(leaf).slot().equals(slot);
  }

  /** Whether a value of the update is one for all parameters, or one number for each. */
  private boolean elementwise(Node node) {
    boolean scalar = node.shape().rank() == 0;
    if (!scalar && !node.shape().equals(all)) {
      return false;
    }
    if (node.op() instanceof Elementwise) {
      return true;
    } else if (node.op() instanceof View) {
      return node.arg(0).shape().rank() == 0;
    } else if (node.op() instanceof Leaf.Given) {
      boolean whole = isAt(node, GRADIENTS) || isAt(node, PARAMETERS);
      return scalar
          || (whole && places.get(node).offset() == 0)
          || (isAt(node, STATE) && places.get(node).offset() % count == 0);
    }
    return node.op() instanceof Leaf.Constant constant && constant.values().size() == 1;
  }

  private Program program(String name) {
    Span before = graph.at(null);
    for (Program.Output output : train.outputs()) {
      if (output.slot().equals(GRADIENTS)) {
        follow(output);
      } else {
        outputs.add(output);
      }
    }
    graph.at(before);
    return Prune.prune(new Program(name, graph, inputs, outputs));
  }

  /** Writes the update down for the parameter to which a gradient belongs. */
  private void follow(Program.Output gradient) {
    Shape shape = gradient.value().shape();
    Node parameter = parameter(gradient);
    String called = ((Leaf.Given) parameter.op()).name();
    Map<Node, Node> made = new HashMap<>();
    for (Node node : Verifier.reachable(update)) {
      graph.at(update.graph().origin(node));
      Node now;
      if (isAt(node, GRADIENTS)) {
        now = gradient.value();
      } else if (isAt(node, PARAMETERS)) {
        now = build.reshape(parameter, shape);
      } else if (isAt(node, STATE)) {
        now = state(node, called, shape, gradient.offset());
      } else {
        now = node.shape().rank() == 0 ? scalar(node) : whole(node, shape, made);
      }
      made.put(node, now);
    }
    for (Program.Output output : update.outputs()) {
      boolean parameters = output.slot().equals(PARAMETERS);
      String title = parameters ? called + "'" : output.name() + " of " + called;
      Node value = made.get(output.value());
      graph.name(value, title);
      int place = output.offset() + gradient.offset();
      outputs.add(new Program.Output(title, value, output.slot() + "'", place));
    }
  }

  /** The leaf of a parameter; where the loss does not depend on it, it is not there yet. */
  private Node parameter(Program.Output gradient) {
    for (Program.Input input : inputs) {
      if (input.slot().equals(PARAMETERS) && input.offset() == gradient.offset()) {
        return input.leaf();
      }
    }
    String name = gradient.name().substring(gradient.name().indexOf(' ') + 1);
    Type type = Type.real(gradient.value().shape());
    return given(Leaf.Role.PARAMETER, name, type, PARAMETERS, gradient.offset());
  }

  private Node state(Node leaf, String parameter, Shape shape, int offset) {
    String name = ((Leaf.Given) leaf.op()).name() + " of " + parameter;
    int place = places.get(leaf).offset() + offset;
    return given(Leaf.Role.ARGUMENT, name, leaf.type().with(shape), STATE, place);
  }

  private Node given(Leaf.Role role, String name, Type type, String slot, int offset) {
    Node leaf = graph.node(new Leaf.Given(role, name, type));
    inputs.add(new Program.Input(leaf, slot, offset));
    return leaf;
  }

  /** What is one for all parameters is made once; its arguments have been. */
  private Node scalar(Node node) {
    Node known = scalars.get(node);
    if (known == null) {
      known = graph.node(node.op(), node.args().stream().map(scalars::get).toList());
      scalars.put(node, known);
      if (places.containsKey(node)) {
        inputs.add(new Program.Input(known, places.get(node).slot(), places.get(node).offset()));
      }
    }
    return known;
  }

  private Node whole(Node node, Shape shape, Map<Node, Node> made) {
    if (node.op() instanceof View) {
      return build.broadcast(made.get(node.arg(0)), shape);
    } else if (node.op() instanceof Leaf.Constant constant) {
      Type scalar = node.type().with(Shape.SCALAR);
      Node one =
          graph.node(
              new Leaf.Constant(Collections.singletonList(constant.values().get(0)), scalar));
      return build.broadcast(one, shape);
    }
    return graph.node(node.op(), node.args().stream().map(made::get).toList());
  }
}
