package dev.nnc.benchmarks.peers.dl4j;

import dev.nnc.benchmarks.peers.Answer;
import dev.nnc.benchmarks.peers.Contestant;
import dev.nnc.benchmarks.peers.Task;
import dev.nnc.runtime.ModelInfo;
import java.util.Arrays;
import java.util.function.Function;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** A step of a network of three dense layers. */
final class Training implements Contestant {
  private static final int LAYERS = 3;

  private final Task task;
  private final MultiLayerNetwork network;
  private final INDArray input;
  private final INDArray target;

  Training(Task task) {
    this.task = task;
    boolean tiny = task.line().network().equals("tiny");
    network = network(task, tiny);
    network.init();
    start();
    int batch = task.line().batch();
    String name = task.info().inputs().get(0).name();
    float[] column = task.column(name);
    input = Nd4j.create(column, new long[] {batch, column.length / batch}, 'c');
    target = tiny ? Nd4j.create(task.column("y"), new long[] {batch, 1}, 'c') : classes(batch);
  }

  private static MultiLayerNetwork network(Task task, boolean tiny) {
    NeuralNetConfiguration.ListBuilder layers =
        new NeuralNetConfiguration.Builder().updater(new Sgd(Task.RATE)).list();
    for (int i = 1; i < LAYERS; i++) {
      ModelInfo.Parameter weights = task.parameter("dense" + i + ".W");
      layers.layer(
          new DenseLayer.Builder()
              .nIn(weights.shape().get(0))
              .nOut(weights.shape().get(1))
              .activation(tiny ? Activation.TANH : Activation.RELU)
              .build());
    }
    ModelInfo.Parameter last = task.parameter("dense" + LAYERS + ".W");
    layers.layer(
        new OutputLayer.Builder(tiny ? LossFunction.MSE : LossFunction.MCXENT)
            .nIn(last.shape().get(0))
            .nOut(last.shape().get(1))
            .activation(tiny ? Activation.IDENTITY : Activation.SOFTMAX)
            .build());
    return new MultiLayerNetwork(layers.build());
  }

  /** Probabilities that are 1 for the class of each example. */
  private INDArray classes(int batch) {
    float[] label = task.column("label");
    int count = task.info().outputs().get(0).size();
    float[] probability = new float[batch * count];
    for (int i = 0; i < batch; i++) {
      probability[i * count + (int) label[i]] = 1;
    }
    return Nd4j.create(probability, new long[] {batch, count}, 'c');
  }

  /** Sets all parameters to the first ones. */
  private void start() {
    for (int i = 1; i <= LAYERS; i++) {
      ModelInfo.Parameter weights = task.parameter("dense" + i + ".W");
      ModelInfo.Parameter bias = task.parameter("dense" + i + ".b");
      long in = weights.shape().get(0);
      long out = weights.shape().get(1);
      network.setParam((i - 1) + "_W", Nd4j.create(values(weights), new long[] {in, out}, 'c'));
      network.setParam((i - 1) + "_b", Nd4j.create(values(bias), new long[] {1, out}, 'c'));
    }
  }

  private float[] values(ModelInfo.Parameter parameter) {
    int from = parameter.offset();
    return Arrays.copyOfRange(task.initial(), from, from + parameter.size());
  }

  @Override
  public void run() {
    network.fit(input, target);
  }

  @Override
  public Answer answer() {
    network.setInput(input);
    network.setLabels(target);
    network.computeGradientAndScore();
    float loss = (float) network.score();
    float[] gradients = numbers(name -> network.gradient().getGradientFor(name));
    for (int i = 0; i < gradients.length; i++) {
      // The sum over the batch: the updater divides.
      gradients[i] /= task.line().batch();
    }
    run();
    Answer answer = Answer.step(loss, gradients, numbers(network::getParam));
    start();
    network.setLearningRate(0);
    return answer;
  }

  /** The numbers of all parameters as generated code lays them out. */
  private float[] numbers(Function<String, INDArray> array) {
    float[] numbers = new float[task.initial().length];
    for (int i = 1; i <= LAYERS; i++) {
      for (String kind : new String[] {"W", "b"}) {
        ModelInfo.Parameter place = task.parameter("dense" + i + "." + kind);
        float[] values = array.apply((i - 1) + "_" + kind).dup('c').data().asFloat();
        System.arraycopy(values, 0, numbers, place.offset(), place.size());
      }
    }
    return numbers;
  }
}
