package dev.nnc.benchmarks.peers;

import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How the process of a contestant is started: everything that a library must be told before its
 * first line runs.
 *
 * @param contestant {@link #GENERATED}, {@link #PEAK} or a library
 * @param engine which engine of generated code; {@link #DEFAULT} for that which users get
 * @param threads how many compute
 * @param variables of the environment
 */
public record Setup(String contestant, String engine, int threads, Map<String, String> variables) {
  static final String GENERATED = "nnc";
  static final String PEAK = "peak";

  /** The engine that users get. */
  public static final String DEFAULT = "default";

  private static final String VECTORS = "jdk.incubator.vector";
  private static final String OPENMP = "OMP_NUM_THREADS";
  private static final String BLAS = "OPENBLAS_NUM_THREADS";

  /** Generated code. */
  static Setup generated(String engine, int threads) {
    return new Setup(GENERATED, engine, threads, Map.of());
  }

  /** Nothing but multiply-adds. */
  static Setup peak(int threads) {
    return new Setup(PEAK, DEFAULT, threads, Map.of());
  }

  /**
   * A library, in all ways to share the cores that may be the best. OpenMP (elementwise work,
   * convolutions) and OpenBLAS (products of matrices) have a pool each; with both at once some
   * networks gain, and others lose to threads that wait for each other.
   */
  static List<Setup> library(String name, Line line, int threads) {
    List<Setup> setups = new ArrayList<>();
    setups.add(pools(name, line, threads, threads, threads));
    if (threads > 1 && name.equals("libtorch")) {
      setups.add(pools(name, line, threads, threads, 1));
      setups.add(pools(name, line, threads, 1, threads));
    }
    return setups;
  }

  /**
   * With the kernels of oneDNN 3.7.1 for AVX-512, a convolution of 24 to 8 channels, as the U-Net
   * has it, gives wrong sums on some processors; those for AVX2 are right.
   */
  private static Setup pools(String name, Line line, int threads, int openMp, int blas) {
    Map<String, String> variables = new TreeMap<>(Map.of(OPENMP, "" + openMp, BLAS, "" + blas));
    if (line == Line.UNET) {
      variables.put("ONEDNN_MAX_CPU_ISA", "AVX2");
    }
    return new Setup(name, DEFAULT, threads, variables);
  }

  /** How many threads OpenMP has in this process. */
  public static int openMp(int otherwise) {
    String set = System.getenv(OPENMP);
    return set == null ? otherwise : Integer.parseInt(set);
  }

  /** Which engine this is in the table. */
  String title() {
    return contestant.equals(GENERATED) ? engine : contestant;
  }

  /** The environment that is special, as text. */
  String environment() {
    return variables.toString();
  }

  private static boolean vectors() {
    return ModuleFinder.ofSystem().find(VECTORS).isPresent();
  }

  /** What a virtual machine is told that runs generated code by some engine. */
  public static List<String> options(String engine) {
    List<String> options = new ArrayList<>();
    if (vectors() && !engine.equals("scalar")) {
      options.addAll(List.of("--add-modules", VECTORS));
    }
    options.add("-XX:Tier3DelayOn=1000"); // as docs/engines.md asks for
    if (!engine.equals(DEFAULT)) {
      options.add("-Dnnc.engine=" + engine);
    }
    return options;
  }

  /** The process, not yet started. */
  ProcessBuilder process(Line line) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    if (contestant.equals(GENERATED)) {
      command.addAll(options(engine));
      command.add("-Dnnc.threads=" + threads);
    } else if (vectors()) {
      command.addAll(List.of("--add-modules", VECTORS));
    }
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Worker.class.getName());
    command.addAll(List.of(contestant, line.name(), "" + threads));
    ProcessBuilder process = new ProcessBuilder(command);
    process.environment().putAll(variables);
    if (!variables.isEmpty()) {
      // Kernels of an older kind that some machines ask for hold a current OpenBLAS back.
      process.environment().keySet().removeAll(List.of("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"));
    }
    return process;
  }
}
