package dev.nnc.compiler.elaborate;

import dev.nnc.compiler.ir.Graph;
import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.pass.OwnGradients;
import dev.nnc.runtime.ModelInfo;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A model as a DAG: what it reads, what it gives, its loss.
 *
 * @param name the name in the file
 * @param doc its documentation
 * @param graph holds all nodes
 * @param inputs what it reads, each with its leaf
 * @param targets what training reads besides, each with its leaf
 * @param outputs what it gives, as inference computes it
 * @param parameters what is trained, those of each loss together, and then what is frozen
 * @param states numbers that training steps carry on, each with its value after a step
 * @param fitted leaves of fitted statistics, each with its place
 * @param fittedCount how many fitted numbers there are
 * @param losses what training makes small, in the order in which they take their turns
 * @param metrics scalars over the whole evaluation set
 * @param entries further methods
 * @param hyperparameters names and values as texts, for the record
 */
public record ElaboratedModel(
    String name,
    String doc,
    Graph graph,
    List<Given> inputs,
    List<Given> targets,
    List<Result> outputs,
    List<Parameter> parameters,
    Map<Parameter, Node> states,
    List<Fitted> fitted,
    int fittedCount,
    List<Loss> losses,
    List<Metric> metrics,
    List<Entry> entries,
    List<String> hyperparameters) {

  /** The names of what can be monitored: the losses where there are several, and the metrics. */
  public List<String> measures() {
    Stream<String> names = losses.size() < 2 ? Stream.of() : losses.stream().map(Loss::name);
    return Stream.concat(names, metrics.stream().map(Metric::name)).toList();
  }

  /** The names of the parameters whose gradient goes through an estimator of one's own. */
  public Set<String> estimated() {
    List<Node> leaves = parameters.stream().map(Parameter::leaf).toList();
    Set<Node> found = new HashSet<>();
    losses.forEach(loss -> found.addAll(OwnGradients.estimated(loss.training(), leaves)));
    return parameters.stream()
        .filter(parameter -> found.contains(parameter.leaf()))
        .map(Parameter::name)
        .collect(Collectors.toSet());
  }

  /**
   * An input or target.
   *
   * @param info what it is
   * @param leaf its node, with a batch axis
   */
  public record Given(ModelInfo.Field info, Node leaf) {}

  /**
   * An output.
   *
   * @param info what it is
   * @param value its node, with a batch axis
   */
  public record Result(ModelInfo.Output info, Node value) {}

  /**
   * A fitted statistic.
   *
   * @param leaf its node
   * @param offset where it starts in the slot {@code fitted}
   */
  public record Fitted(Node leaf, int offset) {}

  /**
   * A loss and what it trains.
   *
   * @param name its name; {@code loss} where the file gives none
   * @param training its mean over the batch, as training computes it
   * @param value the same as inference computes it
   * @param parameters what it trains
   * @param offset where those start among all parameters
   * @param count how many numbers they have
   * @param every it takes its turn in every so-many-th step
   */
  public record Loss(
      String name,
      Node training,
      Node value,
      List<Parameter> parameters,
      int offset,
      int count,
      int every) {}

  /**
   * A further method, as inference computes it.
   *
   * @param info what it is
   * @param inputs what it reads, each with its leaf
   * @param carried what one call leaves to the next
   * @param results what it gives
   */
  public record Entry(
      ModelInfo.Entry info, List<Given> inputs, List<Carried> carried, List<Result> results) {}

  /**
   * A value that one call of an entry leaves to the next.
   *
   * @param info what it is
   * @param leaf its value before the call, with a batch axis
   * @param start its value before the first call, with a batch axis
   * @param next its value after the call, with a batch axis
   */
  public record Carried(ModelInfo.Carried info, Node leaf, Node start, Node next) {}

  /**
   * A metric.
   *
   * @param name its name
   * @param value a scalar over the batch
   */
  public record Metric(String name, Node value) {}
}
