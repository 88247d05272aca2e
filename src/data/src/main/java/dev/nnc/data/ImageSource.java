package dev.nnc.data;

import dev.nnc.runtime.ModelInfo.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Opens {@code images("folder")}, a folder of pictures for each class, or {@code
 * images("image_*.png", mask: "label_*.png")}, pictures that belong together by their names.
 */
final class ImageSource {
  private static final List<String> ENDINGS = List.of(".png", ".jpg", ".jpeg");

  private final Arguments arguments;
  private final List<PixelField> pictures = new ArrayList<>();
  private final List<List<byte[]>> bytes = new ArrayList<>();
  private final List<Integer> group = new ArrayList<>();
  private final int patch;
  private final int stride;

  private ImageSource(Arguments arguments, List<Field> pictures) {
    this.arguments = arguments;
    double white = arguments.value("white", 255.0, Arguments::number, "a number such as 1");
    patch = arguments.value("patch", 0, Arguments::count, "a number of pixels");
    stride = arguments.value("stride", patch, Arguments::count, "a number of pixels");
    for (Field field : pictures) {
      this.pictures.add(new PixelField(field, white));
      bytes.add(new ArrayList<>());
    }
  }

  static Dataset open(Arguments arguments, List<Field> inputs, List<Field> targets) {
    List<Field> fields = Stream.concat(inputs.stream(), targets.stream()).toList();
    List<String> names = new ArrayList<>(List.of("0", "patch", "stride", "white", "flip", "shift"));
    fields.forEach(field -> names.add(field.name()));
    arguments.allow(names, "name the files by the fields of the model");
    List<Field> pictures = fields.stream().filter(PixelField::fits).toList();
    List<Field> others = fields.stream().filter(field -> !pictures.contains(field)).toList();
    if (pictures.isEmpty() || others.size() > 1) {
      throw unreadable(arguments, pictures, others);
    }
    ImageSource source = new ImageSource(arguments, pictures);
    Field label = others.isEmpty() ? null : others.get(0);
    Path first = source.first();
    boolean folder = Files.isDirectory(first);
    if (label != null
        && (!folder
            || pictures.size() > 1
            || label.classCount() == 0
            || !label.shape().isEmpty())) {
      throw unreadable(arguments, pictures, others);
    }
    List<Integer> labels = new ArrayList<>();
    if (folder) {
      source.folder(first, label, labels);
    } else {
      source.patterns(first);
    }
    Augmentation augmentation =
        new Augmentation(
            arguments.value("flip", false, Arguments::truth, "true or false"),
            arguments.value("shift", 0, Arguments::count, "a number of pixels"));
    return new ImageRows(
        source.pictures,
        source.bytes,
        label,
        labels,
        source.group.stream().mapToInt(Integer::intValue).toArray(),
        augmentation);
  }

  private static DataException unreadable(
      Arguments arguments, List<Field> pictures, List<Field> others) {
    if (pictures.isEmpty()) {
      return new DataException(
          DataCode.UNREADABLE_FIELD,
          arguments.place(),
          "the model has no field that can hold a picture",
          "Declare input image[h, w], [3, h, w] or [h, w, 3]");
    }
    return new DataException(
        DataCode.UNREADABLE_FIELD,
        arguments.place(),
        "pictures have nothing for " + others.get(others.size() - 1).name(),
        "Beside pictures there may be one class, named by the folder that a picture lies in");
  }

  /** The folder, or the pattern of the first field's files. */
  private Path first() {
    String name = pictures.get(0).field().name();
    boolean named = arguments.source().arguments().containsKey(name);
    return arguments.file(named ? name : "0", "images(\"folder\")");
  }

  private void folder(Path folder, Field label, List<Integer> labels) {
    if (pictures.size() > 1) {
      throw new DataException(
          DataCode.MISSING_ARGUMENT,
          Place.of(folder),
          "a folder has pictures for " + pictures.get(0).field().name() + " alone",
          "Name files by patterns: images(\"image_*.png\", "
              + pictures.get(1).field().name()
              + ": \"mask_*.png\")");
    }
    List<Path> folders = new ArrayList<>(FolderFiles.folders(folder));
    List<String> known = folders.stream().map(f -> f.getFileName().toString()).toList();
    if (label == null) {
      folders.add(0, folder);
    }
    for (Path each : folders) {
      for (Path file : FolderFiles.in(each, ENDINGS)) {
        add(List.of(file));
        if (label != null) {
          int number =
              FolderFiles.classOf(label, each.getFileName().toString(), known, Place.of(each));
          while (labels.size() < group.size()) {
            labels.add(number);
          }
        }
      }
    }
    if (group.isEmpty()) {
      throw new DataException(
          DataCode.NO_FILES,
          Place.of(folder),
          label == null ? "there is no picture in it" : "there is no folder with pictures in it",
          "Put PNG or JPEG files " + (label == null ? "there" : "into a folder for each class"));
    }
  }

  /** The pictures of all fields that belong together by what the stars stand for. */
  private void patterns(Path first) {
    Map<String, List<Path>> rows = new TreeMap<>();
    FolderFiles.matching(first)
        .forEach((key, file) -> rows.put(key, new ArrayList<>(List.of(file))));
    for (PixelField other : pictures.subList(1, pictures.size())) {
      String name = other.field().name();
      Path pattern = arguments.file(name, "images(\"image_*.png\", " + name + ": \"mask_*.png\")");
      Map<String, Path> found = new LinkedHashMap<>(FolderFiles.matching(pattern));
      rows.forEach(
          (key, files) -> {
            Path file = found.get(key);
            if (file == null) {
              throw new DataException(
                  DataCode.COUNT_MISMATCH,
                  Place.of(files.get(0)),
                  "no file for " + name + " has \"" + key + "\" in the place of the star",
                  "Name files that belong together alike");
            }
            files.add(file);
          });
    }
    rows.values().forEach(this::add);
  }

  /** Adds the pictures of a row, a file for each field, whole or in patches. */
  private void add(List<Path> files) {
    List<Pixels> read = files.stream().map(Pixels::read).toList();
    int height = read.get(0).height();
    int width = read.get(0).width();
    int number = group.isEmpty() ? 0 : group.get(group.size() - 1) + 1;
    for (int i = 1; i < read.size(); i++) {
      if (patch > 0 && (read.get(i).height() != height || read.get(i).width() != width)) {
        throw new DataException(
            DataCode.SHAPE_MISMATCH,
            Place.of(files.get(i)),
            "it is not as large as "
                + files.get(0).getFileName()
                + ", so that patches would differ",
            "Make them equally large");
      }
    }
    if (patch == 0) {
      put(files, read, number);
      return;
    }
    if (height < patch || width < patch) {
      throw new DataException(
          DataCode.SHAPE_MISMATCH,
          Place.of(files.get(0)),
          "it has " + height + " by " + width + " pixels, a patch " + patch + " by " + patch,
          "Use smaller patches");
    }
    for (int y = 0; y + patch <= height; y += stride) {
      for (int x = 0; x + patch <= width; x += stride) {
        int top = y;
        int left = x;
        put(files, read.stream().map(p -> p.cut(top, left, patch, patch)).toList(), number);
      }
    }
  }

  private void put(List<Path> files, List<Pixels> read, int number) {
    for (int i = 0; i < pictures.size(); i++) {
      bytes.get(i).add(pictures.get(i).stored(read.get(i), files.get(i)));
    }
    group.add(number);
  }
}
