package dev.nnc.data;

import dev.nnc.runtime.Examples;
import dev.nnc.runtime.ModelInfo.Field;
import dev.nnc.runtime.Settings.Share;
import dev.nnc.runtime.Split;
import dev.nnc.runtime.Table;
import dev.nnc.runtime.Values;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A series as examples. Each belongs to a moment between two rows; it looks back at the rows before
 * it and ahead to those behind it. The parts of a split are stretches of the series, train before
 * valid before test. What is ahead lies in one part; what is looked back at was known before and
 * may lie in the part before. Where nothing is ahead, windows lie in one part as a whole. Windows
 * count from the end of their part, so that with no target the last one tells what comes behind the
 * file.
 *
 * @param file where the series was read
 * @param count of rows
 * @param parts the fields and their columns
 * @param missing what is put in place of missing numbers; under {@link Missing.Rule#DROP} windows
 *     that lack a number are left out
 * @param stride from one moment to the next, in rows
 */
record Windows(Path file, int count, List<Part> parts, Missing missing, int stride)
    implements Dataset {
  /** Copies the list. */
  Windows {
    parts = List.copyOf(parts);
  }

  /**
   * What a field takes of a window.
   *
   * @param field takes rows, each with a number of each column
   * @param height how many rows
   * @param ahead whether they are those behind the moment
   * @param columns the whole columns
   */
  record Part(Field field, int height, boolean ahead, List<Growing> columns) {
    private int first(int moment) {
      return ahead ? moment : moment - height;
    }

    private boolean isWhole(int moment) {
      for (Growing column : columns) {
        for (int row = first(moment); row < first(moment) + height; row++) {
          if (Double.isNaN(column.get(row))) {
            return false;
          }
        }
      }
      return true;
    }

    private void put(int moment, double fill, Values to, int at) {
      int place = at;
      for (int row = first(moment); row < first(moment) + height; row++) {
        for (Growing column : columns) {
          double value = column.get(row);
          to.set(place++, Double.isNaN(value) ? fill : value);
        }
      }
    }
  }

  @Override
  public Dataset.Parts split(List<Share> shares, long seed) {
    Map<String, int[]> stretches = Stretches.of(count, shares, Place.of(file), at -> at);
    Map<String, int[]> moments = new LinkedHashMap<>();
    stretches.forEach((name, s) -> moments.put(name, moments(name, s[0], s[1])));
    Table table = table(moments.values().stream().flatMapToInt(Arrays::stream).toArray());
    Map<String, Examples> examples = new LinkedHashMap<>();
    int from = 0;
    for (Map.Entry<String, int[]> part : moments.entrySet()) {
      int to = from + part.getValue().length;
      examples.put(part.getKey(), table.subset(IntStream.range(from, to).toArray()));
      from = to;
    }
    return new Dataset.Parts(examples, Imputation.NONE);
  }

  @Override
  public Examples all(Imputation imputation) {
    return table(moments(Split.TRAIN, 0, count));
  }

  /** The moments whose windows lie in a stretch, oldest first. */
  private int[] moments(String name, int from, int to) {
    int past = longest(false);
    int ahead = longest(true);
    int first = ahead == 0 ? from + past : Math.max(from, past);
    int last = to - ahead;
    if (first > last) {
      throw new DataException(
          DataCode.NO_ROWS,
          Place.of(file),
          (to - from == count ? "the file" : "the part for " + name)
              + (" has "
                  + (to - from)
                  + (to - from == 1 ? " row" : " rows")
                  + ", but an example takes ")
              + (ahead == 0 ? past : from < past ? past + " and the next " + ahead : ahead),
          "Give it more rows, or make " + parts.get(0).field().name() + " shorter");
    }
    int[] moments =
        IntStream.rangeClosed(0, (last - first) / stride)
            .map(i -> last - i * stride)
            .filter(this::isWhole)
            .toArray();
    if (moments.length == 0) {
      throw new DataException(
          DataCode.NO_ROWS,
          Place.of(file),
          "each window of the part for " + name + " has an empty cell and is left out",
          "Fill in empty cells, or say missing: \"0\" to fill in a number");
    }
    return reversed(moments);
  }

  private static int[] reversed(int[] moments) {
    return IntStream.rangeClosed(1, moments.length).map(i -> moments[moments.length - i]).toArray();
  }

  private int longest(boolean ahead) {
    return parts.stream().filter(p -> p.ahead() == ahead).mapToInt(Part::height).max().orElse(0);
  }

  private boolean isWhole(int moment) {
    return missing.rule() != Missing.Rule.DROP || parts.stream().allMatch(p -> p.isWhole(moment));
  }

  private Table table(int[] moments) {
    Table.Builder table = Table.builder();
    for (Part part : parts) {
      table.column(
          part.field().name(),
          part.field().size(),
          moments.length,
          (row, draw, to, at) -> part.put(moments[row], missing.number(), to, at));
    }
    return table.build();
  }
}
