package dev.nnc.cli.jar;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnc.runtime.Model;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JarWriterTest {
  @TempDir Path folder;

  @Test
  void sameContentGivesTheSameBytesInAnyOrderAndTimeZone() throws IOException {
    Map<String, byte[]> resources = new LinkedHashMap<>();
    resources.put("demo/B.weights", new byte[] {1, 2});
    resources.put("demo/A.nninfo", new byte[] {3});
    Map<String, byte[]> reversed = new LinkedHashMap<>();
    reversed.put("demo/A.nninfo", new byte[] {3});
    reversed.put("demo/B.weights", new byte[] {1, 2});
    TimeZone before = TimeZone.getDefault();
    try {
      TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
      write("one.jar", resources, true);
      TimeZone.setDefault(TimeZone.getTimeZone("Asia/Tokyo"));
      write("two.jar", reversed, true);
    } finally {
      TimeZone.setDefault(before);
    }
    assertArrayEquals(
        Files.readAllBytes(folder.resolve("one.jar")),
        Files.readAllBytes(folder.resolve("two.jar")));
  }

  @Test
  void manifestComesFirstAndTheRestIsSorted() throws IOException {
    Path jar = write("model.jar", Map.of("z.txt", new byte[0], "a.txt", new byte[0]), true);
    try (JarFile file = new JarFile(jar.toFile())) {
      List<String> names = file.stream().map(ZipEntry::getName).toList();
      assertEquals("META-INF/MANIFEST.MF", names.get(0));
      List<String> rest = new ArrayList<>(names.subList(1, names.size()));
      Collections.sort(rest);
      assertEquals(rest, names.subList(1, names.size()));
      assertEquals(
          "dev.nnc.runtime.Main", file.getManifest().getMainAttributes().getValue("Main-Class"));
      assertTrue(names.contains("META-INF/services/dev.nnc.runtime.Model"));
      assertTrue(names.contains("demo/Answer.class"));
    }
  }

  @Test
  void runtimeIsLeftOutOnRequest() throws IOException {
    Path jar = write("bare.jar", Map.of(), false);
    try (JarFile file = new JarFile(jar.toFile())) {
      assertFalse(file.stream().anyMatch(e -> e.getName().startsWith("dev/nnc/")));
      assertEquals(null, file.getManifest().getMainAttributes().getValue("Main-Class"));
    }
  }

  @Test
  void bundledRuntimeLoadsWithNothingElse() throws Exception {
    Path jar = write("alone.jar", Map.of(), true);
    ClassLoader platform = ClassLoader.getPlatformClassLoader();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, platform)) {
      Class<?> model = Class.forName(Model.class.getName(), true, loader);
      assertNotSame(Model.class, model);
      assertEquals(loader, model.getClassLoader());
    }
  }

  @Test
  void longClassNamesAreFoldedInTheManifest() throws IOException {
    String name = "a.very.".repeat(20) + "Örtlichkeit".repeat(5);
    Path jar = folder.resolve("long.jar");
    JarWriter.write(jar, name, Map.of(), false);
    try (JarFile file = new JarFile(jar.toFile())) {
      assertEquals(name, file.getManifest().getMainAttributes().getValue("Nnc-Model"));
    }
  }

  private Path write(String name, Map<String, byte[]> resources, boolean runtime)
      throws IOException {
    Path jar = folder.resolve(name);
    Map<String, byte[]> files = new LinkedHashMap<>(resources);
    files.put("demo/Answer.class", new byte[] {4, 2});
    JarWriter.write(jar, "demo.Answer", files, runtime);
    return jar;
  }
}
