package dev.nnc.compiler.facade;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnc.compiler.CompiledModel;
import dev.nnc.compiler.Compiler;
import dev.nnc.compiler.Options;
import dev.nnc.compiler.source.Source;
import dev.nnc.runtime.Model;
import dev.nnc.runtime.Precision;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FacadeSourceTest {
  private static final String TEXT =
      """
      /// Ends */ here, \\u002a/ or <b>&amp;</b> {@link Nowhere} there.
      ///
      /// A second paragraph, with a µ.
      model Strange {
        /// The first of two.
        input  a', a, predictor, result
        input  class: one_of("x", "y\\"z"), grid[2, 3], kinds[2]: int<4>
        target t
        /// A word of Java.
        output new = a' + 10 * a + 100 * predictor + 1000 * result
                     + sum[i] one_hot(class)[i] * i * 0.5
        output info = 2 * grid
        output weights = sum[i] kinds[i]
        loss mse(a, t)
      }
      """;

  @TempDir Path folder;

  private static CompiledModel compile(Precision precision) {
    Options options = new Options(precision, Map.of(), "org.example", null, true);
    return Compiler.compile(new Source("strange.nn", TEXT), options, (f, p) -> Optional.empty());
  }

  /** Compiles the facade alone, as javac meets it: the routines come later. */
  private void javac(String text) throws Exception {
    Path source = folder.resolve("src/Strange.java");
    Files.createDirectories(source.getParent());
    Files.writeString(source, text, StandardCharsets.US_ASCII);
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    Path runtime = Path.of(Model.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    List<String> options =
        List.of("-Xlint:all", "-Xdoclint:all", "-Werror", "-cp", runtime.toString(), "-d").stream()
            .collect(Collectors.toList());
    options.add(folder.toString());
    StringWriter out = new StringWriter();
    try (var files = javac.getStandardFileManager(null, null, null)) {
      boolean good =
          javac.getTask(out, files, null, options, null, files.getJavaFileObjects(source)).call();
      assertTrue(good, () -> out + "\n" + text);
    }
  }

  private void write(CompiledModel model, String own) throws Exception {
    for (Map.Entry<String, byte[]> file : model.files(null).entrySet()) {
      if (!file.getKey().equals(own)) {
        Path target = folder.resolve(file.getKey());
        Files.createDirectories(target.getParent());
        Files.write(target, file.getValue());
      }
    }
  }

  private static Set<String> methods(Class<?> type) {
    return Arrays.stream(type.getDeclaredMethods())
        .filter(method -> !method.getName().equals("create"))
        .map(Method::toString)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void compilesWithoutWarningsAndHasTheMethodsOfTheEmittedClass() throws Exception {
    for (Precision precision : Precision.values()) {
      CompiledModel model = compile(precision);
      javac(FacadeSource.write(model.info(), "strange.nn"));
      write(model, "org/example/Strange.class");
      try (URLClassLoader loader =
          new URLClassLoader(new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
        Class<?> facade = loader.loadClass("org.example.Strange");
        assertEquals(methods(model.load().getClass()), methods(facade));
      }
    }
  }

  @Test
  void computesWhatTheModelComputes() throws Exception {
    CompiledModel model = compile(Precision.DOUBLE);
    javac(FacadeSource.write(model.info(), "strange.nn"));
    write(model, "org/example/Strange.class");
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
      Class<?> type = loader.loadClass("org.example.Strange");
      Object facade = type.getConstructor().newInstance();
      double[] grid = {1, 2, 3, 4, 5, 6};
      Object[] arguments = {1, 2, 3, 4, "y\"z", grid, new int[] {3, 2}};
      assertEquals(4321.5, method(type, "new_").invoke(facade, arguments));
      assertEquals(5.0, method(type, "weights_").invoke(facade, arguments));
      double[] doubled = (double[]) method(type, "info_").invoke(facade, arguments);
      assertArrayEquals(new double[] {2, 4, 6, 8, 10, 12}, doubled);
    }
  }

  private static Method method(Class<?> type, String name) {
    return Arrays.stream(type.getDeclaredMethods())
        .filter(method -> method.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void doesNotRunWithResourcesOfAnotherModel() throws Exception {
    javac(FacadeSource.write(compile(Precision.FLOAT).info(), "strange.nn"));
    write(compile(Precision.DOUBLE), "org/example/Strange.class");
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
      var constructor = loader.loadClass("org.example.Strange").getConstructor();
      Throwable thrown = assertThrows(Exception.class, constructor::newInstance).getCause();
      assertTrue(thrown instanceof IllegalStateException, thrown::toString);
      assertTrue(thrown.getMessage().contains("mvn process-classes"), thrown::getMessage);
    }
  }
}
