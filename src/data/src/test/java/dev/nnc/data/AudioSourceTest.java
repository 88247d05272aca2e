package dev.nnc.data;

import static dev.nnc.data.Fixture.classes;
import static dev.nnc.data.Fixture.evidence;
import static dev.nnc.data.Fixture.fails;
import static dev.nnc.data.Fixture.model;
import static dev.nnc.data.Fixture.oneOf;
import static dev.nnc.data.Fixture.real;
import static dev.nnc.data.Fixture.source;
import static dev.nnc.data.Fixture.write;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnc.runtime.ModelInfo;
import dev.nnc.runtime.Precision;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AudioSourceTest {
  private static final ModelInfo SAMPLES =
      model(List.of(real("sound", 4), classes("n", 5)), List.of(classes("digit", 10)));

  @TempDir Path folder;

  private static byte[] wav(int rate, int channels, int bits, int count, IntUnaryOperator sample) {
    int size = count * channels * bits / 8;
    ByteBuffer out = ByteBuffer.allocate(52 + size).order(ByteOrder.LITTLE_ENDIAN);
    out.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(44 + size);
    out.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
    out.putShort((short) 1).putShort((short) channels).putInt(rate);
    out.putInt(rate * channels * bits / 8).putShort((short) (channels * bits / 8));
    out.putShort((short) bits);
    out.put("note".getBytes(StandardCharsets.US_ASCII)).putInt(0); // a chunk to pass over
    out.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(size);
    for (int i = 0; i < count * channels; i++) {
      if (bits == 8) {
        out.put((byte) sample.applyAsInt(i));
      } else {
        out.putShort((short) sample.applyAsInt(i));
      }
    }
    return out.array();
  }

  private static byte[] tar(String name, byte[] content) {
    byte[] header = new byte[512];
    put(header, 0, name);
    put(header, 124, String.format("%011o", content.length));
    header[156] = '0';
    put(header, 257, "ustar\00000");
    Arrays.fill(header, 148, 156, (byte) ' ');
    int sum = 0;
    for (byte b : header) {
      sum += b & 255;
    }
    put(header, 148, String.format("%06o\0", sum));
    byte[] all = Arrays.copyOf(header, 512 + (content.length + 511) / 512 * 512);
    System.arraycopy(content, 0, all, 512, content.length);
    return all;
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }

  private void file(String name, byte[] bytes) {
    try {
      Files.createDirectories(folder.resolve(name).getParent());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    write(folder, name, bytes);
  }

  private Dataset open(ModelInfo info, String... arguments) {
    return DataSource.open(source("audio", arguments), info, folder, Precision.DOUBLE);
  }

  private static List<double[]> rows(Dataset dataset, String field, int size) {
    return Drawn.rows(dataset.all(Imputation.NONE), field, size);
  }

  @Test
  void samplesLengthsAndLabels() {
    file("all/7_ann_0.wav", wav(100, 1, 16, 3, i -> 16384 * (i - 1)));
    file("all/3_bob_0.wav", wav(100, 2, 8, 2, i -> 128 + 64 * (i % 2)));
    file("all/3_bob_1.txt", new byte[3]);
    String[] arguments = {"0", "all", "names", "{digit}_*.wav", "length", "n"};
    Dataset dataset = open(SAMPLES, arguments);
    List<double[]> sounds = rows(dataset, "sound", 4);
    assertEquals(2, sounds.size());
    assertArrayEquals(new double[] {.25, .25, 0, 0}, sounds.get(0), "the mean of 0 and 0.5");
    assertArrayEquals(new double[] {-.5, 0, .5, 0}, sounds.get(1));
    assertEquals(3, rows(dataset, "digit", 1).get(0)[0]);
    assertEquals(2, rows(dataset, "n", 1).get(0)[0]);
    assertEquals(1, rows(open(SAMPLES, with(arguments, "only", "*_ann_?.wav")), "n", 1).size());
    fails(DataCode.NO_FILES, () -> open(SAMPLES, with(arguments, "only", "x*")));
    fails(DataCode.BAD_ARGUMENT, () -> open(SAMPLES, with(arguments, "only", "[")));
    fails(
        DataCode.BAD_ARGUMENT,
        () -> open(SAMPLES, "0", "all", "names", "{digit}-*.wav", "length", "n"),
        "{digit}-*.wav");
    fails(
        DataCode.WRONG_RATE,
        () -> open(SAMPLES, with(arguments, "rate", "50")),
        "100 samples a second, expected 50");
    ModelInfo few = model(SAMPLES.inputs(), List.of(classes("digit", 4)));
    fails(DataCode.OUT_OF_CLASSES, () -> open(few, arguments), "7_ann_0.wav");
    ModelInfo short1 = model(List.of(real("sound", 2)), List.of());
    fails(DataCode.TOO_LONG, () -> open(short1, "0", "all"), "3 samples, but sound takes 2");
    assertEquals(2, rows(open(short1, "0", "all", "truncate", "true"), "sound", 2).size());
    ModelInfo speakers = model(List.of(real("sound", 4)), List.of(oneOf("who", "bob", "ann")));
    assertEquals(0, rows(open(speakers, "0", "all", "names", "*_{who}_*.wav"), "who", 1).get(0)[0]);
    ModelInfo two = model(List.of(real("sound", 4)), List.of(classes("a", 2), classes("b", 2)));
    fails(DataCode.UNREADABLE_FIELD, () -> open(two, "0", "all"), "{a}_*.wav");
    fails(DataCode.UNREADABLE_FIELD, () -> open(model(List.of(), List.of()), "0", "all"));
  }

  private static final ModelInfo LETTERS =
      model(List.of(real("sound", 4), classes("n", 5)), List.of(classes("word", 9, 5)));

  /** Fields with an axis take the letters of a label, filled up with the pad. */
  @Test
  void labelsAreSpelled() {
    file("all/7_ann_0.wav", wav(100, 1, 16, 3, i -> i));
    file("all/0_ann_0.wav", wav(100, 1, 16, 2, i -> i));
    String words = " zero one two three four five six seven";
    String[] arguments = {"0", "all", "names", "{word}_*.wav", "spelled", words};
    Dataset dataset = open(LETTERS, arguments);
    var vocabulary = dataset.split(List.of(), 1).vocabularies().get("word");
    assertEquals("enorsvz", vocabulary.decode(new int[] {1, 2, 3, 4, 5, 6, 7}));
    assertArrayEquals(new double[] {7, 1, 4, 3, 0}, rows(dataset, "word", 5).get(0));
    assertArrayEquals(new double[] {5, 1, 6, 1, 2}, rows(dataset, "word", 5).get(1));
    assertEquals(2, rows(dataset, "n", 1).get(0)[0], "the only field that can take the length");
    fails(
        DataCode.BAD_ARGUMENT,
        () -> open(LETTERS, "0", "all", "names", "{word}_*.wav", "spelled", "zero one"),
        "7_ann_0.wav",
        "words for 0 to 1");
    ModelInfo few = model(List.of(real("sound", 4)), List.of(classes("word", 3, 5)));
    Dataset large = open(few, arguments);
    fails(DataCode.VOCABULARY_SIZE, () -> large.all(Imputation.NONE), "int<8>");
    ModelInfo small = model(List.of(real("sound", 4)), List.of(classes("word", 9, 4)));
    Dataset longer = open(small, arguments);
    fails(DataCode.TOO_LONG, () -> longer.all(Imputation.NONE), "7_ann_0.wav", "5 tokens");
    ModelInfo matrix = model(List.of(real("sound", 4)), List.of(classes("word", 9, 5, 5)));
    fails(DataCode.UNREADABLE_FIELD, () -> open(matrix, arguments));
  }

  /** Without a pattern, the folder tells what is said, or if there is only one, the file's name. */
  @Test
  void labelsWithoutAPattern() {
    file("all/no/1.wav", wav(100, 1, 16, 3, i -> i));
    file("all/on/1.wav", wav(100, 1, 16, 3, i -> i));
    Dataset folders = open(LETTERS, "0", "all");
    assertArrayEquals(new double[] {1, 2, 0, 0, 0}, rows(folders, "word", 5).get(0));
    assertArrayEquals(new double[] {2, 1, 0, 0, 0}, rows(folders, "word", 5).get(1));
    file("one/no_1.wav", wav(100, 1, 16, 3, i -> i));
    file("one/on_1.wav", wav(100, 1, 16, 3, i -> i));
    Dataset files = open(LETTERS, "0", "one");
    assertArrayEquals(new double[] {1, 2, 0, 0, 0}, rows(files, "word", 5).get(0));
    assertArrayEquals(new double[] {2, 1, 0, 0, 0}, rows(files, "word", 5).get(1));
    ModelInfo kinds = model(List.of(real("sound", 4)), List.of(oneOf("word", "on", "no")));
    assertEquals(1, rows(open(kinds, "0", "one"), "word", 1).get(0)[0]);
  }

  private static String[] with(String[] arguments, String... more) {
    String[] all = Arrays.copyOf(arguments, arguments.length + more.length);
    System.arraycopy(more, 0, all, arguments.length, more.length);
    return all;
  }

  @Test
  void anArchiveIsReadAsItsFolder() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream packed = new GZIPOutputStream(out)) {
      for (String name : new String[] {"all/b/2.wav", "all/a/1.wav", "all/b/._2.wav"}) {
        byte[] bytes = wav(100, 1, 16, 2, i -> name.charAt(4) * 100 + i);
        file(name, bytes);
        packed.write(tar(name, bytes));
      }
      packed.write(new byte[1024]);
    }
    write(folder, "all.tar.gz", out.toByteArray());
    ModelInfo info = model(List.of(real("sound", 4)), List.of(classes("kind", 2)));
    Dataset packed = open(info, "0", "all.tar.gz");
    Dataset plain = open(info, "0", "all");
    for (int row = 0; row < 2; row++) {
      assertArrayEquals(rows(plain, "sound", 4).get(row), rows(packed, "sound", 4).get(row));
      assertEquals(row, rows(packed, "kind", 1).get(row)[0]);
      assertEquals(row, rows(plain, "kind", 1).get(row)[0]);
    }
    write(folder, "no.tar", new byte[] {1, 2, 3});
    fails(DataCode.TRUNCATED, () -> open(info, "0", "no.tar"));
    byte[] wrong = tar("a.wav", new byte[0]);
    wrong[0]++;
    write(folder, "no.tar", wrong);
    fails(DataCode.WRONG_FORMAT, () -> open(info, "0", "no.tar"), "no tar archive");
  }

  @Test
  void whatIsNoRecordingIsNamed() {
    ModelInfo info = model(List.of(real("sound", 4)), List.of());
    file("x/1.wav", "RIFFxxxxWAVX".getBytes(StandardCharsets.US_ASCII));
    fails(DataCode.WRONG_FORMAT, () -> open(info, "0", "x"), "1.wav");
    byte[] good = wav(100, 1, 16, 4, i -> i);
    file("x/1.wav", Arrays.copyOf(good, good.length - 1));
    fails(DataCode.TRUNCATED, () -> open(info, "0", "x"));
    file("x/1.wav", Arrays.copyOf(good, 40));
    fails(DataCode.BAD_HEADER, () -> open(info, "0", "x"), "no sound");
    file("x/1.wav", wav(100, 1, 24, 4, i -> i));
    fails(DataCode.UNSUPPORTED_TYPE, () -> open(info, "0", "x"), "24 bits");
  }

  @Test
  void theTransformIsThatOfFourier() {
    MelSpectrum spectrum = new MelSpectrum(8000, 25, 10, 4);
    int n = spectrum.points();
    assertEquals(32, n);
    SplittableRandom random = new SplittableRandom(3);
    double[] real = random.doubles(n, -1, 1).toArray();
    double[] imaginary = random.doubles(n, -1, 1).toArray();
    double[] re = real.clone();
    double[] im = imaginary.clone();
    spectrum.transform(re, im);
    for (int k = 0; k < n; k++) {
      double a = 0;
      double b = 0;
      for (int i = 0; i < n; i++) {
        double angle = -2 * Math.PI * k * i / n;
        a += real[i] * Math.cos(angle) - imaginary[i] * Math.sin(angle);
        b += real[i] * Math.sin(angle) + imaginary[i] * Math.cos(angle);
      }
      assertEquals(a, re[k], 1e-12);
      assertEquals(b, im[k], 1e-12);
    }
  }

  /** A tone is loudest in the band around it; silence and what fills up are equal. */
  @Test
  void aToneIsInItsBand() {
    int bands = 20;
    file("t/1.wav", wav(8000, 1, 16, 2000, i -> (int) (20000 * Math.sin(2 * Math.PI * i / 8))));
    file("t/2.wav", wav(8000, 1, 16, 400, i -> 0));
    ModelInfo info = model(List.of(real("sound", 30, bands), classes("n", 31)), List.of());
    Dataset dataset = open(info, "0", "t", "length", "n");
    double[] tone = rows(dataset, "sound", 30 * bands).get(0);
    assertEquals(1 + (2000 - 200) / 80, rows(dataset, "n", 1).get(0)[0]);
    // 1000 Hz are 1000 mel; the middles are at (m + 1) mel(4000) / 21, mel(4000) being 2146
    int expected = (int) Math.round(1000 * 21 / 2146.06) - 1;
    for (int t = 0; t < 23; t++) {
      int loudest = 0;
      for (int m = 0; m < bands; m++) {
        loudest = tone[t * bands + m] > tone[t * bands + loudest] ? m : loudest;
      }
      assertEquals(expected, loudest);
    }
    double[] silence = rows(dataset, "sound", 30 * bands).get(1);
    assertTrue(Arrays.stream(silence).allMatch(x -> Math.abs(x - Math.log(1e-10)) < 1e-5));
    assertEquals(silence[0], tone[29 * bands], 1e-5);
  }

  @Test
  void spokenDigits() {
    Path archive = evidence("data/fsdd/fsdd_0-14.tar.gz");
    ModelInfo info =
        model(List.of(real("sound", 150, 40), classes("n", 151)), List.of(classes("digit", 10)));
    Dataset dataset =
        open(
            info,
            "0",
            archive.toString(),
            "names",
            "{digit}_*_*.wav",
            "only",
            "*_[0-4].wav",
            "rate",
            "8000",
            "length",
            "n",
            "truncate",
            "true");
    List<double[]> digits = rows(dataset, "digit", 1);
    assertEquals(300, digits.size());
    for (int digit = 0; digit < 10; digit++) {
      int wanted = digit;
      assertEquals(30, digits.stream().filter(row -> row[0] == wanted).count());
    }
    assertTrue(rows(dataset, "n", 1).stream().allMatch(row -> row[0] > 5));
    assertTrue(
        rows(dataset, "sound", 6000).stream()
            .allMatch(row -> Arrays.stream(row).allMatch(x -> x > -24 && x < 12)));
  }
}
