package dev.nnc.cli.jar;

import dev.nnc.runtime.AtomicFile;
import dev.nnc.runtime.Model;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Puts a model into a jar. The same model gives the same bytes on every machine: entries are
 * sorted, carry a fixed time and are stored without compression, whose result would depend on the
 * release of zlib.
 */
public final class JarWriter {
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 2, 1, 0, 0);
  private static final String RUNTIME = "dev/nnc/runtime/";

  private JarWriter() {}

  /**
   * Writes a jar.
   *
   * @param target the file
   * @param className the binary name of the model's class
   * @param files the classes and resources by path
   * @param runtime whether to bundle what the classes need, so that the jar runs alone
   * @throws IOException if it cannot be written; no half a file is left behind
   */
  public static void write(
      Path target, String className, Map<String, byte[]> files, boolean runtime)
      throws IOException {
    Map<String, byte[]> sorted = new TreeMap<>(files);
    sorted.put("META-INF/services/" + Model.class.getName(), utf8(className + "\n"));
    if (runtime) {
      sorted.putAll(runtimeClasses());
    }
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put(
        "META-INF/MANIFEST.MF", utf8(manifest(className, runtime))); // readers want it first
    entries.putAll(sorted);
    AtomicFile.write(target, out -> write(entries, out));
  }

  private static void write(Map<String, byte[]> entries, OutputStream out) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(out, 1 << 16))) {
      zip.setMethod(ZipOutputStream.STORED);
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        byte[] bytes = entry.getValue();
        CRC32 crc = new CRC32();
        crc.update(bytes);
        ZipEntry header = new ZipEntry(entry.getKey());
        header.setTimeLocal(TIME);
        header.setSize(bytes.length);
        header.setCompressedSize(bytes.length);
        header.setCrc(crc.getValue());
        zip.putNextEntry(header);
        zip.write(bytes);
        zip.closeEntry();
      }
    }
  }

  private static String manifest(String className, boolean runtime) {
    String text = "Manifest-Version: 1.0\r\nCreated-By: nnc " + Version.NUMBER + "\r\n";
    if (runtime) {
      text += "Main-Class: dev.nnc.runtime.Main\r\n";
    }
    return text + folded("Nnc-Model: " + className) + "\r\n";
  }

  /** A header cut into lines of at most 72 bytes, as the format of manifests demands. */
  private static String folded(String header) {
    StringBuilder text = new StringBuilder();
    int bytes = 0;
    for (int i = 0; i < header.length(); ) {
      String point = Character.toString(header.codePointAt(i));
      int size = utf8(point).length;
      if (bytes + size > 70) {
        text.append("\r\n ");
        bytes = 1;
      }
      text.append(point);
      bytes += size;
      i += point.length();
    }
    return text.append("\r\n").toString();
  }

  /** The runtime's class files, from wherever this process has them. */
  private static Map<String, byte[]> runtimeClasses() throws IOException {
    try {
      URI origin = Model.class.getProtectionDomain().getCodeSource().getLocation().toURI();
      Path place = Path.of(origin);
      if (Files.isDirectory(place)) {
        return runtimeClasses(place);
      }
      try (FileSystem jar = FileSystems.newFileSystem(place)) {
        return runtimeClasses(jar.getPath("/"));
      }
    } catch (URISyntaxException e) {
      throw new IOException("the runtime's own place cannot be read: " + e.getMessage(), e);
    }
  }

  private static Map<String, byte[]> runtimeClasses(Path root) throws IOException {
    Map<String, byte[]> entries = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root.resolve(RUNTIME))) {
      for (Path file : (Iterable<Path>) files::iterator) {
        String name = root.relativize(file).toString().replace('\\', '/');
        if (name.endsWith(".class") && !name.endsWith("package-info.class")) {
          try (InputStream in = Files.newInputStream(file)) {
            entries.put(name, in.readAllBytes());
          }
        }
      }
    }
    return entries;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
