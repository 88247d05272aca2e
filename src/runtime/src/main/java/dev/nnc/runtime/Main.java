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
   * @param arguments {@code predict FILE} (or {@code -} for standard input), {@code predict --entry
   *     NAME FILE} or {@code info}
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
    boolean entry =
        arguments.size() == 4
            && arguments.get(0).equals("predict")
            && arguments.get(1).equals("--entry");
    boolean predict = entry || (arguments.size() == 2 && arguments.get(0).equals("predict"));
    boolean describe = arguments.size() == 1 && arguments.get(0).equals("info");
    if (!predict && !describe) {
      err.println("usage: java -jar MODEL.jar predict FILE.csv   (- reads standard input)");
      err.println("       java -jar MODEL.jar predict --entry NAME FILE.csv");
      err.println("       java -jar MODEL.jar info");
      return USAGE;
    }
    String file = arguments.get(arguments.size() - 1);
    try {
      Model model = ServiceLoader.load(Model.class, loader).findFirst().orElse(null);
      if (model == null) {
        err.println("there is no model in this jar");
        return DATA;
      }
      if (describe) {
        out.append(describe(model.info()));
      } else {
        String name = entry ? arguments.get(2) : null;
        if (entry && model.info().entry(name) == null) {
          err.println(
              "there is no entry " + name + " in this model; see: java -jar MODEL.jar info");
          return USAGE;
        }
        predict(entry ? new CsvPrediction(model, name) : new CsvPrediction(model), file, in, out);
      }
      out.flush();
      return OK;
    } catch (IllegalStateException | ServiceConfigurationError e) {
      Throwable root = e.getCause() instanceof IllegalStateException ? e.getCause() : e;
      err.println("the model cannot be loaded: " + root.getMessage());
    } catch (CsvException e) {
      err.println(e.getMessage());
    } catch (CharacterCodingException e) {
      err.println(file + ": the file is not UTF-8 text");
    } catch (NoSuchFileException e) {
      err.println(file + ": there is no such file");
    } catch (InvalidPathException e) {
      err.println(file + ": this is no file name");
    } catch (FileSystemException e) {
      err.println(file + ": the file cannot be read: " + e.getReason());
    } catch (IOException e) {
      err.println(file + ": " + e.getMessage());
    }
    return DATA;
  }

  private static void predict(CsvPrediction prediction, String file, InputStream in, Writer out)
      throws IOException {
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
    inputs(text, info.inputs());
    outputs(text, info.outputs());
    for (ModelInfo.Entry entry : info.entries()) {
      String doc = entry.doc().strip().replaceAll("\\s+", " ");
      text.append("entry ").append(entry.name()).append(doc.isEmpty() ? "" : "  (" + doc + ")");
      text.append('\n');
      inputs(text, entry.inputs());
      if (!entry.carried().isEmpty()) {
        text.append("carried\n");
        entry.carried().forEach(c -> line(text, c.name(), c.shape(), range(c.classes()), ""));
      }
      outputs(text, entry.outputs());
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

  private static void inputs(StringBuilder text, List<ModelInfo.Field> inputs) {
    text.append(inputs.isEmpty() ? "" : "inputs\n");
    for (ModelInfo.Field field : inputs) {
      String kind =
          field.categories().isEmpty()
              ? range(field.classes())
              : "one of " + field.categories();
      line(text, field.name(), field.shape(), kind, field.doc());
    }
  }

  private static String range(int classes) {
    return classes == 0 ? "number" : "0 to " + (classes - 1);
  }

  private static void outputs(StringBuilder text, List<ModelInfo.Output> outputs) {
    text.append(outputs.isEmpty() ? "" : "outputs\n");
    for (ModelInfo.Output output : outputs) {
      String kind = output.as().isEmpty() ? "number" : "as " + output.as();
      line(text, output.name(), output.shape(), kind, output.doc());
    }
  }

  private static void line(
      StringBuilder text, String name, List<Integer> shape, String kind, String doc) {
    text.append("  ").append(name).append(shape.isEmpty() ? "" : shape).append(": ").append(kind);
    text.append(doc.isEmpty() ? "" : "  (" + doc.strip().replaceAll("\\s+", " ") + ")")
        .append('\n');
  }
}
