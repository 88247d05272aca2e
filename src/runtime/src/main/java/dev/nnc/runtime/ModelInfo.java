package dev.nnc.runtime;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a compiled model is, as far as its users need to know. All shapes are those of one example.
 *
 * @param className the binary name of the generated class
 * @param doc the documentation of the model, or an empty text
 * @param precision the format of all its arrays
 * @param inputs what {@code predict} reads, in the order of the file
 * @param targets what training reads besides
 * @param outputs what {@code predict} gives
 * @param parameters where each parameter lies in the slot {@code parameters}
 * @param parameterCount the length of that slot
 * @param fittedCount the length of the slot {@code fitted}
 * @param metrics the names of the metrics, in the order of the slot {@code values}
 * @param accumulatorCount the length of the slot {@code accumulators}
 * @param losses what training makes small, in the order in which they take their turns in a step;
 *     empty for a model that is not trained. The parameters of the first come first, then those of
 *     the second, and so on; what is behind the last is frozen
 * @param scheduleMemory the first values of the slot {@code memory} of the schedule
 * @param settings how it is trained unless told otherwise
 * @param fingerprint of all that decides the numbers of a step: the formulas of the model, its loss
 *     and metrics, first weights, optimiser and schedule, with their hyperparameters and what they
 *     use of other files and the library. Comments and names of values do not count, nor do the
 *     settings: {@link Checkpoint} compares those that a run must keep. Empty where nobody computed
 *     it
 * @param entries its further methods, in the order of the file
 * @param states where each state lies in the slot {@code states}: numbers that training steps carry
 *     on, not trained by gradient
 */
