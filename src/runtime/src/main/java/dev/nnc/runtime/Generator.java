package dev.nnc.runtime;

import java.util.Arrays;
import java.util.List;

/**
 * Writes a sequence token by token with an entry that carries values: reads a prompt, then draws
 * each token from the logits that the ones before it give. One step a token, however long the
 * sequence is.
 *
 * <p>An entry whose second input is a position sees as many tokens as there are positions. Where a
 * sequence grows longer, the session starts anew with the later half of them.
 *
 * <pre>{@code
 * Generator generator = new Generator(model.session("next", 1), Sampler.of(42).topP(0.9));
 * generator.read(vocabulary.encode("To be"));
 * int token = generator.write();
 * }</pre>
 */
public final class Generator {
  private final Session session;
  private final Sampler sampler;
  private final double[] logits;
  private final int positions;
  private int[] seen = new int[16];
  private int count;
  private int position;

  /**
   * Starts with an empty sequence.
   *
   * @param session an entry from a token to a logit for each token; its first row is used
   * @param sampler draws tokens
   * @throws IllegalArgumentException if the entry does not map a token to logits
   */
  public Generator(Session session, Sampler sampler) {
    if (!BeamSearch.writes(session.inputs(), session.outputs())) {
      throw new IllegalArgumentException(
          "the first input must be a class number and the first output a logit for each class");
    }
    this.session = session;
    this.sampler = sampler;
    logits = new double[session.outputs().get(0).size()];
    positions =
        BeamSearch.takesPosition(session.inputs())
            ? session.inputs().get(1).classes()
            : Integer.MAX_VALUE;
    session.reset();
  }

  /**
   * The entries of a model that a generator can write with: those that carry values, read a token
   * and perhaps its position, and give a logit for each token. What else they read is what an
   * {@link Encoder} gives.
   *
   * @param info the model
   * @return their names, in the order of the file
   */
  public static List<String> entries(ModelInfo info) {
    return info.entries().stream()
        .filter(entry -> !entry.carried().isEmpty())
        .filter(entry -> BeamSearch.writes(entry.inputs(), entry.outputs()))
        .filter(entry -> Encoder.needed(entry).isEmpty() || Encoder.of(info, entry).isPresent())
        .map(ModelInfo.Entry::name)
        .toList();
  }

  /**
   * Goes on behind some tokens.
   *
   * @param tokens their numbers
   */
  public void read(int... tokens) {
    for (int token : tokens) {
      read(token);
    }
  }

  private void read(int token) {
    if (position == positions) {
      session.reset();
      int kept = positions / 2;
      position = 0;
      for (int i = count - kept; i < count; i++) {
        step(seen[i]);
      }
    }
    step(token);
    if (count == seen.length) {
      seen = Arrays.copyOf(seen, 2 * count);
    }
    seen[count++] = token;
  }

  private void step(int token) {
    session.row(0);
    session.set(0, token);
    if (positions != Integer.MAX_VALUE) {
      session.set(1, position);
    }
    session.run(1);
    position++;
  }

  /**
   * Draws the next token and goes on behind it.
   *
   * @return its number
   * @throws IllegalStateException if nothing was read before
   */
  public int write() {
    if (count == 0) {
      throw new IllegalStateException("read a token first: nothing can follow an empty sequence");
    }
    session.row(0);
    session.get(0, logits);
    int token = sampler.draw(logits);
    read(token);
    return token;
  }
}
