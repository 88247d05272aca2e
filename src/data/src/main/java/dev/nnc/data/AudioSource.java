package dev.nnc.data;

import dev.nnc.runtime.ModelInfo.Field;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/**
 * Opens {@code audio("folder", names: "{digit}_*.wav")}: the WAV files of a folder or a tar
 * archive, classes from their names or the folders that they lie in.
 */
final class AudioSource {
  private static final List<String> ARGUMENTS =
      List.of("0", "rate", "window", "hop", "names", "only", "length", "truncate");
  private static final String MILLISECONDS = "a number of milliseconds";

  private final Arguments arguments;
  private final Field sound;
  private final Field length;
  private final List<Field> labels = new ArrayList<>();
  private final NamePattern names;
  private final boolean truncate;
  private int rate;
  private MelSpectrum spectrum;

  /** What is kept of a recording. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Read(float[] numbers, Map<String, String> values, Place place) {}

  private AudioSource(Arguments arguments, List<Field> inputs, List<Field> targets) {
    arguments.allow(ARGUMENTS, "leave it out");
    this.arguments = arguments;
    length = TextRows.length(arguments, inputs);
    List<Field> sounds =
        inputs.stream()
            .filter(f -> Cell.isReal(f) && (f.shape().size() == 1 || f.shape().size() == 2))
            .toList();
    if (sounds.size() != 1) {
      throw new DataException(
          DataCode.UNREADABLE_FIELD,
          arguments.place(),
          "the model has " + sounds.size() + " inputs that can hold a recording, not one",
          "Declare input sound[T, 40] for features, or sound[n] for samples");
    }
    sound = sounds.get(0);
    Stream.concat(inputs.stream(), targets.stream())
        .filter(field -> !field.equals(sound) && !field.equals(length))
        .forEach(labels::add);
    rate = arguments.value("rate", 0, Arguments::count, "a number of samples a second");
    truncate = arguments.value("truncate", false, Arguments::truth, "true or false");
    String text = arguments.source().arguments().get("names");
    names = text == null ? null : NamePattern.of(text);
    checkLabels();
  }

  static Dataset open(Arguments arguments, List<Field> inputs, List<Field> targets) {
    return new AudioSource(arguments, inputs, targets).read();
  }

  /** All but one of the other fields must be found in the names of files. */
  private void checkLabels() {
    List<Field> others =
        labels.stream().filter(f -> names == null || !names.fields().contains(f.name())).toList();
    for (Field label : labels) {
      if (!label.shape().isEmpty() || (others.contains(label) && others.size() > 1)) {
        throw new DataException(
            DataCode.UNREADABLE_FIELD,
            arguments.place(),
            "recordings have nothing for " + label.name(),
            "Say where it stands in their names: names: \"{" + label.name() + "}_*.wav\"");
      }
    }
  }

  private Dataset read() {
    Path path = arguments.file("0", "audio(\"folder\")");
    Map<String, Read> found = new TreeMap<>();
    PathMatcher only = only();
    if (TarFile.isNamedSo(path)) {
      TarFile.read(
          path,
          name -> isWanted(name, only),
          (name, bytes) -> found.put(name, take(path, name, bytes)));
    } else {
      for (Path file : files(path)) {
        String name = path.relativize(file).toString().replace('\\', '/');
        if (isWanted(name, only)) {
          found.put(name, take(path, name, content(file)));
        }
      }
    }
    if (found.isEmpty()) {
      throw new DataException(
          DataCode.NO_FILES,
          Place.of(path),
          "there is no such WAV file in it",
          "Check the folder, and what only: \"…\" chooses");
    }
    List<Read> rows = List.copyOf(found.values());
    Map<Field, double[]> numbers = new LinkedHashMap<>();
    labels.forEach(label -> numbers.put(label, numbers(label, rows)));
    boolean features = sound.shape().size() == 2;
    return new AudioRows(
        sound,
        rows.stream().map(Read::numbers).toList(),
        features ? MelSpectrum.SILENCE : 0,
        features ? sound.shape().get(1) : 1,
        length,
        numbers);
  }

