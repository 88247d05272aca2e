package dev.nnc.data;

import dev.nnc.runtime.Examples;
import dev.nnc.runtime.ModelInfo.Field;
import dev.nnc.runtime.Settings.Share;
import dev.nnc.runtime.Split;
import dev.nnc.runtime.Table;
import dev.nnc.runtime.Vocabulary;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The examples of a source. */
public sealed interface Dataset
    permits Dataset.InMemory,
        Dataset.Streamed,
        TextWindows,
        TextRows,
        ImageRows,
        AudioRows,
        Windows {
  /**
   * Divides the examples, fills in what is missing and numbers the tokens of texts by what the
   * training part knows.
   *
   * @param shares the parts; none means all for {@code train}
   * @param seed of the run
   * @return the parts
   * @throws DataException if a column has nothing to fill in
   * @throws IllegalArgumentException as {@link Split#rows}
   */
  Parts split(List<Share> shares, long seed);

  /**
   * All examples.
   *
   * @param imputation what to put in place of missing numbers
   * @return the examples
   * @throws DataException if a number is missing for which there is nothing to fill in
   */
  Examples all(Imputation imputation);

  /** What is to be filled in when all examples count as training examples. */
  default Imputation fit() {
    return Imputation.NONE;
  }

  /**
   * Examples, divided.
   *
   * @param examples by the name of the part, {@code train} always among them
   * @param imputation what was filled in, to be used for other data of the same model
   * @param vocabularies of texts, by the name of the field, to be used likewise
   */
  record Parts(
      Map<String, Examples> examples, Imputation imputation, Map<String, Vocabulary> vocabularies) {
    /** Copies the maps, keeping the order of the first. */
    public Parts {
      examples = Collections.unmodifiableMap(new LinkedHashMap<>(examples));
      vocabularies = Map.copyOf(vocabularies);
    }

    /** Parts without texts. */
    Parts(Map<String, Examples> examples, Imputation imputation) {
      this(examples, imputation, Map.of());
    }
  }

  /**
   * Examples that are all in memory.
   *
   * @param columns their numbers; missing ones are still NaN, see {@link Imputation}
   * @param vocabularies of those that stand for letters or words, by the name of the field
   */
  record InMemory(Columns columns, Map<String, Vocabulary> vocabularies) implements Dataset {
    /** Copies the map. */
    public InMemory {
      vocabularies = Map.copyOf(vocabularies);
    }

    /** Examples without texts. */
    InMemory(Columns columns) {
      this(columns, Map.of());
    }

    @Override
    public Parts split(List<Share> shares, long seed) {
      Map<String, int[]> rows = Split.rows(columns.count(), shares, seed);
      Imputation imputation = Imputation.fit(columns, rows.get(Split.TRAIN));
      Table whole = table(imputation.apply(columns));
      Map<String, Examples> parts = new LinkedHashMap<>();
      rows.forEach((name, chosen) -> parts.put(name, whole.subset(chosen)));
      return new Parts(parts, imputation, vocabularies);
    }

    @Override
    public Examples all(Imputation imputation) {
      return table(imputation.apply(columns));
    }

    @Override
    public Imputation fit() {
      return Imputation.fit(columns, IntStream.range(0, columns.count()).toArray());
    }

    private static Table table(Columns columns) {
      Table.Builder table = Table.builder();
      for (int f = 0; f < columns.fields().size(); f++) {
        Field field = columns.fields().get(f);
        table.column(field.name(), field.size(), columns.values().get(f));
      }
      return table.build();
    }
  }

  /**
   * Examples that are read anew in each pass.
   *
   * @param stream all of them
   */
  record Streamed(CsvStream stream) implements Dataset {
    @Override
    public Parts split(List<Share> shares, long seed) {
      Map<String, Examples> parts = new LinkedHashMap<>();
      StreamSplit split = new StreamSplit(shares, seed);
      for (String name : split.names()) {
        parts.put(name, stream.where(row -> split.part(row).equals(name)));
      }
      return new Parts(parts, stream.imputation());
    }

    @Override
    public Examples all(Imputation imputation) {
      return stream;
    }
  }
}
