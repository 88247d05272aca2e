package dev.nnc.cli.picture;

import dev.nnc.cli.terminal.Exit;
import dev.nnc.cli.terminal.Failure;
import dev.nnc.runtime.ModelInfo;
import dev.nnc.runtime.ModelInfo.Field;
import dev.nnc.runtime.ModelInfo.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is drawn of a model.
 *
 * @param entry the entry that is called, or null for the model's outputs
 * @param inputs what it takes
 * @param results what it gives
 * @param shown the names of what is drawn, results as well as fields of examples
 * @param fields those of them that are fields of examples
 */
public record Subject(
    ModelInfo.Entry entry,
    List<Field> inputs,
    List<Output> results,
    List<String> shown,
    List<String> fields) {

  /**
   * Chooses what to draw.
   *
   * @param info the model
   * @param entry the name of an entry, or null where none was named
   * @param show names of what to draw; empty for all results that are pictures
   * @param file the name of the model's file, for messages
   * @return the choice
   * @throws Failure if there is nothing to draw, or it cannot be told what
   */
  public static Subject of(ModelInfo info, String entry, List<String> show, String file) {
    ModelInfo.Entry chosen = entry == null ? only(info, file) : info.entry(entry);
    if (entry != null && chosen == null) {
      List<String> names = info.entries().stream().map(ModelInfo.Entry::name).toList();
      throw new Failure(
          Exit.USAGE,
          file + ": the model has no entry " + entry,
          names.isEmpty() ? "leave out --entry" : "it has " + String.join(", ", names));
    }
    List<Output> results = chosen == null ? info.outputs() : chosen.outputs();
    List<String> names = show.isEmpty() ? pictures(results) : show;
    if (names.isEmpty()) {
      throw new Failure(
          Exit.USAGE,
          file + ": " + (entry == null ? "the model" : entry) + " gives no picture",
          "a picture has the shape [h, w], [1, h, w] or [3, h, w], or is a square in one axis");
    }
    List<String> fields = new ArrayList<>();
    for (String name : names) {
      boolean result = results.stream().anyMatch(o -> o.name().equals(name));
      List<Integer> shape = shape(info, results, name, file);
      if (Raster.of(shape) == null) {
        throw new Failure(
            Exit.USAGE,
            name + (shape.isEmpty() ? "" : shape) + " is no picture",
            "a picture has the shape [h, w], [1, h, w] or [3, h, w], or is a square in one axis");
      }
      if (!result) {
        fields.add(name);
      }
    }
    List<Field> inputs = chosen == null ? info.inputs() : chosen.inputs();
    return new Subject(chosen, inputs, results, names, fields);
  }

  /** The only entry that gives pictures, or null where none does but the model. */
  private static ModelInfo.Entry only(ModelInfo info, String file) {
    List<ModelInfo.Entry> able =
        info.entries().stream().filter(e -> !pictures(e.outputs()).isEmpty()).toList();
    if (able.size() > 1) {
      throw new Failure(
          Exit.USAGE,
          file + ": the model has several entries that give pictures",
          "choose one: --entry "
              + String.join(" or --entry ", able.stream().map(ModelInfo.Entry::name).toList()));
    }
    return able.isEmpty() ? null : able.get(0);
  }

  private static List<String> pictures(List<Output> results) {
    return results.stream().filter(o -> Raster.of(o.shape()) != null).map(Output::name).toList();
  }

  private static List<Integer> shape(
      ModelInfo info, List<Output> results, String name, String file) {
    for (Output result : results) {
      if (result.name().equals(name)) {
        return result.shape();
      }
    }
    if (info.field(name) != null) {
      return info.field(name).shape();
    }
    List<String> known =
        Stream.concat(results.stream().map(Output::name), info.fields().stream().map(Field::name))
            .distinct()
            .toList();
    throw new Failure(
        Exit.USAGE,
        file + ": there is no " + name + " to show",
        "there are " + String.join(", ", known));
  }
}
