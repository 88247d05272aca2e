package dev.nnc.cli.command;

import dev.nnc.cli.jar.ModelJar;
import dev.nnc.cli.terminal.Exit;
import dev.nnc.cli.terminal.Failure;
import dev.nnc.cli.terminal.Terminal;
import dev.nnc.runtime.Generator;
import dev.nnc.runtime.Model;
import dev.nnc.runtime.ModelInfo;
import dev.nnc.runtime.Sampler;
import dev.nnc.runtime.Session;
import dev.nnc.runtime.UnknownTokenException;
import dev.nnc.runtime.Vocabulary;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lets a model write on. */
@Command(
    name = "generate",
    description =
        "Writes a sequence token by token, with an entry of the model that carries values from step"
            + " to step, takes a token (and its position, if it has a second input), and gives a"
            + " logit for each token.")
final class Generate implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(index = "0", paramLabel = "FILE.jar", description = "A model made by nnc.")
  private Path jar;

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

  @Option(names = "--length", paramLabel = "N", description = "How many tokens to write (200).")
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
    try (ModelJar opened = ModelJar.open(jar)) {
      Model model = opened.model();
      ModelInfo.Entry chosen = model.info().entry(entry(model.info()));
      Vocabulary vocabulary = prompt == null ? null : vocabulary(model, chosen);
      int[] start = prompt == null ? numbers(chosen) : encode(vocabulary);
      Session session = new Session(model, model.weights(), chosen.name(), 1);
      Generator generator = new Generator(session, sampler);
      generator.read(start);
      IntStream written = IntStream.range(0, length).map(i -> generator.write());
      terminal
          .out()
          .println(
              vocabulary == null
                  ? written.mapToObj(String::valueOf).collect(Collectors.joining(","))
                  : vocabulary.decode(IntStream.concat(IntStream.of(start), written).toArray()));
      return Exit.OK.code();
    }
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

  /** The vocabulary that has a token for each class that the entry takes. */
  private Vocabulary vocabulary(Model model, ModelInfo.Entry chosen) {
    ModelInfo.Field input = chosen.inputs().get(0);
    Vocabulary named = model.vocabularies().get(input.name());
    return Stream.concat(Stream.ofNullable(named), model.vocabularies().values().stream())
        .filter(vocabulary -> vocabulary.size() == input.classCount())
        .findFirst()
        .orElseThrow(
            () ->
                new Failure(
                    Exit.USAGE,
                    jar + ": the model learned from no text with " + input.classCount() + " tokens",
                    "give the numbers of tokens: --tokens 3,17,2"));
  }

  private int[] encode(Vocabulary vocabulary) {
    if (tokens != null) {
      throw new Failure(Exit.USAGE, "--prompt and --tokens say the same", "leave one out");
    }
    try {
      int[] start = vocabulary.encode(prompt);
      if (start.length == 0) {
        throw new Failure(Exit.USAGE, "the prompt is empty", "give it a text: --prompt \"To be\"");
      }
      return start;
    } catch (UnknownTokenException e) {
      throw new Failure(
          Exit.USAGE, "the prompt: " + e.getMessage(), "write with what the model has learned");
    }
  }

  private Sampler sampler() {
    if (length < 1) {
      throw new Failure(Exit.USAGE, "--length must be 1 or more, not " + length, "");
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
          jar + ": the model has no entry that writes",
          "give it one: entry next(token: int<V>) with h[H] = 0 { … return logits }");
    }
    if (entry == null && able.size() > 1) {
      throw new Failure(
          Exit.USAGE,
          jar + ": the model has several entries that write",
          "choose one: --entry " + String.join(" or --entry ", able));
    }
    if (entry != null && !able.contains(entry)) {
      throw new Failure(
          Exit.USAGE, jar + ": " + entry + " is no entry that writes", "choose " + able.get(0));
    }
    return entry == null ? able.get(0) : entry;
  }
}
