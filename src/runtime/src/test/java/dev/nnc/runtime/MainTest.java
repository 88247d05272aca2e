package dev.nnc.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnc.runtime.demo.Pet;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
  private static final String HEADER =
      "score,kind[cat],\"kind[dog, or so]\",\"grid[0,0]\",\"grid[0,1]\"\n";

  @TempDir Path folder;
  private Isolated loader;
  private String out;
  private String err;

  @BeforeEach
  void load() throws Exception {
    Weights weights =
        new Weights(
            new FloatValues(new float[] {1, 10, 100, 1000, 0.1f}), new FloatValues(new float[0]));
    loader = Isolated.at(folder.resolve("jar"), Pet.description(null), Isolated.bytes(weights));
  }

  @AfterEach
  void close() throws IOException {
    loader.close();
  }

  private int main(String input, String... arguments) throws Exception {
    StringWriter text = new StringWriter();
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    int code =
        Main.run(
            loader,
            List.of(arguments),
            Isolated.stream(input),
            text,
            new PrintStream(errors, true, StandardCharsets.UTF_8));
    out = text.toString();
    err = errors.toString(StandardCharsets.UTF_8);
    return code;
  }

  private Path file(String text) throws Exception {
    return Files.writeString(folder.resolve("pets.csv"), text);
  }

  @Test
  void predictsFromAFile() throws Exception {
    String lines =
        """
        \uFEFFlegs, size_1 ,size_2,"name",Weight,coat,unused
        4,2,3,"Tom, ""the cat""
        ",3.5,long,0

        0, 0 ,1e1,,-.5,"none, at all",true
        """;
    Path csv = file(lines.replace("\n", "\r\n"));
    assertEquals(0, main("", "predict", csv.toString()), () -> err);
    assertEquals(
        HEADER
            + """
            1323.9,1323.9,-1323.9,1323.9,-1323.9
            2999.5,2999.5,-2999.5,2999.5,-2999.5
            """,
        out);
    assertEquals("", err);
  }

  @Test
  void predictsFromStandardInputForMoreRowsThanFitAtOnce() throws Exception {
    StringBuilder csv = new StringBuilder("legs,weight,size0,size1,coat,unused\n");
    StringBuilder expected = new StringBuilder(HEADER);
    for (int i = 0; i < 300; i++) {
      csv.append("0,").append(i).append(",0,0,short,0\n");
      expected.append(String.format("%d,%1$d,%2$s,%1$d,%2$s\n", i, i == 0 ? "-0" : "-" + i));
    }
    assertEquals(0, main(csv.toString(), "predict", "-"), () -> err);
    assertEquals(expected.toString(), out);
  }

  @Test
  void saysWhatTheModelIs() throws Exception {
    assertEquals(0, main("", "info"));
    assertEquals(
        """
        dev.nnc.runtime.demo.Pet
          Tells cats,
          "dogs" and others apart.
        inputs
          weight: number  (in kg)
          size[2]: number
          coat: one of [short, long, none, at all]
          legs: 0 to 4
          unused: 0 to 1
        outputs
          score: number
          kind[2]: as kind
          grid[1, 2]: number
        parameters: 5
          p[5]: 5 numbers
        """,
        out);
  }

  @Test
  void wrongArgumentsAreAnsweredWithUsage() throws Exception {
    for (String[] arguments :
        new String[][] {{}, {"predict"}, {"info", "x"}, {"train", "x"}, {"predict", "a", "b"}}) {
      assertEquals(2, main("", arguments));
      assertTrue(err.startsWith("usage: java -jar MODEL.jar predict FILE.csv"), err);
    }
  }

  /** Each mistake with the message it gets, after the file's name. */
  @Test
  void mistakesInTheDataAreNamed() throws Exception {
    String header = "legs,weight,size0,size1,coat,unused\n";
    Map<String, String> mistakes =
        Map.ofEntries(
            Map.entry("", ": the file is empty; expected a header and rows"),
            Map.entry(
                "legs,weight,size0,coat\n",
                ", column \"size0 … size1\": the file has no such column; it has [legs, weight,"
                    + " size0, coat]"),
            Map.entry(
                "legs,weight,Weight,WEIGHT\n",
                ", column \"size0 … size1\": the file has no such column; it has [legs, weight,"
                    + " Weight, WEIGHT]"),
            Map.entry("legs,Weight,WEIGHT\n", ", column \"weight\": two columns are called so"),
            Map.entry("legs,weight,weight\n", ", column \"weight\": two columns are called so"),
            Map.entry(
                header + "4,1,2,3,short,0\n4,1,2,x,short,0\n",
                ", row 2 (line 3), column \"size1\": found \"x\", expected a number"),
            Map.entry(
                header + "4,,2,3,short,0\n",
                ", row 1 (line 2), column \"weight\": found nothing, expected a number; the model"
                    + " was trained without missing: \"median\", which would fill in one"),
            Map.entry(
                header + "4,1,2,3,,0\n",
                ", row 1 (line 2), column \"coat\": found nothing, expected a class of coat, which"
                    + " nothing can be filled in for"),
            Map.entry(
                header + "4,NaN,2,3,short,0\n",
                ", row 1 (line 2), column \"weight\": found \"NaN\", expected a number"),
            Map.entry(
                header + "4,1e39,2,3,short,0\n",
                ", row 1 (line 2), column \"weight\": found 1e39, expected a number that is not so"
                    + " large"),
            Map.entry(
                header + "4,1,2,3,red,0\n",
                ", row 1 (line 2), column \"coat\": coat must be one of [short, long, none, at"
                    + " all], not red"),
            Map.entry(
                header + "6,1,2,3,short,0\n",
                ", row 1 (line 2), column \"legs\": legs must be a whole number from 0 to 4, not"
                    + " 6.0"),
            Map.entry(
                header + "4,1,2\n",
                ", row 1 (line 2): found 3 cells, expected 6 as in the first line"),
            Map.entry(
                header + "4,1,2,3,\"short", ", line 2, cell 5: the file ends inside a quoted cell"),
            Map.entry(
                header + "4,1,2,3,\"short\"x,0\n",
                ", line 2, cell 5: text after the closing quote of a cell"),
            Map.entry(
                header + "4,1,2,3,sh\"ort,0\n",
                ", line 2, cell 5: a quote inside a cell that does not start with one"));
    for (Map.Entry<String, String> mistake : mistakes.entrySet()) {
      Path csv = file(mistake.getKey());
      assertEquals(3, main("", "predict", csv.toString()), mistake.getKey());
      assertEquals(csv + mistake.getValue() + System.lineSeparator(), err);
    }
  }

  @Test
  void filesThatCannotBeReadAreNamed() throws Exception {
    Path none = folder.resolve("none.csv");
    assertEquals(3, main("", "predict", none.toString()));
    assertEquals(none + ": there is no such file" + System.lineSeparator(), err);
    assertEquals(3, main("", "predict", folder.toString()));
    assertTrue(err.startsWith(folder.toString()), err);
    Path latin = Files.write(folder.resolve("latin.csv"), new byte[] {'a', (byte) 0xE4, '\n'});
    assertEquals(3, main("", "predict", latin.toString()));
    assertEquals(latin + ": the file is not UTF-8 text" + System.lineSeparator(), err);
    Files.writeString(folder.resolve("jar/" + Isolated.FOLDER + "Pet.nninfo"), "nninfo 3\nx\n");
    assertEquals(3, main("", "info"));
    assertEquals(
        "the model cannot be loaded: resource Pet.nninfo: line 2: \"x\" instead of \"class\""
            + System.lineSeparator(),
        err);
    Files.delete(folder.resolve("jar/META-INF/services/dev.nnc.runtime.Model"));
    assertEquals(3, main("", "info"));
    assertEquals("there is no model in this jar" + System.lineSeparator(), err);
  }

  @Test
  void separatorOfTheTrainingDataCounts() throws Exception {
    loader.close();
    loader =
        Isolated.at(
            folder.resolve("other"),
            Pet.description(new Settings.Source("csv", Map.of("separator", ";"))),
            null);
    String csv = "legs;weight;size0;size1;coat;unused\n1;0;0;0;short;0\n";
    assertEquals(0, main(csv, "predict", "-"), () -> err);
    assertEquals("score;kind[cat];kind[dog, or so];grid[0,0];grid[0,1]\n5;5;-5;5;-5\n", out);
  }

  private void load(String name, Map<String, String> data, Map<String, List<Double>> fills)
      throws Exception {
    loader.close();
    ModelInfo info = Pet.description(new Settings.Source("csv", data)).withFills(fills);
    loader = Isolated.at(folder.resolve(name), info, null);
  }

  @Test
  void emptyCellsTakeWhatTrainingFound() throws Exception {
    load("filled", Map.of(), Map.of("weight", List.of(2.5), "size", List.of(3.0, 0.1)));
    String header = "legs,weight,size0,size1,coat,unused\n";
    assertEquals(0, main(header + "1,2.5,3,0.1,short,0\n", "predict", "-"), () -> err);
    String typed = out;
    assertEquals(0, main(header + "1,, ,\"\",short,0\n", "predict", "-"), () -> err);
    assertEquals(typed, out);
    assertEquals(3, main(header + ",1,1,1,short,0\n", "predict", "-"));
    assertTrue(err.contains("column \"legs\": found nothing, expected a class of legs"), err);
  }

  @Test
  void saysWhyNothingIsFilledIn() throws Exception {
    String csv = "legs,weight,size0,size1,coat,unused\n1,,3,1,short,0\n";
    load("drop", Map.of("missing", "drop"), Map.of());
    assertEquals(3, main(csv, "predict", "-"));
    assertTrue(err.contains("trained with missing: \"drop\""), err);
    load("untrained", Map.of("missing", "mean"), Map.of());
    assertEquals(3, main(csv, "predict", "-"));
    assertTrue(err.contains("the model was not trained"), err);
  }

  @Test
  void tabsSeparateByAnyOfTheirNames() throws Exception {
    for (String name : List.of("tab", "\\t", "\t")) {
      load("tab" + name.length() + (int) name.charAt(0), Map.of("separator", name), Map.of());
      String csv = "legs\tweight\tsize0\tsize1\tcoat\tunused\n1\t0\t0\t0\tshort\t0\n";
      assertEquals(0, main(csv, "predict", "-"), () -> err);
    }
  }

  /** A process of its own, with no module but java.base and nothing but the jar's content. */
  @Test
  void runsAlone() throws Exception {
    String csv = "legs,weight,size0,size1,coat,unused\n1,0,0,0,short,0\n";
    assertEquals(0, process("predict", file(csv).toString()));
    assertEquals(HEADER + "0.1,0.1,-0.1,0.1,-0.1\n", out);
    assertEquals(3, process("predict", folder.resolve("none").toString()));
    assertEquals(2, process());
  }

  private int process(String... arguments) throws Exception {
    Path launcher = Path.of(System.getProperty("java.home"), "bin", "java");
    Path runtime = Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    List<String> command = new java.util.ArrayList<>();
    command.addAll(List.of(launcher.toString(), "--limit-modules", "java.base", "-cp"));
    command.add(runtime + java.io.File.pathSeparator + folder.resolve("jar"));
    command.add(Main.class.getName());
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor();
  }
}
