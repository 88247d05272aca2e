package dev.nnc.data;

import dev.nnc.runtime.Examples;
import dev.nnc.runtime.ModelInfo.Field;
import dev.nnc.runtime.Settings.Share;
import dev.nnc.runtime.Split;
import dev.nnc.runtime.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Examples that are pictures, a byte a number. A split divides files: patches of one picture never
 * come into different parts.
 *
 * @param pictures the fields that are pictures
 * @param bytes for each of them its pictures, example after example
 * @param label the field of the class, or null
 * @param labels the class of each example; empty without a label
 * @param group the number of the file that an example comes from, from 0
 * @param augmentation of the training part
 */
@SuppressWarnings("ArrayRecordComponent")
record ImageRows(
    List<PixelField> pictures,
    List<List<byte[]>> bytes,
    Field label,
    List<Integer> labels,
    int[] group,
    Augmentation augmentation)
    implements Dataset {

  @Override
  public Parts split(List<Share> shares, long seed) {
    int files = group.length == 0 ? 0 : group[group.length - 1] + 1;
    Table plain = table(Augmentation.NONE);
    Table varied = table(augmentation);
    Map<String, Examples> parts = new LinkedHashMap<>();
    Split.rows(files, shares, seed)
        .forEach(
            (name, chosen) ->
                parts.put(name, (name.equals(Split.TRAIN) ? varied : plain).subset(rows(chosen))));
    return new Parts(parts, Imputation.NONE);
  }

  private int[] rows(int[] files) {
    Set<Integer> chosen = new java.util.HashSet<>();
    for (int file : files) {
      chosen.add(file);
    }
    return IntStream.range(0, group.length).filter(row -> chosen.contains(group[row])).toArray();
  }

  @Override
  public Examples all(Imputation imputation) {
    return table(Augmentation.NONE);
  }

  private Table table(Augmentation varying) {
    Table.Builder table = Table.builder();
    for (int p = 0; p < pictures.size(); p++) {
      PixelField picture = pictures.get(p);
      List<byte[]> stored = new ArrayList<>(bytes.get(p));
      table.column(
          picture.field().name(),
          picture.field().size(),
          group.length,
          (row, draw, to, at) -> picture.put(stored.get(row), varying.move(row, draw), to, at));
    }
    if (label != null) {
      int[] numbers = labels.stream().mapToInt(Integer::intValue).toArray();
      table.column(
          label.name(), 1, numbers.length, (row, draw, to, at) -> to.set(at, numbers[row]));
    }
    return table.build();
  }
}
