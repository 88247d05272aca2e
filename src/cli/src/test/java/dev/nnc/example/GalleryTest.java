package dev.nnc.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnc.cli.Cli;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/**
 * Trains the examples with the command, as {@code gallery.csv} lists them: briefly in every build,
 * and to the figures that their README files state with {@code -Pgallery}. A row has the file below
 * {@code examples}, what to set for a brief and for the whole training ({@code name=value}, with
 * semicolons between), and the bounds of a metric (or {@code loss}) at the end.
 */
class GalleryTest {
  @TempDir Path folder;

  @ParameterizedTest(name = "{0} {1}")
  @CsvFileSource(resources = "/gallery.csv", numLinesToSkip = 1)
  void aFewEpochsMakeTheLossSmaller(String file, String brief) {
    Run run = train(file, brief);
    List<Double> losses =
        run.err.lines().filter(l -> l.startsWith("epoch ")).map(Run::loss).toList();
    double last = losses.get(losses.size() - 1);
    assertTrue(losses.size() > 1 && last < losses.get(0), losses::toString);
    run.figure("loss");
  }

  @Tag("gallery")
  @ParameterizedTest(name = "{0} {2}: {3} from {4} to {5}")
  @CsvFileSource(resources = "/gallery.csv", numLinesToSkip = 1)
  void theWholeTrainingReachesItsFigure(
      String file, String brief, String whole, String metric, double least, double most) {
    Run run = train(file, whole);
    double figure = run.figure(metric);
    assertTrue(figure >= least && figure <= most, () -> metric + " " + figure + "\n" + run.out);
  }

  private Run train(String file, String set) {
    Path root = Path.of(System.getProperty("nnc.root", "../.."));
    List<String> words = new ArrayList<>(List.of("train"));
    words.add(root.resolve("examples").resolve(file).toString());
    for (String setting : set == null ? new String[0] : set.split(";")) {
      words.add("--set");
      words.add(setting);
    }
    words.add("--output");
    words.add(folder.resolve("model.jar").toString());
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        Cli.run(
            words.toArray(String[]::new),
            new PrintWriter(out),
            new PrintWriter(err),
            InputStream.nullInputStream());
    assertEquals(0, code, err::toString);
    return new Run(out.toString(), err.toString());
  }

  /** What a training printed. */
  private record Run(String out, String err) {
    /** The training loss in a line of progress, of several the first: their sum says little. */
    static double loss(String line) {
      return after(line, line.replaceFirst(".*?(\\w*loss) .*", "$1"));
    }

    /** A figure of the test examples, or where there are none, of the last validation. */
    double figure(String name) {
      String scores = out.lines().filter(l -> l.startsWith("test ")).findFirst().orElse(null);
      if (scores == null) {
        List<String> lines = err.lines().filter(l -> l.contains("  valid loss ")).toList();
        assertTrue(!lines.isEmpty(), "neither test nor validation examples");
        scores = lines.get(lines.size() - 1).replaceFirst(".*  valid ", "");
      }
      return after(scores, name);
    }

    private static double after(String line, String name) {
      List<String> words = List.of(line.trim().split(" +"));
      int at = words.indexOf(name);
      assertTrue(at >= 0, () -> "no " + name + " in: " + line);
      return Double.parseDouble(words.get(at + 1));
    }
  }
}
