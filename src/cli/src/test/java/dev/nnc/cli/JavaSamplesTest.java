package dev.nnc.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnc.compiler.CompiledModel;
import dev.nnc.compiler.Compiler;
import dev.nnc.compiler.Options;
import dev.nnc.compiler.source.Source;
import dev.nnc.runtime.Model;
import dev.nnc.runtime.Precision;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every piece of Java on a page can be compiled against the classes of the models that the page
 * speaks of. What a piece takes for known stands before it in a comment of the page, {@code <!--
 * java: … -->}.
 */
class JavaSamplesTest {
  private static final Path ROOT = Path.of(System.getProperty("nnc.root", "../.."));
  private static final Pattern JAVA =
      Pattern.compile("(?ms)(?:^<!-- java: ([^\n]*) -->\n)?^```java\n(.*?)^```$");
  private static final Pattern MODEL = Pattern.compile("(?ms)^```nn\n(.*?)^```$");
  private static final Pattern NAME = Pattern.compile("(?m)^model\\s+(\\w+)");
  private static final Pattern IMPORT = Pattern.compile("(?m)^import .*;$");

  @TempDir Path classes;

  /** The pages that have Java on them. */
  static List<String> pages() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT.resolve("examples"), 2);
        Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
      List<String> pages =
          Stream.of(Stream.of(ROOT.resolve("README.md")), docs, files)
              .flatMap(paths -> paths)
              .filter(file -> file.toString().endsWith(".md"))
              .filter(file -> JAVA.matcher(text(file)).find())
              .map(file -> ROOT.relativize(file).toString().replace('\\', '/'))
              .sorted()
              .toList();
      assertTrue(pages.containsAll(List.of("README.md", "docs/language.md")), pages::toString);
      return pages;
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void javaCompiles(String page) throws IOException, URISyntaxException {
    List<MatchResult> samples = JAVA.matcher(text(ROOT.resolve(page))).results().toList();
    String all = samples.stream().map(sample -> sample.group(2)).collect(Collectors.joining());
    List<String> packages = new ArrayList<>();
    for (Source source : models(page)) {
      for (MatchResult name : NAME.matcher(source.text()).results().toList()) {
        if (all.contains(name.group(1))) {
          packages.add(compile(source, name.group(1), page));
        }
      }
    }
    List<JavaFileObject> files = new ArrayList<>();
    for (int i = 0; i < samples.size(); i++) {
      files.add(file("Sample" + i, program(i, samples.get(i), packages)));
    }
    List<String> options =
        List.of(
            "-proc:none", "-d", classes.toString(), "-cp", classPath(), "-Xlint:all", "-Werror");
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    StringWriter out = new StringWriter();
    boolean good = javac.getTask(out, null, null, options, null, files).call();
    assertTrue(good, () -> page + "\n" + out);
  }

  /** Those of the folder or of the page; pages beside them call the house price. */
  private static List<Source> models(String page) throws IOException {
    if (page.equals("docs/language.md")) {
      return MODEL
          .matcher(text(ROOT.resolve(page)))
          .results()
          .map(sample -> new Source("page.nn", sample.group(1)))
          .toList();
    }
    String folder = page.startsWith("examples/") ? page : "examples/house-price/README.md";
    try (Stream<Path> files = Files.list(ROOT.resolve(folder).getParent())) {
      return files
          .filter(file -> file.toString().endsWith(".nn"))
          .map(file -> new Source(file.getFileName().toString(), text(file)))
          .toList();
    }
  }

  /** Writes the classes of a model; the result is their package. */
  private String compile(Source source, String model, String page) throws IOException {
    // As the page says, the file lies in a folder org/example.
    String given = page.equals("docs/maven.md") ? "org.example" : null;
    Options options = new Options(Precision.FLOAT, Map.of(), given, model, true);
    CompiledModel compiled = Compiler.compile(source, options, (from, path) -> Optional.empty());
    for (Map.Entry<String, byte[]> file : compiled.files(null).entrySet()) {
      Path target = classes.resolve(file.getKey());
      Files.createDirectories(target.getParent());
      Files.write(target, file.getValue());
    }
    String name = compiled.info().className();
    return name.substring(0, name.lastIndexOf('.'));
  }

  private static String program(int number, MatchResult sample, List<String> packages) {
    String known = sample.group(1) == null ? "" : sample.group(1);
    String imports =
        packages.stream().distinct().map(p -> "import " + p + ".*;\n").collect(Collectors.joining())
            + IMPORT
                .matcher(sample.group(2))
                .results()
                .map(found -> found.group() + "\n")
                .collect(Collectors.joining());
    return "import dev.nnc.runtime.*;\nimport java.util.*;\n"
        + imports
        + ("class Sample" + number + " {\n  void run() throws Exception {\n")
        + (known + "\n" + IMPORT.matcher(sample.group(2)).replaceAll("") + "  }\n}\n");
  }

  private static JavaFileObject file(String name, String text) {
    URI place = URI.create("string:///" + name + ".java");
    return new SimpleJavaFileObject(place, JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreErrors) {
        return text;
      }
    };
  }

  private String classPath() throws URISyntaxException {
    URI runtime = Model.class.getProtectionDomain().getCodeSource().getLocation().toURI();
    return classes + File.pathSeparator + Path.of(runtime);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
