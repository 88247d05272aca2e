package dev.nnc.data;

import dev.nnc.runtime.ModelInfo.Field;
import dev.nnc.runtime.Precision;
import dev.nnc.runtime.Random;
import dev.nnc.runtime.Values;
import dev.nnc.runtime.Vocabulary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Words that are made up and said by {@link Speaker}: {@code speech(count: 2000, seed: 1)}. A field
 * {@code letters[L]} takes the numbers of the letters of {@link Speaker#LETTERS} from 1, filled up
 * with 0; {@code length} how many they are; {@code sound} samples or, with two axes, the features
 * of {@link MelSpectrum} in frames of 25 ms every 10 ms, filled up with silence; {@code frames} how
 * many there are.
 */
final class Speech {
  private static final int WINDOW = Speaker.RATE / 40;
  private static final int HOP = Speaker.RATE / 100;
  private static final List<String> NAMES = List.of("letters", "length", "sound", "frames");

  private final Arguments arguments;
  private final List<Field> fields;
  private final List<Values> values = new ArrayList<>();
  private final MelSpectrum spectrum;

  private Speech(Arguments arguments, List<Field> fields) {
    this.arguments = arguments;
    this.fields = fields;
    fields.forEach(this::check);
    spectrum =
        fields.stream()
            .filter(field -> field.name().equals("sound") && field.shape().size() == 2)
            .map(field -> new MelSpectrum(Speaker.RATE, WINDOW, HOP, field.shape().get(1)))
            .findFirst()
            .orElse(null);
  }

  /**
   * Makes words up and says them.
   *
   * @param arguments count, seed, and whether many people speak
   * @param fields of the model, inputs and targets
   * @param precision the format of the numbers in memory
   * @return the examples
   * @throws DataException if the model wants anything else, or a word does not fit
   */
  static Dataset open(Arguments arguments, List<Field> fields, Precision precision) {
    arguments.allow(List.of("count", "seed", "voices"), "leave it out");
    int count = arguments.value("count", 1000, Arguments::count, "a number of words");
    long seed = arguments.value("seed", 1, Arguments::count, "a whole number from 1");
    boolean many =
        arguments.value("voices", "many", Speech::voices, "\"one\" or \"many\"").equals("many");
    Speech speech = new Speech(arguments, fields);
    for (Field field : fields) {
      speech.values.add(Values.allocate(precision, Math.multiplyExact(count, field.size())));
    }
    for (int i = 0; i < count; i++) {
      Draw draw = new Draw(Random.row(seed, 0, i, 0));
      speech.put(i, word(draw), many, draw);
    }
    ArrayExamples examples = new ArrayExamples(Path.of("speech"));
    for (int f = 0; f < fields.size(); f++) {
      List<Integer> shape = new ArrayList<>(List.of(count));
      shape.addAll(fields.get(f).shape());
      examples.add(fields.get(f), new StoredArray(shape, speech.values.get(f)), arguments.place());
    }
    return new Dataset.InMemory(examples.toColumns(), vocabularies(fields));
  }

  /** The letters by their numbers, for the fields that take no other ones. */
  private static Map<String, Vocabulary> vocabularies(List<Field> fields) {
    List<String> letters = Speaker.LETTERS.chars().mapToObj(Character::toString).toList();
    Vocabulary vocabulary = Vocabulary.of(Vocabulary.Unit.CHARACTERS, "<pad>", null, letters);
    return fields.stream()
        .filter(field -> field.name().equals("letters") && field.classes() == vocabulary.size())
        .collect(Collectors.toMap(Field::name, field -> vocabulary));
  }

  private static String voices(String text) {
    return text.equals("one") || text.equals("many") ? text : null;
  }

  private void check(Field field) {
    boolean fits =
        switch (NAMES.indexOf(field.name())) {
          case 0 -> field.classes() > Speaker.LETTERS.length() && field.shape().size() == 1;
          case 1, 3 -> field.shape().isEmpty();
          case 2 -> Cell.isReal(field) && (field.shape().size() == 1 || field.shape().size() == 2);
          default -> false;
        };
    if (!fits) {
      throw new DataException(
          DataCode.UNREADABLE_FIELD,
          arguments.place(),
          "speech(…) has nothing for " + field.name() + field.shape(),
          "It has letters[L]: int<14>, length: int<L + 1>, sound[T, 32] or sound[n], and "
              + "frames: int<T + 1>");
    }
  }

  /** Two or three syllables of a consonant and a vowel, perhaps with a consonant at the end. */
  static int[] word(Draw draw) {
    int syllables = 2 + (int) (2 * draw.uniform());
    boolean closed = draw.uniform() < 0.4;
    int[] word = new int[2 * syllables + (closed ? 1 : 0)];
    int consonants = Speaker.LETTERS.length() - Speaker.VOWELS;
    for (int i = 0; i < word.length; i++) {
      word[i] =
          i % 2 == 0
              ? 1 + Speaker.VOWELS + (int) (consonants * draw.uniform())
              : 1 + (int) (Speaker.VOWELS * draw.uniform());
    }
    return word;
  }

  private void put(int row, int[] word, boolean many, Draw draw) {
    float[] samples = new Speaker(many ? draw : null).say(word, draw);
    float[] sound = spectrum == null ? samples : spectrum.of(samples);
    for (int f = 0; f < fields.size(); f++) {
      Field field = fields.get(f);
      int start = row * field.size();
      switch (NAMES.indexOf(field.name())) {
        case 0 -> {
          fit(field, word.length, field.size(), "letters");
          for (int i = 0; i < word.length; i++) {
            values.get(f).set(start + i, word[i]);
          }
        }
        case 1 -> values.get(f).set(start, word.length);
        case 2 -> {
          fit(field, sound.length, field.size(), "numbers");
          for (int i = 0; i < field.size(); i++) {
            double silence = spectrum == null ? 0 : MelSpectrum.SILENCE;
            values.get(f).set(start + i, i < sound.length ? sound[i] : silence);
          }
        }
        default ->
            values
                .get(f)
                .set(start, spectrum == null ? samples.length : spectrum.frames(samples.length));
      }
    }
  }

  private void fit(Field field, int needed, int size, String what) {
    if (needed > size) {
      throw new DataException(
          DataCode.TOO_LONG,
          arguments.place(),
          "a word has " + needed + " " + what + ", but " + field.name() + " takes " + size,
          "Declare it longer");
    }
  }
}
