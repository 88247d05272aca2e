package dev.nnc.compiler.emit;

import dev.nnc.compiler.emit.Signature.Parameter;
import dev.nnc.runtime.ModelInfo;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What a generated class has for an entry. A plain entry is a method that takes its inputs. One
 * that carries values is a method without arguments, which gives a session: a nested class whose
 * method {@code step} takes the inputs. Several results come back in a nested record.
 *
 * @param name the method of the model, as Java can spell it
 * @param entry the number of the entry
 * @param parameters one for each input, in order
 * @param results what it gives, in order
 * @param record the simple name of the nested record of the results, or null for a single result
 * @param session the simple name of the nested class of sessions, or null for a plain method
 */
public record EntrySignature(
    String name,
    int entry,
    List<Parameter> parameters,
    List<Result> results,
    String record,
    String session) {
  /** Words that name something else inside of a nested record. */
  private static final Set<String> OF_RECORDS =
      Set.of(
          "hashCode",
          "equals",
          "toString",
          "getClass",
          "notify",
          "notifyAll",
          "wait",
          "clone",
          "finalize");

  /** Nested classes of the model that hold its routines, and names that the code itself uses. */
  private static final Set<String> NESTED =
      Set.of(
          "Predict",
          "Initialize",
          "Train",
          "Evaluate",
          "Metrics",
          "Update",
          "Rate",
          "Remember",
          "Entry",
          "Start");

  /** Beyond so many parameters another one might not fit. */
  private static final int MOST = 100;

  /**
   * A result.
   *
   * @param name as Java can spell it
   * @param scalar whether it is a single number
   */
  public record Result(String name, boolean scalar) {}

  /** Copies the lists. */
  public EntrySignature {
    parameters = List.copyOf(parameters);
    results = List.copyOf(results);
  }

  /** Whether a step can put its result, a single array, into one of the caller. */
  public static boolean fills(EntrySignature entry) {
    boolean clash = entry.parameters().size() >= MOST;
    return entry.record() == null && !entry.results().get(0).scalar() && !clash;
  }

  /** What the parameter for that array is called. */
  public static String into(EntrySignature entry) {
    Set<String> names = new HashSet<>();
    entry.parameters().forEach(parameter -> names.add(parameter.name()));
    return Signature.fresh("into", names);
  }

  /**
   * What the entries of a model become.
   *
   * @param info the model
   * @return one for each entry, in order; none for an entry with more inputs than a method can
   *     take, which is asked through a {@link dev.nnc.runtime.Predictor} or {@link
   *     dev.nnc.runtime.Session}
   */
  public static List<EntrySignature> of(ModelInfo info) {
    Set<String> methods = Signature.taken();
    Signature.of(info).forEach(output -> methods.add(output.name()));
    Set<String> types = new HashSet<>(NESTED);
    types.add(info.className().substring(info.className().lastIndexOf('.') + 1));
    List<EntrySignature> signatures = new ArrayList<>();
    for (int i = 0; i < info.entries().size(); i++) {
      ModelInfo.Entry entry = info.entries().get(i);
      List<Parameter> parameters = Signature.parameters(entry.inputs());
      if (!Signature.fits(parameters)) {
        continue;
      }
      Set<String> names = new HashSet<>(OF_RECORDS);
      List<Result> results = new ArrayList<>();
      for (ModelInfo.Output output : entry.outputs()) {
        results.add(new Result(Signature.fresh(output.name(), names), output.shape().isEmpty()));
      }
      String name = Signature.fresh(entry.name(), methods);
      String type = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
      signatures.add(
          new EntrySignature(
              name,
              i,
              parameters,
              results,
              results.size() == 1 ? null : Signature.fresh(type + "Result", types),
              entry.carried().isEmpty() ? null : Signature.fresh(type, types)));
    }
    return signatures;
  }
}
