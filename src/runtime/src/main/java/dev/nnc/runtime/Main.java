package dev.nnc.runtime;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/**
 * The program in the jar of a model: {@code predict} reads CSV and writes predictions as CSV,
 * {@code info} says what the model is. The model is the first one that the jar offers as a service.
 */
public final class Main {
  private static final int OK = 0;
  private static final int USAGE = 2;
  private static final int DATA = 3;

  private Main() {}

  /**
   * Runs the program and ends the process: 0 if all went well, 2 if the arguments make no sense, 3
   * if data cannot be read or written.
   *
   * @param arguments {@code predict FILE} (or {@code -} for standard input) or {@code info}
   */
  public static void main(String[] arguments) {
    int code;
    try (Writer out =
        new BufferedWriter(
            new OutputStreamWriter(
                new FileOutputStream(FileDescriptor.out), StandardCharsets.UTF_8))) {
      code = run(Main.class.getClassLoader(), List.of(arguments), System.in, out, System.err);
    } catch (IOException e) {
      System.err.println("standard output cannot be written: " + e.getMessage());
      code = DATA;
    }
    System.exit(code);
  }

  /**
   * Runs the program within a process.
   *
   * @param loader where the model is found
   * @param arguments as on the command line
   * @param in standard input
   * @param out takes the results
   * @param err takes messages
   * @return the exit code
   */
  static int run(
      ClassLoader loader, List<String> arguments, InputStream in, Writer out, PrintStream err)
      throws IOException {
    boolean predict = arguments.size() == 2 && arguments.get(0).equals("predict");
    boolean describe = arguments.size() == 1 && arguments.get(0).equals("info");
    if (!predict && !describe) {
      err.println("usage: java -jar MODEL.jar predict FILE.csv   (- reads standard input)");
      err.println("       java -jar MODEL.jar info");
      return USAGE;
    }
    try {
      Model model = ServiceLoader.load(Model.class, loader).findFirst().orElse(null);
      if (model == null) {
        err.println("there is no model in this jar");
        return DATA;
      }
      if (describe) {
        out.append(describe(model.info()));
      } else {
        predict(model, arguments.get(1), in, out);
      }
      out.flush();
      return OK;
    } catch (IllegalStateException | ServiceConfigurationError e) {
      Throwable root = e.getCause() instanceof IllegalStateException ? e.getCause() : e;
      err.println("the model cannot be loaded: " + root.getMessage());
    } catch (CsvException e) {
      err.println(e.getMessage());
    } catch (CharacterCodingException e) {
      err.println(arguments.get(1) + ": the file is not UTF-8 text");
    } catch (NoSuchFileException e) {
      err.println(arguments.get(1) + ": there is no such file");
    } catch (InvalidPathException e) {
      err.println(arguments.get(1) + ": this is no file name");
    } catch (FileSystemException e) {
      err.println(arguments.get(1) + ": the file cannot be read: " + e.getReason());
    } catch (IOException e) {
      err.println(arguments.get(arguments.size() - 1) + ": " + e.getMessage());
    }
    return DATA;
  }

  private static void predict(Model model, String file, InputStream in, Writer out)
      throws IOException {
    CsvPrediction prediction = new CsvPrediction(model);
    if (file.equals("-")) {
      // A decoder of its own, which reports bytes that are not UTF-8 where a charset replaces them.
      Reader reader =
          new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()));
      prediction.run(reader, "standard input", out);
    } else {
      try (Reader reader = Files.newBufferedReader(Path.of(file))) {
        prediction.run(reader, file, out);
      }
    }
  }

  /** What a model reads and gives, as lines of text. */
  static String describe(ModelInfo info) {
    StringBuilder text = new StringBuilder(info.className()).append('\n');
    info.doc().lines().forEach(line -> text.append("  ").append(line.strip()).append('\n'));
    text.append("inputs\n");
    for (ModelInfo.Field field : info.inputs()) {
      String kind =
          field.classCount() == 0
              ? "number"
              : field.categories().isEmpty()
                  ? "0 to " + (field.classes() - 1)
                  : "one of " + field.categories();
      line(text, field.name(), field.shape(), kind, field.doc());
    }
    text.append("outputs\n");
    for (ModelInfo.Output output : info.outputs()) {
      String kind = output.as().isEmpty() ? "number" : "as " + output.as();
      line(text, output.name(), output.shape(), kind, output.doc());
    }
    text.append("parameters: ").append(info.parameterCount()).append('\n');
    for (ModelInfo.Parameter parameter : info.parameters()) {
      line(text, parameter.name(), parameter.shape(), parameter.size() + " numbers", "");
    }
    if (!info.states().isEmpty()) {
      text.append("states: ").append(info.stateCount()).append('\n');
    }
    for (ModelInfo.Parameter state : info.states()) {
      line(text, state.name(), state.shape(), state.size() + " numbers", "");
    }
    return text.toString();
  }

  private static void line(
      StringBuilder text, String name, List<Integer> shape, String kind, String doc) {
    text.append("  ").append(name).append(shape.isEmpty() ? "" : shape).append(": ").append(kind);
    text.append(doc.isEmpty() ? "" : "  (" + doc.strip().replaceAll("\\s+", " ") + ")")
        .append('\n');
  }
}
