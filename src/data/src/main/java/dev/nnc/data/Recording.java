package dev.nnc.data;

import dev.nnc.runtime.ModelInfo.Field;
import dev.nnc.runtime.Settings.Source;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A recording outside of a set of examples, as a trained model is given one. */
public final class Recording {
  private static final List<String> KEPT = List.of("rate", "window", "hop", "truncate");

  private Recording() {}

  /**
   * Whether fields can take a recording: one takes samples or features, and perhaps another one how
   * many there are.
   *
   * @param fields of a model or entry
   * @return whether nothing else is asked for
   */
  public static boolean fits(List<Field> fields) {
    List<Field> sounds = AudioSource.sounds(fields);
    return sounds.size() == 1
        && fields.size() <= 2
        && fields.stream()
            .allMatch(f -> sounds.contains(f) || AudioSource.isLength(f, sounds.get(0)));
  }

  /**
   * Reads a WAV file.
   *
   * @param file the file
   * @param learned the data that the model learned from, which say how features are computed
   * @param fields that {@linkplain #fits fit}
   * @return the numbers of each field, by its name
   * @throws DataException if the file is no recording, or not as the model needs it
   */
  public static Map<String, double[]> read(Path file, Source learned, List<Field> fields) {
    Map<String, String> arguments = new LinkedHashMap<>();
    if (learned != null && learned.format().equals("audio")) {
      arguments.putAll(learned.arguments());
      arguments.keySet().retainAll(KEPT);
    } else if (learned != null && learned.format().equals("speech")) {
      arguments.put("rate", String.valueOf(Speaker.RATE));
    }
    Path path = file.toAbsolutePath();
    arguments.put("0", path.toString());
    Arguments source = new Arguments(new Source("audio", arguments), path.getParent());
    return AudioSource.single(source, fields);
  }
}
