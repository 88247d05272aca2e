package dev.nnc.data;

import dev.nnc.runtime.Examples;
import dev.nnc.runtime.ModelInfo.Field;
import dev.nnc.runtime.Settings.Share;
import dev.nnc.runtime.Split;
import dev.nnc.runtime.Table;
import dev.nnc.runtime.UnknownTokenException;
import dev.nnc.runtime.Vocabulary;
import dev.nnc.runtime.Vocabulary.Unit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Examples of which some fields are texts: a line or a cell each, cut into tokens and filled up
 * with the pad. All texts of a source share one vocabulary.
 *
 * @param numbers the other fields; perhaps none
 * @param texts the fields that are texts
 * @param rule how the vocabulary is made
 * @param known the vocabulary that the model has already, or null
 * @param truncate whether to cut what is too long
 * @param length the field that takes the number of tokens of the first text, or null
 */
record TextRows(
    Columns numbers,
    List<Column> texts,
    VocabularyRule rule,
    Vocabulary known,
    boolean truncate,
    Field length)
    implements Dataset {

  /** Which tokens of a text a field takes. */
  enum Role {
    /** All. */
    WHOLE,
    /** A pad, then all: what is known when each token is to be told. */
    BEFORE,
    /** All, then a pad: what is to be told. */
    AFTER
  }

  /**
   * A field that is a text.
   *
   * @param field takes the tokens
   * @param role which of them
   * @param texts one for each example
   * @param file where they come from
   * @param places where each of them is
   */
  record Column(Field field, Role role, List<String> texts, Place file, IntFunction<Place> places) {
    /** Texts in the rows of a file, numbered by {@code origin}. */
    static Column inRows(Field field, Role role, List<String> texts, Place place, long[] origin) {
      Place file = new Place(place.file(), 0, 0, "", "");
      return new Column(field, role, texts, file, row -> place.row(origin[row] + 1));
    }
  }

  /** The arguments of all sources of texts in rows, besides those of the vocabulary. */
  static final List<String> ARGUMENTS =
      List.of("vocabulary", "unknown", "pad", "truncate", "length");

  /** Makes the examples of a source, with what its arguments say. */
  static TextRows of(
      Arguments arguments,
      String by,
      Columns numbers,
      List<Column> texts,
      Field length,
      Map<String, Vocabulary> known) {
    String pad = arguments.source().arguments().getOrDefault("pad", "<pad>");
    return new TextRows(
        numbers,
        texts,
        VocabularyRule.of(arguments, by, pad),
        texts.isEmpty() ? null : known.get(texts.get(0).field().name()),
        arguments.value("truncate", false, Arguments::truth, "true or false"),
        length);
  }

  /** The field that the argument {@code length} names, or null where there is no such argument. */
  static Field length(Arguments arguments, List<Field> fields) {
    String name = arguments.source().arguments().get("length");
    if (name == null) {
      return null;
    }
    return fields.stream()
        .filter(f -> f.name().equals(name) && f.shape().isEmpty() && f.categories().isEmpty())
        .findFirst()
        .orElseThrow(
            () ->
                new DataException(
                    DataCode.UNREADABLE_FIELD,
                    arguments.place(),
                    "the model has no number " + Spelling.quote(name) + " that takes the length",
                    "Declare input " + name + ": int<T+1>, T being the longest length"));
  }

  /** Whether a field can hold the tokens of a text. */
  static boolean isText(Field field) {
    return field.classes() > 0 && field.shape().size() == 1;
  }

  @Override
  public Parts split(List<Share> shares, long seed) {
    Map<String, int[]> rows = Split.rows(numbers.count(), shares, seed);
    Imputation imputation = Imputation.fit(numbers, rows.get(Split.TRAIN));
    Vocabulary vocabulary = vocabulary(rows.get(Split.TRAIN));
    Table table = table(imputation, vocabulary);
    Map<String, Examples> parts = new LinkedHashMap<>();
    rows.forEach((name, chosen) -> parts.put(name, table.subset(chosen)));
    return new Parts(parts, imputation, vocabularies(vocabulary));
  }

  /** The vocabulary that the model has, or else what the training rows and the alphabet teach. */
  Vocabulary vocabulary(int[] train) {
    return known != null ? known : learned(train);
  }

  /** The vocabulary under the name of each text. */
  Map<String, Vocabulary> vocabularies(Vocabulary vocabulary) {
    Map<String, Vocabulary> vocabularies = new LinkedHashMap<>();
    texts.forEach(column -> vocabularies.put(column.field().name(), vocabulary));
    return vocabularies;
  }

  @Override
  public Examples all(Imputation imputation) {
    return table(imputation, vocabulary(everyRow()));
  }

  @Override
  public Imputation fit() {
    return Imputation.fit(numbers, everyRow());
  }

  /** The numbers of all rows. */
  int[] everyRow() {
    return IntStream.range(0, numbers.count()).toArray();
  }

  /** Characters are those of all rows, words and pairs those of the training rows. */
  private Vocabulary learned(int[] train) {
    boolean whole = rule.unit() == Unit.CHARACTERS || rule.unit() == Unit.BYTES;
    List<String> examples = new ArrayList<>();
    int classes = Integer.MAX_VALUE;
    for (Column column : texts) {
      classes = Math.min(classes, column.field().classes());
      if (column.role() != Role.AFTER) { // which has the same texts
        for (int row : whole ? everyRow() : train) {
          examples.add(column.texts().get(row));
        }
      }
    }
    return rule.learn(examples, classes);
  }

  private Table table(Imputation imputation, Vocabulary vocabulary) {
    Table.Builder table = Table.builder();
    addTo(table, imputation, vocabulary);
    return table.build();
  }

  /** Adds all fields to a table. */
  void addTo(Table.Builder table, Imputation imputation, Vocabulary vocabulary) {
    Columns filled = imputation.apply(numbers);
    for (int f = 0; f < filled.fields().size(); f++) {
      Field field = filled.fields().get(f);
      table.column(field.name(), field.size(), filled.values().get(f));
    }
    int[] counts = null;
    for (Column column : texts) {
      rule.check(column.field(), vocabulary, column.file());
      Encoded encoded = encoded(column, vocabulary);
      counts = counts == null ? encoded.counts() : counts;
      int size = column.field().size();
      table.column(column.field().name(), size, numbers.count(), encoded.rule(size, vocabulary));
    }
    if (length != null) {
      int[] lengths = counts;
      table.column(
          length.name(), 1, lengths.length, (row, draw, to, at) -> to.set(at, lengths[row]));
    }
  }

  /** The tokens of a column, example after example. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Encoded(Tokens tokens, int[] starts, int[] counts) {
    Table.Rule rule(int size, Vocabulary vocabulary) {
      return (row, draw, to, at) -> {
        tokens.copyTo(starts[row], to, at, counts[row]);
        for (int i = counts[row]; i < size; i++) {
          to.set(at + i, vocabulary.pad());
        }
      };
    }
  }

  private Encoded encoded(Column column, Vocabulary vocabulary) {
    int count = column.texts().size();
    List<int[]> tokens = new ArrayList<>();
    int[] starts = new int[count];
    int[] counts = new int[count];
    int start = 0;
    for (int row = 0; row < count; row++) {
      int[] own = shortened(column, row, tokens(column, row, vocabulary));
      tokens.add(own);
      starts[row] = start;
      counts[row] = own.length;
      start = Math.addExact(start, own.length);
    }
    return new Encoded(new Tokens(tokens, vocabulary.size()), starts, counts);
  }

  private int[] tokens(Column column, int row, Vocabulary vocabulary) {
    try {
      int[] own = vocabulary.encode(column.texts().get(row));
      if (column.role() == Role.WHOLE) {
        return own;
      }
      int[] marked = new int[own.length + 1];
      Arrays.fill(marked, vocabulary.pad());
      System.arraycopy(own, 0, marked, column.role() == Role.BEFORE ? 1 : 0, own.length);
      return marked;
    } catch (UnknownTokenException e) {
      throw new DataException(
          DataCode.UNKNOWN_TOKEN,
          column.places().apply(row),
          "found " + e.token() + ", which is none of the " + vocabulary + " of the vocabulary",
          "Take it out of the text, or train with unknown: \"token\"",
          e);
    }
  }

  private int[] shortened(Column column, int row, int[] tokens) {
    int size = column.field().size();
    if (tokens.length <= size) {
      return tokens;
    }
    if (truncate) {
      return Arrays.copyOf(tokens, size);
    }
    throw new DataException(
        DataCode.TOO_LONG,
        column.places().apply(row),
        "the text has "
            + tokens.length
            + " tokens, but "
            + column.field().name()
            + " takes "
            + size,
        "Declare it longer, or cut such texts with truncate: true");
  }
}
