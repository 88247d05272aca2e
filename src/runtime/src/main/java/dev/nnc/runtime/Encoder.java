package dev.nnc.runtime;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An entry that reads a source for another one to write from, as in translation: it carries
 * nothing, and has an output for each input of the writer besides the token and the position, of
 * the same name and size.
 *
 * @param reader the entry that reads
 * @param writer the entry that writes
 */
public record Encoder(ModelInfo.Entry reader, ModelInfo.Entry writer) {
  /**
   * The encoder of an entry.
   *
   * @param info the model
   * @param writer an entry that maps a token to logits
   * @return the first entry that can be its encoder; none where it has no further inputs
   */
  public static Optional<Encoder> of(ModelInfo info, ModelInfo.Entry writer) {
    List<ModelInfo.Field> needed = needed(writer);
    if (needed.isEmpty()) {
      return Optional.empty();
    }
    return info.entries().stream()
        .filter(entry -> entry.carried().isEmpty() && gives(entry, needed))
        .findFirst()
        .map(entry -> new Encoder(entry, writer));
  }

  /** The inputs of a writer besides the token and the position. */
  static List<ModelInfo.Field> needed(ModelInfo.Entry writer) {
    List<ModelInfo.Field> inputs = writer.inputs();
    return inputs.subList(BeamSearch.takesPosition(inputs) ? 2 : 1, inputs.size());
  }

  private static boolean gives(ModelInfo.Entry entry, List<ModelInfo.Field> needed) {
    Set<String> given =
        entry.outputs().stream().map(o -> o.name() + o.shape()).collect(Collectors.toSet());
    return needed.stream().allMatch(field -> given.contains(field.name() + field.shape()));
  }

  /**
   * Hands what was read on to all rows of a session.
   *
   * @param read a run of the reader
   * @param session of the writer
   */
  public void hand(Predictor read, Session session) {
    for (ModelInfo.Field field : needed(writer)) {
      double[] values = read.getDoubles(output(field.name()));
      int input = writer.inputs().indexOf(field);
      for (int row = 0; row < session.capacity(); row++) {
        session.row(row);
        session.set(input, values);
      }
    }
    session.row(0);
  }

  private int output(String name) {
    List<String> names = reader.outputs().stream().map(ModelInfo.Output::name).toList();
    return names.indexOf(name);
  }
}
