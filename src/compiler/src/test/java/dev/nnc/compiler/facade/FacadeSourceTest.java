package dev.nnc.compiler.facade;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnc.compiler.CompiledModel;
import dev.nnc.compiler.Compiler;
import dev.nnc.compiler.Options;
import dev.nnc.compiler.emit.ModelClass;
import dev.nnc.compiler.source.Source;
import dev.nnc.runtime.Model;
import dev.nnc.runtime.Precision;
import dev.nnc.runtime.Session;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
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
        net = dense(2)
        loss mse(a, t) + mean(net(stack(a, a')))
        /// Both numbers, twice.
        entry both'(x[2], predictor, result: bool) = [equals: 2 * x, sum: x[0] + x[1]]
        entry has(text: one_of("x", "y"), i: int<3>) = net(stack(i, one_hot(text)[1]))
        entry predict(x, into[3]) with total = 0, last[3] = 1 {
          total' = total + x
          last' = into
          return [total: total', last: last + into]
        }
        entry each(x[2], into) with count = 1 { count' = 2 * count  return x * count + into }
        entry count() with n = 0 { n' = n + 1  return n }
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
        List.of("-Xlint:all", "-Xdoclint:all/protected", "-Werror", "-cp", runtime.toString(), "-d")
            .stream()
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
    Set<String> ofSource = ModelClass.nested(model.info());
    for (Map.Entry<String, byte[]> file : model.files(null).entrySet()) {
      String name = file.getKey().replace('/', '.').replaceAll("\\.class$", "");
      if (!file.getKey().equals(own) && !ofSource.contains(name)) {
        Path target = folder.resolve(file.getKey());
        Files.createDirectories(target.getParent());
        Files.write(target, file.getValue());
      }
    }
  }

  private static Set<String> methods(Class<?> type) {
    Set<String> methods =
        Arrays.stream(type.getDeclaredMethods())
            .filter(method -> !method.getName().equals("create"))
            .map(Method::toString)
            .collect(Collectors.toCollection(TreeSet::new));
    for (Class<?> nested : type.getDeclaredClasses()) {
      methods.add(nested.toString() + Modifier.toString(nested.getModifiers()));
      methods.addAll(methods(nested));
    }
    return methods;
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

  /** The facade, and the class that is emitted where there is no javac. */
  private void withBoth(Precision precision, Use use) throws Exception {
    CompiledModel model = compile(precision);
    use.of(model.load());
    javac(FacadeSource.write(model.info(), "strange.nn"));
    write(model, "org/example/Strange.class");
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
      use.of(loader.loadClass("org.example.Strange").getConstructor().newInstance());
    }
  }

  private interface Use {
    void of(Object model) throws Exception;
  }

  private static Object call(Object target, String name, Object... arguments) throws Exception {
    for (Method method : target.getClass().getDeclaredMethods()) {
      if (method.getName().equals(name)
          && !method.isBridge()
          && method.getParameterCount() == arguments.length) {
        return method.invoke(target, arguments);
      }
    }
    throw new AssertionError("no " + name + " in " + target.getClass());
  }

  @Test
  void entriesGiveRecordsOfTheirResults() throws Exception {
    withBoth(
        Precision.DOUBLE,
        model -> {
          Object both = call(model, "both_", new double[] {3, 4}, 0, 1);
          assertArrayEquals(new double[] {6, 8}, (double[]) call(both, "equals_"));
          assertEquals(7.0, call(both, "sum"));
          assertTrue(both.getClass().isRecord());
          assertEquals(both, both);
          assertNotEquals(both, call(model, "both_", new double[] {3, 4}, 0, 1));
          assertTrue(both.toString().contains("sum=7.0"), both::toString);
          double[] net = (double[]) call(model, "has_", "y", 2);
          assertEquals(2, net.length);
        });
  }

  @Test
  void sessionsCarryValuesFromStepToStep() throws Exception {
    withBoth(
        Precision.DOUBLE,
        model -> {
          Object session = call(model, "predict");
          Object first = call(session, "step", 2.0, new double[] {1, 2, 3});
          assertEquals(2.0, call(first, "total"));
          assertArrayEquals(new double[] {2, 3, 4}, (double[]) call(first, "last"));
          Object copy = call(session, "copy");
          Object second = call(session, "step", 3.0, new double[] {0, 0, 1});
          assertEquals(5.0, call(second, "total"));
          assertArrayEquals(new double[] {1, 2, 4}, (double[]) call(second, "last"));
          Object other = call(copy, "step", 10.0, new double[] {0, 0, 0});
          assertEquals(12.0, call(other, "total"));
          ((Session) session).reset();
          assertEquals(3.0, call(call(session, "step", 3.0, new double[] {0, 0, 1}), "total"));
          Object count = call(model, "count");
          call(count, "step");
          assertEquals(1.0, call(count, "step"));
        });
  }

  @Test
  void aStepFillsAnArrayOfTheCaller() throws Exception {
    withBoth(
        Precision.FLOAT,
        model -> {
          Object session = call(model, "each");
          float[] into = new float[2];
          call(session, "step", new float[] {1, 2}, 5.0, into);
          call(session, "step", new float[] {1, 2}, 5.0, into);
          assertArrayEquals(new float[] {7, 9}, into);
          float[] fresh = (float[]) call(session, "step", new float[] {1, 2}, 5.0);
          assertArrayEquals(new float[] {9, 13}, fresh);
        });
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
