package dev.nnc.cli.command;

import dev.nnc.cli.terminal.Exit;
import dev.nnc.cli.terminal.Failure;
import dev.nnc.data.Recording;
import dev.nnc.runtime.Encoder;
import dev.nnc.runtime.Model;
import dev.nnc.runtime.ModelInfo;
import dev.nnc.runtime.Predictor;
import dev.nnc.runtime.Session;
import dev.nnc.runtime.UnknownTokenException;
import dev.nnc.runtime.Vocabulary;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Texts of a command line, as tokens of a model that learned from text. */
record ModelText(Path jar, Model model) {
  /** The vocabulary that has a token for each class of a field. */
  Vocabulary vocabulary(ModelInfo.Field field) {
    Vocabulary named = model.vocabularies().get(field.name());
    return Stream.concat(Stream.ofNullable(named), model.vocabularies().values().stream())
        .filter(vocabulary -> vocabulary.size() == field.classCount())
        .findFirst()
        .orElseThrow(
            () ->
                new Failure(
                    Exit.USAGE,
                    jar + ": the model learned from no text with " + field.classCount() + " tokens",
                    "give the numbers of tokens: --tokens 3,17,2"));
  }

  /** The tokens of what an option says. */
  static int[] encode(Vocabulary vocabulary, String option, String text) {
    try {
      int[] tokens = vocabulary.encode(text);
      if (tokens.length == 0) {
        throw new Failure(
            Exit.USAGE,
            "the " + option + " is empty",
            "give it a text: --" + option + " \"To be\"");
      }
      return tokens;
    } catch (UnknownTokenException e) {
      throw new Failure(
          Exit.USAGE,
          "the " + option + ": " + e.getMessage(),
          "write with what the model has learned");
    }
  }

  /** Lets the encoder of an entry read a text or a WAV file, for all rows of a session. */
  void read(String source, ModelInfo.Entry writer, Session session) {
    Encoder encoder =
        Encoder.of(model.info(), writer)
            .orElseThrow(
                () ->
                    new Failure(
                        Exit.USAGE,
                        jar + ": " + writer.name() + " writes from no source",
                        "leave out --source, or give what to go on from with --prompt"));
    List<ModelInfo.Field> inputs = encoder.reader().inputs();
    Predictor reader = new Predictor(model, model.weights(), encoder.reader().name(), 1);
    if (Recording.fits(inputs)) {
      Map<String, double[]> numbers =
          Recording.read(Path.of(source), model.info().settings().data(), inputs);
      for (int i = 0; i < inputs.size(); i++) {
        reader.set(i, numbers.get(inputs.get(i).name()));
      }
    } else {
      reader.set(0, tokens(encoder, source));
    }
    reader.run();
    encoder.hand(reader, session);
  }

  /** The tokens of a source, filled up with the pad. */
  private int[] tokens(Encoder encoder, String source) {
    List<ModelInfo.Field> inputs = encoder.reader().inputs();
    ModelInfo.Field field = inputs.get(0);
    if (inputs.size() != 1 || field.classCount() == 0 || field.shape().size() != 1) {
      throw new Failure(
          Exit.USAGE,
          jar
              + ": "
              + encoder.reader().name()
              + " reads more than the tokens of a text or a recording",
          "give it a single input such as source[S]: int<V>, or sound[T, 32] and frames: int<T + 1>");
    }
    Vocabulary vocabulary = vocabulary(field);
    int[] tokens = encode(vocabulary, "source", source);
    if (tokens.length > field.size() || (tokens.length < field.size() && vocabulary.pad() < 0)) {
      throw new Failure(
          Exit.USAGE,
          "the source has " + tokens.length + " tokens, but the model reads " + field.size(),
          tokens.length > field.size() ? "give it a shorter text" : "give it a longer text");
    }
    int[] filled = Arrays.copyOf(tokens, field.size());
    Arrays.fill(filled, tokens.length, filled.length, Math.max(0, vocabulary.pad()));
    return filled;
  }
}
