package dev.nnc.maven;

import dev.nnc.compiler.Elaborated;
import dev.nnc.compiler.Options;
import dev.nnc.runtime.FillsText;
import dev.nnc.runtime.ModelText;
import dev.nnc.runtime.Settings;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.logging.Log;

/**
 * Runs {@code nnc train} for each model and keeps the weights.
 *
 * @param weights the folder of the weights
 * @param work a folder for what is needed meanwhile
 * @param tool the class path of the nnc command
 * @param libraries where imports are found
 * @param jvmArguments of the process
 * @param log gets what the command prints
 */
record Training(
    Path weights,
    Path work,
    List<Path> tool,
    List<Path> libraries,
    List<String> jvmArguments,
    Log log)
    implements Task {
  private static final String MAIN = "dev.nnc.cli.Main";

  @Override
  public Map<Path, byte[]> outputs(Elaborated model, Options options)
      throws IOException, MojoFailureException {
    String name = model.info().className();
    if (model.info().settings().data() == null) {
      log.info(name + " names no data and is not trained");
      return Map.of();
    }
    Files.createDirectories(work);
    Path jar = work.resolve(name + ".jar");
    int code = execute(command(model, options, jar), name, jar);
    if (code != 0) {
      throw new MojoFailureException(
          "training of " + name + " ended with code " + code + "; see the lines above");
    }
    String base = name.replace('.', '/');
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      return results(zip, base);
    } finally {
      Files.deleteIfExists(jar);
    }
  }

  /**
   * The weights, and where training found numbers to put in place of missing ones or vocabularies
   * of texts, these.
   */
  private Map<Path, byte[]> results(ZipFile jar, String base) throws IOException {
    Map<Path, byte[]> results = new LinkedHashMap<>();
    results.put(weights.resolve(base + ".weights"), entry(jar, base + ".weights"));
    String info = new String(entry(jar, base + ".nninfo"), StandardCharsets.UTF_8);
    String fills = FillsText.write(ModelText.read(info));
    if (!fills.isEmpty()) {
      results.put(weights.resolve(base + ".fills"), fills.getBytes(StandardCharsets.UTF_8));
    }
    if (jar.getEntry(base + ".vocabulary") != null) {
      results.put(weights.resolve(base + ".vocabulary"), entry(jar, base + ".vocabulary"));
    }
    return results;
  }

  private static byte[] entry(ZipFile jar, String name) throws IOException {
    try (InputStream in = jar.getInputStream(jar.getEntry(name))) {
      return in.readAllBytes();
    }
  }

  /** The files that the settings name, as far as they are files. */
  @Override
  public List<Path> inputs(Elaborated model) {
    Path folder = Path.of(model.source().name()).toAbsolutePath().getParent();
    Settings settings = model.info().settings();
    return Stream.of(settings.data(), settings.test())
        .filter(Objects::nonNull)
        .flatMap(source -> source.arguments().values().stream())
        .sorted()
        .flatMap(argument -> file(folder, argument))
        .distinct()
        .toList();
  }

  private static Stream<Path> file(Path folder, String argument) {
    try {
      Path path = folder.resolve(argument).normalize();
      return Files.isRegularFile(path) ? Stream.of(path) : Stream.empty();
    } catch (InvalidPathException e) {
      return Stream.empty(); // a separator, or some other text that is no path
    }
  }

  private List<String> command(Elaborated model, Options options, Path jar) {
    String className = model.info().className();
    int dot = className.lastIndexOf('.');
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmArguments);
    command.addAll(List.of("-cp", joined(tool), "-Dnnc.libraries=" + joined(libraries), MAIN));
    command.addAll(List.of("train", model.source().name(), "--model", options.model()));
    command.addAll(List.of("--package", className.substring(0, dot), "--no-runtime"));
    command.addAll(List.of("--precision", options.precision().name().toLowerCase(Locale.ROOT)));
    command.addAll(List.of("--memory", options.memory().toString()));
    options.set().forEach((key, value) -> command.addAll(List.of("--set", key + "=" + value)));
    if (options.choices().isEmpty()) {
      command.add("--no-tune"); // else the command finds the file that they are from
    }
    command.addAll(List.of("--output", jar.toString(), "--quiet"));
    return command;
  }

  private static String joined(List<Path> paths) {
    return paths.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  private int execute(List<String> command, String name, Path jar) throws IOException {
    log.debug(String.join(" ", command));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.startsWith(jar.toString())) { // of no use to anybody but us
          log.info(name + ": " + line);
        }
      }
      return process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("training was interrupted").initCause(e);
    } finally {
      process.destroy();
    }
  }
}