public record ModelInfo(
    String className,
    String doc,
    Precision precision,
    List<Field> inputs,
    List<Field> targets,
    List<Output> outputs,
    List<Parameter> parameters,
    int parameterCount,
    int fittedCount,
    List<String> metrics,
    int accumulatorCount,
    List<Loss> losses,
    List<Double> scheduleMemory,
    Settings settings,
    String fingerprint,
    List<Entry> entries,
    List<Parameter> states) {

  /** Copies the lists. */
  public ModelInfo {
    inputs = List.copyOf(inputs);
    targets = List.copyOf(targets);
    outputs = List.copyOf(outputs);
    parameters = List.copyOf(parameters);
    metrics = List.copyOf(metrics);
    losses = List.copyOf(losses);
    scheduleMemory = List.copyOf(scheduleMemory);
    states = List.copyOf(states);
    entries = List.copyOf(entries);
  }

  /** A description of a model without further methods and states. */
  public ModelInfo(
      String className,
      String doc,
      Precision precision,
      List<Field> inputs,
      List<Field> targets,
      List<Output> outputs,
      List<Parameter> parameters,
      int parameterCount,
      int fittedCount,
      List<String> metrics,
      int accumulatorCount,
      List<Loss> losses,
      List<Double> scheduleMemory,
      Settings settings,
      String fingerprint) {
    this(
        className,
        doc,
        precision,
        inputs,
        targets,
        outputs,
        parameters,
        parameterCount,
        fittedCount,
        metrics,
        accumulatorCount,
        losses,
        scheduleMemory,
        settings,
        fingerprint,
        List.of(),
        List.of());
  }

  /** A description without a fingerprint. */
  public ModelInfo(
      String className,
      String doc,
      Precision precision,
      List<Field> inputs,
      List<Field> targets,
      List<Output> outputs,
      List<Parameter> parameters,
      int parameterCount,
      int fittedCount,
      List<String> metrics,
      int accumulatorCount,
      List<Loss> losses,
      List<Double> scheduleMemory,
      Settings settings) {
    this(
        className,
        doc,
        precision,
        inputs,
        targets,
        outputs,
        parameters,
        parameterCount,
        fittedCount,
        metrics,
        accumulatorCount,
        losses,
        scheduleMemory,
        settings,
        "");
  }

  /**
   * The same model with what training found to put in place of missing numbers. Targets take none:
   * answers are not made up.
   *
   * @param fills a number for each element, by the name of the input; others lose theirs
   */
  public ModelInfo withFills(Map<String, List<Double>> fills) {
    return copy(
        inputs.stream().map(i -> i.withFills(fills.getOrDefault(i.name(), List.of()))).toList(),
        targets,
        fingerprint);
  }

  /**
   * The same model with other numbers of classes.
   *
   * @param classes how many, by the name of the field; others keep theirs
   */
  public ModelInfo withClasses(Map<String, Integer> classes) {
    return copy(
        inputs.stream()
            .map(f -> f.withClasses(classes.getOrDefault(f.name(), f.classes())))
            .toList(),
        targets.stream()
            .map(f -> f.withClasses(classes.getOrDefault(f.name(), f.classes())))
            .toList(),
        fingerprint);
  }

  /** The same model with another fingerprint. */
  public ModelInfo withFingerprint(String other) {
    return copy(inputs, targets, other);
  }

  private ModelInfo copy(List<Field> newInputs, List<Field> newTargets, String newFingerprint) {
    return new ModelInfo(
        className,
        doc,
        precision,
        newInputs,
        newTargets,
        outputs,
        parameters,
        parameterCount,
        fittedCount,
        metrics,
        accumulatorCount,
        losses,
        scheduleMemory,
        settings,
        newFingerprint,
        entries,
        states);
  }

  /** The length of the slot {@code states}. */
  public int stateCount() {
    return states.stream().mapToInt(Parameter::size).sum();
  }

  /**
   * An input or target.
   *
   * @param name its name in formulas; its slot is {@code input:name} or {@code target:name}
   * @param shape the sizes of its axes, none for a single number
   * @param classes for a whole number in 0 until classes that count, else 0
   * @param categories for a categorical column the texts, in the order of their class numbers, else
   *     empty
   * @param columns the columns or arrays it comes from; empty where its own name says it. A number
   *     in braces such as {@code {3}} is a column's place, from 0
   * @param fitted where its means start in the slot {@code fitted}, followed by its deviations, one
   *     a number each; -1 where it is not standardized
   * @param fills what takes the place of a missing number, one for each element in row-major order;
   *     empty where nothing does
   * @param doc its documentation, or an empty text
   */
  public record Field(
      String name,
      List<Integer> shape,
      int classes,
      List<String> categories,
      List<String> columns,
      int fitted,
      List<Double> fills,
      String doc) {
    /**
     * Copies the lists.
     *
     * @throws IllegalArgumentException if there are fills, but not one for each element
     */
    public Field {
      shape = List.copyOf(shape);
      categories = List.copyOf(categories);
      columns = List.copyOf(columns);
      fills = List.copyOf(fills);
      int size = shape.stream().reduce(1, Math::multiplyExact);
      if (!fills.isEmpty() && fills.size() != size) {
        throw new IllegalArgumentException(
            name + " has " + size + " numbers but " + fills.size() + " fills");
      }
    }

    /** A field without fills. */
    public Field(
        String name,
        List<Integer> shape,
        int classes,
        List<String> categories,
        List<String> columns,
        int fitted,
        String doc) {
      this(name, shape, classes, categories, columns, fitted, List.of(), doc);
    }

    /** The same with other numbers in place of missing ones. */
    public Field withFills(List<Double> other) {
      return new Field(name, shape, classes, categories, columns, fitted, other, doc);
    }

    /** The same with another number of classes. */
    public Field withClasses(int other) {
      return new Field(name, shape, other, categories, columns, fitted, fills, doc);
    }

    /** How many numbers one example has. */
    public int size() {
      return shape.stream().reduce(1, Math::multiplyExact);
    }

    /** How many classes a number of it may name, or 0 where it is no class. */
    public int classCount() {
      return categories.isEmpty() ? classes : categories.size();
    }

    /** Fails where a number is none of its classes. */
    void check(int element, double value) {
      ModelInfo.check(name, shape, classCount(), element, value);
    }
  }

  /** Fails where an element of something is none of so many classes; 0 stands for no classes. */
  private static void check(
      String name, List<Integer> shape, int classes, int element, double value) {
    // Written so that NaN fails, too.
    if (classes > 0 && !(value >= 0 && value < classes && value == Math.rint(value))) {
      throw new IllegalArgumentException(
          String.format(
              "%s must be a whole number from 0 to %d, not %s",
              name + (shape.stream().allMatch(dim -> dim == 1) ? "" : "[" + element + "]"),
              classes - 1,
              value));
    }
  }

  /**
   * An output.
   *
   * @param name its name; its slot is {@code output:name}
   * @param shape the sizes of its axes, none for a single number
   * @param as the target in whose units and categories it is, or an empty text
   * @param doc its documentation, or an empty text
   */
  public record Output(String name, List<Integer> shape, String as, String doc) {
    /** Copies the list. */
    public Output {
      shape = List.copyOf(shape);
    }

    /** How many numbers one example has. */
    public int size() {
      return shape.stream().reduce(1, Math::multiplyExact);
    }
  }

  /**
   * A further method of the model, over the same weights. Its routine is {@code entry:name}.
   *
   * @param name its name
   * @param inputs what it reads, in order; their slots are {@code input:…}
   * @param carried what one call leaves to the next, see {@link Session}; empty for a plain method
   * @param outputs what it gives, at least one; their slots are {@code output:…}
   * @param doc its documentation, or an empty text
   */
  public record Entry(
      String name, List<Field> inputs, List<Carried> carried, List<Output> outputs, String doc) {
    /** Copies the lists. */
    public Entry {
      inputs = List.copyOf(inputs);
      carried = List.copyOf(carried);
      outputs = List.copyOf(outputs);
    }

    private String signature() {
      String kept =
          carried.stream()
              .map(c -> c.name() + c.shape() + (c.classes() > 0 ? ": class" : ""))
              .collect(Collectors.joining(", "));
      return "; "
          + name
          + ModelInfo.signature(inputs, outputs)
          + (kept.isEmpty() ? "" : " with ")
          + kept;
    }
  }

  /**
   * A value that one call of an entry leaves to the next. Its slot is {@code carried:name}.
   *
   * @param name its name
   * @param shape the sizes of its axes, none for a single number
   * @param classes for whole numbers in 0 until classes that count, else 0
   */
  public record Carried(String name, List<Integer> shape, int classes) {
    /** Copies the list. */
    public Carried {
      shape = List.copyOf(shape);
    }

    /** Real numbers. */
    public Carried(String name, List<Integer> shape) {
      this(name, shape, 0);
    }

    /** How many numbers one example has. */
    public int size() {
      return shape.stream().reduce(1, Math::multiplyExact);
    }

    /** Fails where a number is none of its classes. */
    void check(int element, double value) {
      ModelInfo.check(name, shape, classes, element, value);
    }
  }

  /**
   * A trained parameter, or a state.
   *
   * @param name the path of its instance and its own name, such as {@code dense1.W}
   * @param shape the sizes of its axes
   * @param offset where it starts in the slot {@code parameters} or {@code states}
   */
  public record Parameter(String name, List<Integer> shape, int offset) {
    /** Copies the list. */
    public Parameter {
      shape = List.copyOf(shape);
    }

    /** How many numbers it has. */
    public int size() {
      return shape.stream().reduce(1, Math::multiplyExact);
    }
  }

  /**
   * A loss and the parameters that it trains, which lie together.
   *
   * @param name its name; {@code loss} where the model has one without a name
   * @param offset where its parameters start in the slot {@code parameters}
   * @param count how many numbers they have
   * @param every it takes its turn in the steps i, from 1, that are multiples of this
   * @param optimizerState the first values of its optimiser's states
   * @param averaged whether the last of these states is an average of the parameters, which are
   *     used in place of the parameters themselves wherever these do not learn
   */
  public record Loss(
      String name,
      int offset,
      int count,
      int every,
      List<Double> optimizerState,
      boolean averaged) {
    /** Copies the list. */
    public Loss {
      optimizerState = List.copyOf(optimizerState);
      if (every < 1) {
        throw new IllegalArgumentException("loss " + name + " cannot be trained every " + every);
      }
      if (averaged && optimizerState.isEmpty()) {
        throw new IllegalArgumentException("loss " + name + " has no average");
      }
    }

    /** The only loss of a model, for so many parameters. */
    public static Loss only(int count, List<Double> optimizerState) {
      return new Loss("loss", 0, count, 1, optimizerState, false);
    }

    /** How many numbers its optimiser remembers: each state has one for each parameter. */
    public int stateCount() {
      return Math.multiplyExact(optimizerState.size(), count);
    }

    /** How many turns it has taken after so many steps. */
    public long turns(long steps) {
      return steps / every;
    }
  }

  /**
   * The routine that does something for one of the losses: {@code train}, or {@code train:name}
   * where the model has several.
   *
   * @param task {@code train} or {@code update}
   * @param loss one of the losses
   */
  public String routine(String task, Loss loss) {
    return losses.size() == 1 ? task : task + ":" + loss.name();
  }

  /** The parameters that a loss trains. */
  public List<Parameter> parameters(Loss loss) {
    int end = loss.offset() + loss.count();
    return parameters.stream()
        .filter(p -> p.offset() >= loss.offset() && p.offset() < end)
        .toList();
  }

  /** What can be monitored: the losses by name where there are several, and the metrics. */
  public List<String> measures() {
    return losses.size() < 2
        ? metrics
        : Stream.concat(losses.stream().map(Loss::name), metrics.stream()).toList();
  }

  /**
   * The categories whose numbers an output gives, one each.
   *
   * @param output one of the outputs
   * @return the texts, or an empty list where it is not given as a categorical target or has not
   *     one number a category
   */
  public List<String> categories(Output output) {
    Field target = output.as().isEmpty() ? null : field(output.as());
    boolean matches = target != null && target.categories().size() == output.size();
    return matches ? target.categories() : List.of();
  }

  /**
   * What callers rely on: the numbers of inputs and outputs, in order, and their kinds. Such as
   * {@code float (sqft, plan: text, image[28, 28]) -> (price)}, and behind it the same for each
   * entry.
   */
  public String signature() {
    return precision.name().toLowerCase(Locale.ROOT)
        + " "
        + signature(inputs, outputs)
        + entries.stream().map(Entry::signature).collect(Collectors.joining());
  }

  private static String signature(List<Field> inputs, List<Output> outputs) {
    return inputs.stream()
            .map(i -> i.name() + (i.shape().isEmpty() ? "" : i.shape()) + kind(i))
            .collect(Collectors.joining(", ", "(", ") -> "))
        + outputs.stream()
            .map(o -> o.name() + (o.shape().isEmpty() ? "" : o.shape()))
            .collect(Collectors.joining(", ", "(", ")"));
  }

  private static String kind(Field input) {
    return !input.categories().isEmpty() ? ": text" : input.classes() > 0 ? ": class" : "";
  }

  /**
   * The entry of a name.
   *
   * @param name its name
   * @return the entry, or null
   */
  public Entry entry(String name) {
    return entries.stream().filter(e -> e.name().equals(name)).findFirst().orElse(null);
  }

  /** The inputs, then the targets. */
  public List<Field> fields() {
    return Stream.concat(inputs.stream(), targets.stream()).toList();
  }

  /**
   * The input or target of a name.
   *
   * @param name its name in formulas
   * @return the field, or null
   */
  public Field field(String name) {
    for (Field field : fields()) {
      if (field.name().equals(name)) {
        return field;
      }
    }
    return null;
  }
}
