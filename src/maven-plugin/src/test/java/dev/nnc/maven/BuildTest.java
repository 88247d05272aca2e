package dev.nnc.maven;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnc.compiler.Options;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.logging.SystemStreamLog;
import org.codehaus.plexus.build.BuildContext;
import org.codehaus.plexus.build.DefaultBuildContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildTest {
  private static final String MODEL =
      """
      import "half.nn"
      model %s {
        input x
        target y
        output result = half(x)
        loss mse(result, y)
      }
      """;

  @TempDir Path folder;

  private final List<String> log = new ArrayList<>();
  private final List<String> marks = new ArrayList<>();
  private Path sources;
  private Path outputs;
  private Path ledger;
  private Path jar;
  private Options options = Options.standard();
  private String version = "1";

  /** An editor that remembers what it is told. */
  private final class Editor extends DefaultBuildContext {
    Editor() {
      super(null);
    }

    @Override
    public void addMessage(
        File file, int line, int column, String message, int severity, Throwable cause) {
      marks.add(file.getName() + ":" + line + ":" + column + ":" + severity + ":" + message);
    }

    @Override
    public void removeMessages(File file) {}

    @Override
    public void refresh(File file) {}
  }

  private final class Log extends SystemStreamLog {
    @Override
    public void error(CharSequence line) {
      log.add(line.toString());
    }

    @Override
    public void warn(CharSequence line) {
      log.add(line.toString());
    }
  }

  @BeforeEach
  void project() throws IOException {
    sources = Files.createDirectories(folder.resolve("nn"));
    outputs = folder.resolve("out");
    ledger = folder.resolve("x/y.ledger");
    jar = folder.resolve("library.jar");
    library("fn half(x) = x / 2");
    source("a/one.nn", MODEL.formatted("One"));
    source("two.nn", MODEL.formatted("Two"));
    source("none.nn", "fn third(x) = x / 3\n");
  }

  private void source(String name, String text) throws IOException {
    Path path = sources.resolve(name);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private void library(String text) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      zip.putNextEntry(new ZipEntry("META-INF/nn/half.nn"));
      zip.write(text.getBytes(StandardCharsets.UTF_8));
      zip.closeEntry();
    }
  }

  /** Builds, and gives how many files were made and how many fail the build. */
  private List<Integer> build() throws IOException, MojoFailureException {
    log.clear();
    marks.clear();
    SourceTree tree = new SourceTree(sources, List.of(), List.of(), StandardCharsets.UTF_8, null);
    Reporter reporter = new Reporter(new Log(), new Editor(), Reporter.Warnings.TOLD);
    Libraries libraries = new Libraries(List.of(jar), StandardCharsets.UTF_8);
    Task task = new Facades(outputs, folder.resolve("classes"));
    Build build = new Build(new Build.Settings(options, version), libraries, reporter, task);
    build.run(tree.read(), ledger);
    return List.of(build.made(), reporter.errors());
  }

  @Test
  void makesOnlyWhatChanged() throws Exception {
    assertEquals(List.of(3, 0), build());
    assertEquals(List.of(0, 0), build());
    source("two.nn", MODEL.formatted("Two") + "\n");
    assertEquals(List.of(1, 0), build());
    library("fn half(x) = 0.5 * x");
    assertEquals(List.of(2, 0), build());
    source("half.nn", "fn half(x) = 0.25 * x"); // found before the library
    assertEquals(List.of(2, 0), build());
    options = options.with(dev.nnc.runtime.Precision.DOUBLE);
    assertEquals(List.of(4, 0), build());
    options = options.with(Map.of("train.epochs", "3"));
    assertEquals(List.of(4, 0), build());
    version = "2";
    assertEquals(List.of(4, 0), build());
    assertEquals(List.of(0, 0), build());
  }

  @Test
  void restoresWhatWasDeletedOrChangedAndKeepsTheTimeOfTheRest() throws Exception {
    build();
    Path one = outputs.resolve("a/One.java");
    Path two = outputs.resolve("two/Two.java");
    String text = Files.readString(one);
    Files.delete(one);
    Files.writeString(two, "//");
    assertEquals(List.of(2, 0), build());
    assertEquals(text, Files.readString(one));
    assertTrue(Files.readString(two).contains("class Two"));
    FileTime past = FileTime.fromMillis(1_000_000_000_000L);
    Files.setLastModifiedTime(one, past);
    version = "2";
    assertEquals(List.of(3, 0), build());
    assertEquals(past, Files.getLastModifiedTime(one));
  }

  @Test
  void deletesWhatNothingMakesAnyMore() throws Exception {
    Path javac = folder.resolve("classes/two/Two.class");
    Files.createDirectories(javac.getParent());
    Files.write(javac, new byte[1]);
    build();
    source("two.nn", MODEL.formatted("Other"));
    build();
    assertFalse(Files.exists(outputs.resolve("two/Two.java")));
    assertFalse(Files.exists(javac));
    assertTrue(Files.exists(outputs.resolve("two/Other.java")));
    Files.delete(sources.resolve("two.nn"));
    assertEquals(List.of(0, 0), build());
    assertFalse(Files.exists(outputs.resolve("two/Other.java")));
    assertTrue(Files.exists(outputs.resolve("a/One.java")));
  }

  @Test
  void errorsReachTheLogAndTheEditorUntilTheyAreMended() throws Exception {
    build();
    source("two.nn", MODEL.formatted("Two").replace("half(x)", "halve(x)"));
    for (int i = 0; i < 2; i++) {
      assertEquals(List.of(1, 1), build());
      assertEquals(1, marks.size());
      String mark = "two.nn:5:19:" + BuildContext.SEVERITY_ERROR + ":NN010: ";
      assertTrue(marks.get(0).startsWith(mark), marks::toString);
      assertTrue(log.get(0).startsWith("error[NN010]: "), log::toString);
      assertTrue(log.get(1).endsWith("two.nn:5:19"), log::toString);
      assertEquals("   |                   ^^^^^", log.get(4));
    }
    assertTrue(Files.exists(outputs.resolve("two/Two.java")), "kept while its file has errors");
    Files.delete(sources.resolve("two.nn"));
    assertEquals(List.of(0, 0), build());
    assertFalse(Files.exists(outputs.resolve("two/Two.java")));
  }

  @Test
  void tuningFilesBesideModelsCount() throws Exception {
    build();
    String tuning =
        "nnc tune 1\nmachine some, 16 lanes, Java 17\n"
            + "a:batch sum:784 b:128 | a[784 1 0] b[0 128 1] ="
            + " rows:a axis:0 tile:8x3 packed:none columns:128 summands:784\n";
    source("two.tune", tuning);
    assertEquals(List.of(1, 0), build());
    assertEquals(List.of(0, 0), build());
    source("two.tune", tuning.replace("8x3", "88x3"));
    for (int i = 0; i < 2; i++) {
      assertEquals(List.of(1, 1), build());
      String mark = "two.tune:3:1:" + BuildContext.SEVERITY_ERROR + ":NN040: ";
      assertTrue(marks.get(0).startsWith(mark), marks::toString);
    }
    Files.delete(sources.resolve("two.tune"));
    assertEquals(List.of(1, 0), build());
  }

  @Test
  void twoFilesCannotMakeTheSameClass() throws Exception {
    source("two.nn", MODEL.formatted("One"));
    source("two/one.nn", MODEL.formatted("One"));
    IOException e = org.junit.jupiter.api.Assertions.assertThrows(IOException.class, this::build);
    assertTrue(e.getMessage().startsWith("two.nn and two/one.nn both make "), e::getMessage);
  }

  @Test
  void foldersNamePackages() throws IOException {
    source("org/my-example/new/x.nn", "");
    SourceTree tree =
        new SourceTree(sources, List.of(), List.of("a/**"), StandardCharsets.UTF_8, null);
    List<String> packages = new ArrayList<>();
    tree.read().forEach(source -> packages.add(source.name() + " " + source.packageName()));
    assertEquals(
        List.of("none.nn null", "org/my-example/new/x.nn org.myexample._new", "two.nn null"),
        packages);
  }
}