  private PathMatcher only() {
    return arguments.value(
        "only",
        path -> true,
        text -> {
          try {
            return FileSystems.getDefault().getPathMatcher("glob:" + text);
          } catch (PatternSyntaxException e) {
            return null;
          }
        },
        "a pattern such as \"*_[0-4].wav\"");
  }

  private static boolean isWanted(String name, PathMatcher only) {
    Path file = Path.of(name).getFileName();
    String plain = file.toString();
    return plain.toLowerCase(java.util.Locale.ROOT).endsWith(".wav")
        && !plain.startsWith(".")
        && only.matches(file);
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw InputFile.failure(folder, e);
    }
  }

  private static byte[] content(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw InputFile.failure(file, e);
    }
  }

  private Read take(Path base, String name, byte[] bytes) {
    Place place = new Place(base + "/" + name, 0, 0, "", "");
    WavFile recording = WavFile.read(bytes, place);
    if (rate == 0) {
      rate = recording.rate();
    }
    if (recording.rate() != rate) {
      throw new DataException(
          DataCode.WRONG_RATE,
          place,
          "it has " + recording.rate() + " samples a second, expected " + rate,
          "Convert it to that rate, or say rate: " + recording.rate());
    }
    Path path = Path.of(name);
    Map<String, String> values = new LinkedHashMap<>();
    Path parent = path.getParent() == null ? base : path.getParent();
    labels.forEach(label -> values.put(label.name(), parent.getFileName() + ""));
    if (names != null) {
      values.putAll(names.read(path.getFileName().toString(), place));
    }
    return new Read(shortened(numbers(recording), place), values, place);
  }

  private float[] numbers(WavFile recording) {
    if (sound.shape().size() == 1) {
      return recording.samples();
    }
    if (spectrum == null) {
      double window = arguments.value("window", 25.0, Arguments::number, MILLISECONDS);
      double hop = arguments.value("hop", 10.0, Arguments::number, MILLISECONDS);
      spectrum = new MelSpectrum(rate, samples(window), samples(hop), sound.shape().get(1));
    }
    return spectrum.of(recording.samples());
  }

  private int samples(double milliseconds) {
    return (int) Math.max(1, Math.min(1 << 20, Math.round(rate * milliseconds / 1000)));
  }

  private float[] shortened(float[] numbers, Place place) {
    if (numbers.length <= sound.size()) {
      return numbers;
    }
    if (truncate) {
      return Arrays.copyOf(numbers, sound.size());
    }
    boolean features = sound.shape().size() == 2;
    int step = features ? sound.shape().get(1) : 1;
    throw new DataException(
        DataCode.TOO_LONG,
        place,
        "it has "
            + numbers.length / step
            + (features ? " frames" : " samples")
            + ", but "
            + sound.name()
            + " takes "
            + sound.shape().get(0),
        "Declare it longer, or cut such recordings with truncate: true");
  }

  /** The numbers of a field: whole numbers as they are, other texts by their alphabetical order. */
  private static double[] numbers(Field label, List<Read> rows) {
    List<String> texts = rows.stream().map(row -> row.values().get(label.name())).toList();
    boolean counts =
        label.categories().isEmpty() && texts.stream().allMatch(t -> t.matches("[0-9]{1,9}"));
    List<String> known = List.copyOf(new TreeSet<>(texts));
    double[] numbers = new double[rows.size()];
    for (int row = 0; row < numbers.length; row++) {
      Place place = rows.get(row).place();
      String text = texts.get(row);
      if (counts) {
        numbers[row] = Integer.parseInt(text);
        Cell.checkClass(label, numbers[row], text, () -> place);
      } else {
        numbers[row] = FolderFiles.classOf(label, text, known, place);
      }
    }
    return numbers;
  }
}
