package dev.nnc.cli.command;

import dev.nnc.cli.jar.ModelJar;
import dev.nnc.cli.terminal.Exit;
import dev.nnc.cli.terminal.Failure;
import dev.nnc.cli.terminal.Terminal;
import dev.nnc.runtime.BeamSearch;
import dev.nnc.runtime.Encoder;
import dev.nnc.runtime.Generator;
import dev.nnc.runtime.Model;
import dev.nnc.runtime.ModelInfo;
import dev.nnc.runtime.Sampler;
import dev.nnc.runtime.Session;
import dev.nnc.runtime.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lets a model write on. */
@Command(
    name = "generate",
    description =
        "Writes a sequence token by token, with an entry of the model that carries values from step"
            + " to step, takes a token (and its position, if it has a second input), and gives a"
            + " logit for each token.")
final class Generate implements Callable<Integer> {
  /** How much longer texts are favoured in a search. */
  private static final double PENALTY = 0.6;

  private final Terminal terminal;

  @Mixin private TrainedFile trained;

  @Option(
      names = "--entry",
      paramLabel = "NAME",
      description = "The entry to write with; unless given, the only one that can.")
  private String entry;

  @Option(
      names = "--prompt",
      paramLabel = "TEXT",
      description = "The text to go on from, for a model that learned from text.")
  private String prompt;

  @Option(
      names = "--tokens",
      split = ",",
      paramLabel = "N",
      description =
          "The numbers of the tokens to go on from instead, such as --tokens 3,17,2; numbers are "
              + "written, too.")
  private List<Integer> tokens;

  @Option(
      names = "--length",
      paramLabel = "N",
      description = "How many tokens to write at most (200); the pad ends a text.")
  private int length = 200;

  @Option(
      names = "--temperature",
      paramLabel = "T",
      description =
          "Divides the logits (1): less than 1 keeps to what is probable, more than 1 strays from"
              + " it, 0 always takes the most probable token.")
  private double temperature = 1;

  @Option(
      names = "--top-k",
      paramLabel = "K",
      description = "Draw from the K most probable tokens alone.")
  private int topK = Integer.MAX_VALUE;

  @Option(
      names = "--top-p",
      paramLabel = "P",
      description = "Draw from the most probable tokens that together reach the probability P.")
  private double topP = 1;

  @Option(
      names = "--source",
      paramLabel = "TEXT",
      description =
          "What the model writes from: a text, such as one to translate, or the name of a WAV file,"
              + " where it listens; another entry reads it, which has an output for each further input of the one that writes. What is written"
              + " starts behind the pad, with the prompt if there is one.")
  private String source;

  @Option(
      names = "--beam",
      paramLabel = "N",
      description =
          "Search for the most probable text with so many beginnings side by side, instead of"
              + " drawing.")
  private int beam;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Decides what is drawn (0); the same seed writes the same.")
  private long seed;

  Generate(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Sampler sampler = sampler();
    try (ModelJar opened = ModelJar.open(trained.jar)) {
      Model model = opened.model();
      ModelText text = new ModelText(trained.jar, model);
      ModelInfo.Entry chosen = model.info().entry(entry(model.info()));
      boolean written = prompt != null || (source != null && tokens == null);
      Vocabulary vocabulary = written ? text.vocabulary(chosen.inputs().get(0)) : null;
      Session session = new Session(model, model.weights(), chosen.name(), Math.max(beam, 1));
      readSource(text, chosen, session);
      int[] start = written ? start(vocabulary) : numbers(chosen);
      int end = vocabulary == null ? -1 : vocabulary.pad();
      List<Integer> sequence =
          beam > 0
              ? new BeamSearch(session, PENALTY).search(start, length, end).get(0).tokens()
              : draw(new Generator(session, sampler), start, end);
      terminal.out().println(shown(start, sequence, vocabulary));
      return Exit.OK.code();
    }
  }

  private void readSource(ModelText text, ModelInfo.Entry chosen, Session session) {
    if (source != null) {
      text.read(source, chosen, session);
    } else if (Encoder.of(text.model().info(), chosen).isPresent()) {
      throw new Failure(
          Exit.USAGE,
          trained.jar + ": " + chosen.name() + " writes from a source",
          "say what it is about: --source \"the cat sees a dog\"");
    }
  }

  private List<Integer> draw(Generator generator, int[] start, int end) {
    generator.read(start);
    List<Integer> sequence = new ArrayList<>();
    while (sequence.size() < length) {
      int token = generator.write();
      if (token == end) {
        break;
      }
      sequence.add(token);
    }
    return sequence;
  }

  private static String shown(int[] start, List<Integer> sequence, Vocabulary vocabulary) {
    IntStream written = sequence.stream().mapToInt(Integer::intValue);
    return vocabulary == null
        ? written.mapToObj(String::valueOf).collect(Collectors.joining(","))
        : vocabulary.decode(IntStream.concat(IntStream.of(start), written).toArray());
  }

  /** What the text goes on from: the prompt, behind the pad where there is a source. */
  private int[] start(Vocabulary vocabulary) {
    if (tokens != null) {
      throw new Failure(Exit.USAGE, "--prompt and --tokens say the same", "leave one out");
    }
    IntStream pad = source == null ? IntStream.empty() : IntStream.of(vocabulary.pad());
    IntStream given =
        source != null && prompt == null && vocabulary.pad() >= 0
            ? IntStream.empty()
            : IntStream.of(ModelText.encode(vocabulary, "prompt", prompt == null ? "" : prompt));
    return IntStream.concat(pad.filter(token -> token >= 0), given).toArray();
  }

  /** The numbers on the command line. */
  private int[] numbers(ModelInfo.Entry chosen) {
    if (tokens == null || tokens.isEmpty()) {
      throw new Failure(
          Exit.USAGE, "there is nothing to go on from", "give it a text: --prompt \"To be\"");
    }
    int classes = chosen.inputs().get(0).classCount();
    for (int token : tokens) {
      if (token < 0 || token >= classes) {
        throw new Failure(
            Exit.USAGE,
            "there is no token " + token,
            "tokens of " + chosen.name() + " are the numbers from 0 to " + (classes - 1));
      }
    }
    return tokens.stream().mapToInt(Integer::intValue).toArray();
  }

  private Sampler sampler() {
    if (length < 1) {
      throw new Failure(Exit.USAGE, "--length must be 1 or more, not " + length, "");
    }
    if (beam < 0) {
      throw new Failure(Exit.USAGE, "--beam must be 1 or more, not " + beam, "try --beam 4");
    }
    try {
      return Sampler.of(seed).temperature(temperature).topK(topK).topP(topP);
    } catch (IllegalArgumentException e) {
      throw new Failure(Exit.USAGE, e.getMessage(), "see nnc generate --help");
    }
  }

  /** The entry to write with. */
  private String entry(ModelInfo info) {
    List<String> able = Generator.entries(info);
    if (able.isEmpty()) {
      throw new Failure(
          Exit.USAGE,
          trained.jar + ": the model has no entry that writes",
          "give it one: entry next(token: int<V>) with h[H] = 0 { … return logits }");
    }
    if (entry == null && able.size() > 1) {
      throw new Failure(
          Exit.USAGE,
          trained.jar + ": the model has several entries that write",
          "choose one: --entry " + String.join(" or --entry ", able));
    }
    if (entry != null && !able.contains(entry)) {
      throw new Failure(
          Exit.USAGE,
          trained.jar + ": " + entry + " is no entry that writes",
          "choose " + able.get(0));
    }
    return entry == null ? able.get(0) : entry;
  }
}
