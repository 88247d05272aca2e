package dev.nnc.benchmarks.peers.dl4j;

import dev.nnc.benchmarks.peers.Contestant;
import dev.nnc.benchmarks.peers.Library;
import dev.nnc.benchmarks.peers.Line;
import dev.nnc.benchmarks.peers.Task;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import java.util.Set;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.factory.Nd4j;

/** Deeplearning4j: training of dense networks. */
public final class Deeplearning4j implements Library {
  private static final String RELEASE =
      "/META-INF/maven/org.deeplearning4j/deeplearning4j-nn/pom.properties";

  private static final Set<Line> LINES =
      Set.of(Line.TINY, Line.TINY_BATCH, Line.DIGITS, Line.WIDE);

  /** For the loader of services. */
  public Deeplearning4j() {}

  @Override
  public String name() {
    return "deeplearning4j";
  }

  @Override
  public String release() {
    Properties release = new Properties();
    try (InputStream file = MultiLayerNetwork.class.getResourceAsStream(RELEASE)) {
      release.load(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return "Deeplearning4j " + release.getProperty("version");
  }

  @Override
  public boolean has(Line line) {
    return LINES.contains(line);
  }

  @Override
  public Contestant contestant(Task task, int threads) {
    Nd4j.getEnvironment().setMaxThreads(threads);
    Nd4j.getEnvironment().setMaxMasterThreads(threads);
    return new Training(task);
  }
}
