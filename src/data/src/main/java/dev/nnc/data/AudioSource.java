package dev.nnc.data;

import dev.nnc.data.TextRows.Role;
import dev.nnc.runtime.ModelInfo.Field;
import dev.nnc.runtime.Precision;
import dev.nnc.runtime.Values;
import dev.nnc.runtime.Vocabulary;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.regex.PatternSyntaxException;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Opens {@code audio("folder", names: "{digit}_*.wav")}: the WAV files of a folder or a tar
 * archive, classes from their names or the folders that they lie in.
 */
final class AudioSource {
  private static final List<String> ARGUMENTS =
      List.of("0", "rate", "window", "hop", "names", "spelled", "only", "length", "truncate");
  private static final String MILLISECONDS = "a number of milliseconds";

  private final Arguments arguments;
  private final Field sound;
  private final Field length;
  private final List<Field> labels = new ArrayList<>();
  private final NamePattern names;
  private final List<String> spelled;
  private final boolean truncate;
  private final Precision precision;
  private int rate;
  private MelSpectrum spectrum;

  /** What is kept of a recording. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Read(Path name, float[] numbers, Map<String, String> values, Place place) {}

  private AudioSource(
      Arguments arguments, List<Field> inputs, List<Field> targets, Precision precision) {
    List<String> allowed = new ArrayList<>(ARGUMENTS);
    allowed.addAll(TextRows.ARGUMENTS);
    allowed.add("by");
    arguments.allow(allowed, "leave it out");
    this.arguments = arguments;
    this.precision = precision;
    List<Field> sounds = sounds(inputs);
    if (sounds.size() != 1) {
      throw new DataException(
          DataCode.UNREADABLE_FIELD,
          arguments.place(),
          "the model has " + sounds.size() + " inputs that can hold a recording, not one",
          "Declare input sound[T, 40] for features, or sound[n] for samples");
    }
    sound = sounds.get(0);
    String text = arguments.source().arguments().get("names");
    names = text == null ? null : NamePattern.of(text);
    String words = arguments.source().arguments().getOrDefault("spelled", "").strip();
    spelled = words.isEmpty() ? List.of() : List.of(words.split("\\s+"));
    length = length(inputs);
    Stream.concat(inputs.stream(), targets.stream())
        .filter(field -> !field.equals(sound) && !field.equals(length))
        .forEach(labels::add);
    rate = arguments.value("rate", 0, Arguments::count, "a number of samples a second");
    truncate = arguments.value("truncate", false, Arguments::truth, "true or false");
    checkLabels();
  }

  static Dataset open(
      Arguments arguments,
      List<Field> inputs,
      List<Field> targets,
      Map<String, Vocabulary> known,
      Precision precision) {
    return new AudioSource(arguments, inputs, targets, precision).rows(known);
  }

  /** The numbers of each field for the only recording there is. */
  static Map<String, double[]> single(Arguments arguments, List<Field> fields) {
    AudioSource source = new AudioSource(arguments, fields, List.of(), Precision.DOUBLE);
    AudioRows rows = source.rows(Map.of());
    Map<String, double[]> numbers = new LinkedHashMap<>();
    double[] sound = new double[source.sound.size()];
    Arrays.fill(sound, rows.silence());
    float[] read = rows.sounds().get(0);
    for (int i = 0; i < read.length; i++) {
      sound[i] = read[i];
    }
    numbers.put(source.sound.name(), sound);
    if (source.length != null) {
      int length = read.length / rows.step();
      numbers.put(source.length.name(), new double[] {length});
    }
    return numbers;
  }

  /** The fields that can hold a recording. */
  static List<Field> sounds(List<Field> fields) {
    return fields.stream()
        .filter(f -> Cell.isReal(f) && (f.shape().size() == 1 || f.shape().size() == 2))
        .toList();
  }

  /** Whether a field has a class for each number of frames or samples that a recording may have. */
  static boolean isLength(Field field, Field sound) {
    return field.shape().isEmpty() && field.classes() == sound.shape().get(0) + 1;
  }

  /**
   * The input that takes how many frames or samples there are: the one that is named, or else the
   * only one with a class for each possible number.
   */
  private Field length(List<Field> inputs) {
    if (arguments.source().arguments().containsKey("length")) {
      return TextRows.length(arguments, inputs);
    }
    List<Field> able =
        inputs.stream()
            .filter(f -> isLength(f, sound))
            .filter(f -> names == null || !names.fields().contains(f.name()))
            .toList();
    return able.size() == 1 ? able.get(0) : null;
  }

  /** All but one of the other fields must be found in the names of files. */
  private void checkLabels() {
    List<Field> others =
        labels.stream().filter(f -> names == null || !names.fields().contains(f.name())).toList();
    for (Field label : labels) {
      if (!(label.shape().isEmpty() || TextRows.isText(label))
          || (others.contains(label) && others.size() > 1)) {
        throw new DataException(
            DataCode.UNREADABLE_FIELD,
            arguments.place(),
            "recordings have nothing for " + label.name(),
            "Say where it stands in their names: names: \"{" + label.name() + "}_*.wav\"");
      }
    }
  }

