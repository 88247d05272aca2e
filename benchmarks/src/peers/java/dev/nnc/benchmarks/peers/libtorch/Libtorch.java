package dev.nnc.benchmarks.peers.libtorch;

import dev.nnc.benchmarks.peers.Contestant;
import dev.nnc.benchmarks.peers.Library;
import dev.nnc.benchmarks.peers.Line;
import dev.nnc.benchmarks.peers.Setup;
import dev.nnc.benchmarks.peers.Task;
import org.bytedeco.pytorch.global.torch;

/** libtorch, the native part of PyTorch. */
public final class Libtorch implements Library {
  /** For the loader of services. */
  public Libtorch() {}

  @Override
  public String name() {
    return "libtorch";
  }

  @Override
  public String release() {
    return "PyTorch " + torch.class.getPackage().getImplementationVersion() + " of bytedeco";
  }

  @Override
  public boolean has(Line line) {
    return true;
  }

  @Override
  public Contestant contestant(Task task, int threads) {
    torch.set_num_threads(Setup.openMp(threads));
    Parameters parameters = new Parameters(task);
    Network network =
        switch (task.line()) {
          case TINY, TINY_BATCH, TINY_PREDICT -> Dense.tiny(parameters);
          case DIGITS, DIGITS_PREDICT, DIGITS_PREDICT_BATCH, WIDE -> Dense.digits(parameters);
          case CNN -> new Cnn(parameters);
          case LSTM -> new Lstm(parameters);
          case GPT -> new Gpt(parameters);
          case RESNET -> new Resnet(parameters);
          case UNET -> new Unet(parameters);
        };
    return task.line().step()
        ? new Training(task, parameters, network)
        : new Prediction(network);
  }
}
