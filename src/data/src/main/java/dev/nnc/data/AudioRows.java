package dev.nnc.data;

import dev.nnc.runtime.Examples;
import dev.nnc.runtime.ModelInfo.Field;
import dev.nnc.runtime.Settings.Share;
import dev.nnc.runtime.Split;
import dev.nnc.runtime.Table;
import dev.nnc.runtime.Vocabulary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Examples that are recordings: samples or frames of features, of any length each, filled up with
 * silence.
 *
 * @param field takes them
 * @param sounds the numbers of each recording
 * @param silence what fills them up
 * @param step how many numbers a sample or frame has
 * @param length takes how many samples or frames there are, or null
 * @param labels the other fields: numbers, and texts that are read as tokens
 */
record AudioRows(
    Field field, List<float[]> sounds, double silence, int step, Field length, TextRows labels)
    implements Dataset {

  @Override
  public Parts split(List<Share> shares, long seed) {
    Map<String, int[]> rows = Split.rows(sounds.size(), shares, seed);
    Vocabulary vocabulary = labels.vocabulary(rows.get(Split.TRAIN));
    Table table = table(vocabulary);
    Map<String, Examples> parts = new LinkedHashMap<>();
    rows.forEach((name, chosen) -> parts.put(name, table.subset(chosen)));
    return new Parts(parts, Imputation.NONE, labels.vocabularies(vocabulary));
  }

  @Override
  public Examples all(Imputation imputation) {
    return table(labels.vocabulary(labels.everyRow()));
  }

  private Table table(Vocabulary vocabulary) {
    List<float[]> stored = new ArrayList<>(sounds);
    Table.Builder table = Table.builder();
    int size = field.size();
    table.column(
        field.name(),
        size,
        stored.size(),
        (row, draw, to, at) -> {
          float[] sound = stored.get(row);
          for (int i = 0; i < size; i++) {
            to.set(at + i, i < sound.length ? sound[i] : silence);
          }
        });
    if (length != null) {
      table.column(
          length.name(),
          1,
          stored.size(),
          (row, draw, to, at) -> {
            int count = stored.get(row).length / step;
            to.set(at, count);
          });
    }
    labels.addTo(table, Imputation.NONE, vocabulary);
    return table.build();
  }
}
