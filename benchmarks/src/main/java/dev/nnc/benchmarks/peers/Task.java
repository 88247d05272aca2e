package dev.nnc.benchmarks.peers;

import dev.nnc.benchmarks.network.Batch;
import dev.nnc.benchmarks.network.Workload;
import dev.nnc.compiler.CompiledModel;
import dev.nnc.compiler.Compiler;
import dev.nnc.compiler.Options;
import dev.nnc.compiler.source.Source;
import dev.nnc.runtime.FloatValues;
import dev.nnc.runtime.Model;
import dev.nnc.runtime.ModelInfo;
import dev.nnc.runtime.Precision;
import dev.nnc.runtime.Weights;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What every library is given: the same network, first parameters and examples.
 *
 * @param line what is timed
 * @param model the compiled network
 * @param info its description; parameters lie as it says
 * @param batch the examples
 * @param initial the first parameters; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent")
public record Task(Line line, Model model, ModelInfo info, Batch batch, float[] initial) {
  /** The learning rate that all files have. */
  public static final float RATE = 0.1f;

  private static final String FOLDER = "/dev/nnc/benchmarks/peers/";

  /** Compiles a network and draws parameters and examples: the same numbers in each process. */
  public static Task of(Line line) {
    CompiledModel compiled = compile(line);
    Model model = compiled.load();
    float[] initial = ((FloatValues) Weights.initial(model, 1).parameters()).array();
    ModelInfo info = compiled.info();
    return new Task(line, model, info, Batch.of(info, line.batch()), initial);
  }

  /** Compiles the file of a line. */
  static CompiledModel compile(Line line) {
    return compile(line.network(), line.set());
  }

  /**
   * Compiles a file.
   *
   * @param network its name
   * @param set hyperparameters and settings that differ from the file's
   */
  public static CompiledModel compile(String network, Map<String, String> set) {
    Options options = new Options(Precision.FLOAT, set, null, null, true);
    return Compiler.compile(source(network), options, Workload::find);
  }

  /** The file as it is measured, and how. */
  static Workload workload(Line line) {
    return new Workload(line.network(), null, source(line.network()));
  }

  private static Source source(String network) {
    String file = network + ".nn";
    try (InputStream own = Task.class.getResourceAsStream(FOLDER + file)) {
      return own == null
          ? Workload.named(network).source()
          : new Source(file, new String(own.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where a parameter lies. */
  public ModelInfo.Parameter parameter(String name) {
    return info.parameters().stream()
        .filter(parameter -> parameter.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(line.network() + " has no " + name));
  }

  /** The numbers of an input or target, an example's together. */
  public float[] column(String name) {
    return batch.columns().get(name);
  }
}
