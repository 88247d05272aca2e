package dev.nnc.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Entries of a model in a jar, as its users meet them. */
class EntryTest {
  private static final String LOSS = "  loss   mse(estimate, t)\n";

  @TempDir Path folder;
  private Path jar;

  @BeforeEach
  void train() throws IOException {
    Path file =
        Sample.write(
            folder,
            LOSS,
            """
              scale = dense(1)
              loss   mse(estimate, t) + 0.1 * mse(scale(stack(a)) |> scalar, t)
              /// A line through one of them.
              entry line(a, twice: bool) = (if twice then 2 else 1) * (scale(stack(a)) |> scalar)
              entry moments(x[3]) = [mean: mean(x), all: 2 * x]
              entry count(step) with total = 10 { total' = total + step  return total' }
            """);
    jar = folder.resolve("plane.jar");
    Session session = Session.run("train", file, "-o", jar, "--quiet");
    assertEquals(0, session.code, session.toString());
  }

  private Path data(String name, String... lines) throws IOException {
    return Files.write(folder.resolve(name), List.of(lines));
  }

  @Test
  void thePredictCommandCallsThem() throws Exception {
    Path rows = data("x.csv", "x[0],x[1],x[2]", "1,2,6", "3,3,3");
    Session session = Session.run("predict", jar, "--entry", "moments", "--data", rows);
    assertEquals("mean,all[0],all[1],all[2]\n3,2,4,12\n3,6,6,6\n", session.out, session.err);
  }

  /** An array of numbers as NumPy stores it. */
  private static byte[] npy(String shape, float... numbers) {
    String header = "{'descr': '<f4', 'fortran_order': False, 'shape': " + shape + ", }";
    int length = (10 + header.length()) / 64 * 64 + 64 - 10;
    ByteBuffer bytes = ByteBuffer.allocate(10 + length + 4 * numbers.length);
    bytes.order(ByteOrder.LITTLE_ENDIAN).put((byte) 0x93).put("NUMPY".getBytes(US_ASCII));
    bytes.put((byte) 1).put((byte) 0).putShort((short) length);
    bytes.put((header + " ".repeat(length - 1 - header.length()) + "\n").getBytes(US_ASCII));
    for (float number : numbers) {
      bytes.putFloat(number);
    }
    return bytes.array();
  }

  @Test
  void arraysAreReadAsRowsAre() throws Exception {
    Path file = folder.resolve("x.npz");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry("x.npy"));
      zip.write(npy("(2, 3)", 1, 2, 6, 3, 3, 3));
    }
    Session session = Session.run("predict", jar, "--entry", "moments", "--data", file);
    assertEquals("mean,all[0],all[1],all[2]\n3,2,4,12\n3,6,6,6\n", session.out, session.err);
    Session other = Session.run("predict", jar, "--data", file);
    assertEquals(3, other.code);
    assertTrue(other.err.contains("x.npz"), other.err);
  }

  @Test
  void rowsAreTheStepsOfAnEntryThatCarriesValues() throws Exception {
    Path rows = data("steps.csv", "step", "1", "5", "-2");
    Session session = Session.run("predict", jar, "--entry", "count", "--data", rows);
    assertEquals("count\n11\n16\n14\n", session.out, session.err);
  }

  @Test
  void theJarAloneCallsThem() throws Exception {
    Path rows = data("line.csv", "a,twice", "0.5,0", "0.5,true");
    Session session = Session.run("predict", jar, "--entry", "line", "--data", rows);
    assertEquals(0, session.code, session.err);
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Process process =
        new ProcessBuilder(
                java.toString(),
                "-jar",
                jar.toString(),
                "predict",
                "--entry",
                "line",
                rows.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    assertEquals(session.out, out);
    List<String> lines = out.lines().toList();
    assertEquals(2 * Float.parseFloat(lines.get(1)), Float.parseFloat(lines.get(2)));
  }

  @Test
  void javaCallsThemThroughTheJar() throws Exception {
    try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
      Class<?> type = loader.loadClass("other.Plane");
      Object model = type.getConstructor().newInstance();
      Method line = type.getMethod("line", double.class, int.class);
      double once = (double) line.invoke(model, 0.25, 0);
      assertEquals(2 * once, (double) line.invoke(model, 0.25, 1));
      Object result = type.getMethod("moments", float[].class).invoke(model, new float[] {1, 2, 6});
      assertEquals(3.0, result.getClass().getMethod("mean").invoke(result));
      assertEquals("other.Plane$MomentsResult", result.getClass().getName());
      Object session = type.getMethod("count").invoke(model);
      Method step = session.getClass().getMethod("step", double.class);
      step.invoke(session, 1);
      assertEquals(13.0, step.invoke(session, 2));
    }
  }

  @Test
  void anEntryThatIsNotThereIsAnError() throws Exception {
    Path rows = data("x.csv", "a", "1");
    Session session = Session.run("predict", jar, "--entry", "lines", "--data", rows);
    assertEquals(2, session.code);
    assertTrue(session.err.contains("it has line, moments, count"), session.err);
  }

  @Test
  void showListsThem() {
    Session session = Session.run("show", folder.resolve("other.nn"));
    assertTrue(session.out.contains("entry line: a, twice -> line\n"), session.out);
    assertTrue(session.out.contains("entry count: step -> count, carries total\n"), session.out);
  }
}