  private AudioRows rows(Map<String, Vocabulary> known) {
    Path path = arguments.file("0", "audio(\"folder\")");
    Map<String, Read> found = new TreeMap<>();
    PathMatcher only = only();
    if (TarFile.isNamedSo(path)) {
      TarFile.read(
          path,
          name -> isWanted(name, only),
          (name, bytes) -> found.put(name, take(path, name, bytes)));
    } else {
      Path base = Files.isRegularFile(path) ? path.toAbsolutePath().getParent() : path;
      for (Path file : files(Files.isRegularFile(path) ? path.toAbsolutePath() : path)) {
        String name = base.relativize(file).toString().replace('\\', '/');
        if (isWanted(name, only)) {
          found.put(name, take(base, name, content(file)));
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
    List<Read> rows = labelled(List.copyOf(found.values()), path);
    boolean features = sound.shape().size() == 2;
    return new AudioRows(
        sound,
        rows.stream().map(Read::numbers).toList(),
        features ? MelSpectrum.SILENCE : 0,
        features ? sound.shape().get(1) : 1,
        length,
        labels(rows, path, known));
  }

  /**
   * Gives each field that the names do not tell the name of the folder, or where all files lie in
   * one, what stands before the first {@code _} of the file's name.
   */
  private List<Read> labelled(List<Read> rows, Path path) {
    Set<Path> folders = new HashSet<>();
    rows.forEach(row -> folders.add(Optional.ofNullable(row.name().getParent()).orElse(path)));
    for (Read row : rows) {
      Path folder = row.name().getParent() == null ? path : row.name().getParent();
      String file = row.name().getFileName().toString();
      String label =
          folders.size() > 1
              ? folder.getFileName().toString()
              : file.substring(0, file.length() - ".wav".length()).split("_", 2)[0];
      labels.forEach(field -> row.values().putIfAbsent(field.name(), label));
    }
    return rows;
  }

  /** The fields besides the sound: texts as tokens, all others as numbers. */
  private TextRows labels(List<Read> rows, Path path, Map<String, Vocabulary> known) {
    List<Field> others = new ArrayList<>();
    List<Values> numbers = new ArrayList<>();
    List<TextRows.Column> texts = new ArrayList<>();
    IntFunction<Place> places = row -> rows.get(row).place();
    for (Field label : labels) {
      if (TextRows.isText(label)) {
        List<String> words = rows.stream().map(row -> spelled(label, row)).toList();
        texts.add(new TextRows.Column(label, Role.WHOLE, words, Place.of(path), places));
      } else {
        others.add(label);
        numbers.add(numbers(label, rows));
      }
    }
    long[] origin = LongStream.range(0, rows.size()).toArray();
    Columns columns = new Columns(path, others, numbers, origin, Missing.ERROR);
    return TextRows.of(arguments, "by", columns, texts, null, known);
  }

  /** The text of a label: of a whole number, the word that is its spelling. */
  private String spelled(Field label, Read row) {
    String text = row.values().get(label.name());
    if (spelled.isEmpty() || !text.matches("[0-9]{1,9}")) {
      return text;
    }
    int number = Integer.parseInt(text);
    if (number >= spelled.size()) {
      throw new DataException(
          DataCode.BAD_ARGUMENT,
          row.place(),
          "spelled has words for 0 to " + (spelled.size() - 1) + ", but none for " + text,
          "Add the words, or choose files with only: \"…\"");
    }
    return spelled.get(number);
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

  /** Whether there is a WAV file in a folder or those within. */
  static boolean hasRecordings(Path folder) {
    return files(folder).stream()
        .anyMatch(file -> isWanted(file.getFileName().toString(), name -> true));
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
    if (names != null) {
      values.putAll(names.read(path.getFileName().toString(), place));
    }
    return new Read(path, shortened(numbers(recording), place), values, place);
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
  private Values numbers(Field label, List<Read> rows) {
    List<String> texts = rows.stream().map(row -> row.values().get(label.name())).toList();
    boolean counts =
        label.categories().isEmpty() && texts.stream().allMatch(t -> t.matches("[0-9]{1,9}"));
    List<String> known = List.copyOf(new TreeSet<>(texts));
    Values numbers = Values.allocate(precision, rows.size());
    for (int row = 0; row < rows.size(); row++) {
      Place place = rows.get(row).place();
      String text = texts.get(row);
      if (counts) {
        Cell.checkClass(label, Integer.parseInt(text), text, () -> place);
        numbers.set(row, Integer.parseInt(text));
      } else {
        numbers.set(row, FolderFiles.classOf(label, text, known, place));
      }
    }
    return numbers;
  }
}
