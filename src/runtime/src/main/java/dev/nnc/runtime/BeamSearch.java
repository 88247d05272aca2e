package dev.nnc.runtime;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Looks for the most probable sequences of tokens that an entry with carried values writes: at each
 * step it goes on with the few best beginnings, all in one run. Sequences of different lengths are
 * compared by the sum of their log-probabilities divided by a penalty, ((5 + length) / 6)^alpha (Wu
 * and others, "Google's neural machine translation system", 2016).
 *
 * <p>The session's rows are the beams. Its first input takes the token, its second one, if that is
 * a class number, the position; others, such as the memory of an encoder, are to be set in all rows
 * before. Its first output gives a logit for each token.
 */
public final class BeamSearch {
  private final Session session;
  private final int tokens;
  private final double penalty;
  private final boolean positions;

  /**
   * A sequence.
   *
   * @param tokens what was written, without the prompt; the end token is the last one where it came
   * @param logProbability the sum over the tokens, given the prompt
   * @param score by which sequences are ranked: with the penalty of its length
   */
  public record Found(List<Integer> tokens, double logProbability, double score) {}

  private record Beam(List<Integer> tokens, double logProbability) {}

  private record Candidate(int row, int token, double logProbability) {}

  /**
   * Prepares a search.
   *
   * @param session an entry from a token to logits, with a row for each beam
   * @param penalty alpha: 0 ranks by probability, greater ones favour longer sequences
   * @throws IllegalArgumentException if the entry does not map a token to logits
   */
  public BeamSearch(Session session, double penalty) {
    if (!writes(session.inputs(), session.outputs())) {
      throw new IllegalArgumentException(
          "the first input must be a class number and the first output a logit for each class");
    }
    this.session = session;
    this.penalty = penalty;
    tokens = session.outputs().get(0).size();
    positions = takesPosition(session.inputs());
  }

  /** Whether an entry maps a token to a logit for each token. */
  static boolean writes(List<ModelInfo.Field> inputs, List<ModelInfo.Output> outputs) {
    return !inputs.isEmpty()
        && inputs.get(0).classCount() > 0
        && inputs.get(0).shape().isEmpty()
        && outputs.get(0).shape().equals(List.of(inputs.get(0).classCount()));
  }

  /** Whether the second input of an entry is a position. */
  static boolean takesPosition(List<ModelInfo.Field> inputs) {
    return inputs.size() > 1
        && inputs.get(1).classes() > 0
        && inputs.get(1).categories().isEmpty()
        && inputs.get(1).shape().isEmpty();
  }

  /**
   * Searches.
   *
   * @param prompt what every sequence begins with, at least one token
   * @param length how many tokens are written at most
   * @param end the token that ends a sequence, or -1 for none
   * @return the best sequences, as many as there are beams or fewer, the best one first
   */
  public List<Found> search(int[] prompt, int length, int end) {
    if (prompt.length == 0) {
      throw new IllegalArgumentException("the prompt is empty; give it a token to start from");
    }
    session.reset();
    for (int i = 0; i + 1 < prompt.length; i++) {
      feed(0, prompt[i], i);
      session.run(1);
    }
    feed(0, prompt[prompt.length - 1], prompt.length - 1);
    session.run(1);
    Beam[] beams = new Beam[session.capacity()];
    beams[0] = new Beam(List.of(), 0);
    List<Found> finished = new ArrayList<>();
    for (int step = 0; step < length && anyAlive(beams); step++) {
      expand(beams, end, finished);
      if (finished.size() >= beams.length || step + 1 == length) {
        break;
      }
      for (int row = 0; row < beams.length; row++) {
        List<Integer> written = beams[row] == null ? List.of() : beams[row].tokens();
        feed(row, written.isEmpty() ? 0 : written.get(written.size() - 1), prompt.length + step);
      }
      session.run(beams.length);
    }
    for (Beam beam : beams) {
      if (beam != null) {
        finished.add(found(beam));
      }
    }
    finished.sort(Comparator.comparingDouble(Found::score).reversed());
    return List.copyOf(finished.subList(0, Math.min(finished.size(), beams.length)));
  }

  private static boolean anyAlive(Beam[] beams) {
    return Arrays.stream(beams).anyMatch(beam -> beam != null);
  }

  private void feed(int row, int token, int position) {
    session.row(row);
    session.set(0, token);
    if (positions) {
      session.set(1, position);
    }
  }

  private Found found(Beam beam) {
    double length = Math.max(1, beam.tokens().size());
    double divisor = StrictMath.pow((5 + length) / 6, penalty);
    return new Found(beam.tokens(), beam.logProbability(), beam.logProbability() / divisor);
  }

  /** Replaces the beams by their best continuations; those that end are finished. */
  private void expand(Beam[] beams, int end, List<Found> finished) {
    List<Candidate> candidates = candidates(beams);
    List<Candidate> kept = new ArrayList<>();
    for (Candidate candidate : candidates) {
      if (candidate.token() == end) {
        if (kept.size() < beams.length) {
          finished.add(found(longer(beams[candidate.row()], candidate)));
        }
      } else if (kept.size() < beams.length) {
        kept.add(candidate);
      }
    }
    move(beams, kept);
  }

  /** The best continuations, the best first: enough of them even where each beam ends. */
  private List<Candidate> candidates(Beam[] beams) {
    int most = 2 * beams.length;
    List<Candidate> all = new ArrayList<>();
    double[] logits = new double[tokens];
    for (int row = 0; row < beams.length; row++) {
      if (beams[row] != null) {
        session.row(row);
        session.get(0, logits);
        double total = logSum(logits);
        for (int token = 0; token < tokens; token++) {
          double logProbability = beams[row].logProbability() + logits[token] - total;
          if (logProbability > Double.NEGATIVE_INFINITY) {
            all.add(new Candidate(row, token, logProbability));
          }
        }
      }
    }
    // A stable sort: of equals the one of the earlier row and token.
    all.sort(Comparator.comparingDouble(Candidate::logProbability).reversed());
    return all.subList(0, Math.min(most, all.size()));
  }

  private static double logSum(double[] logits) {
    double top = Double.NEGATIVE_INFINITY;
    for (double logit : logits) {
      top = Math.max(top, logit);
    }
    double sum = 0;
    for (double logit : logits) {
      sum += StrictMath.exp(logit - top);
    }
    return top + StrictMath.log(sum);
  }

  private static Beam longer(Beam beam, Candidate candidate) {
    List<Integer> written = new ArrayList<>(beam.tokens());
    written.add(candidate.token());
    return new Beam(List.copyOf(written), candidate.logProbability());
  }

  /**
   * The first continuation of a beam stays in its row, others take rows that nothing goes on in.
   */
  private void move(Beam[] beams, List<Candidate> kept) {
    Beam[] next = new Beam[beams.length];
    List<Candidate> others = new ArrayList<>();
    for (Candidate candidate : kept) {
      if (next[candidate.row()] == null) {
        next[candidate.row()] = longer(beams[candidate.row()], candidate);
      } else {
        others.add(candidate);
      }
    }
    int row = 0;
    for (Candidate candidate : others) {
      while (next[row] != null) {
        row++;
      }
      session.copyRow(candidate.row(), row);
      next[row] = longer(beams[candidate.row()], candidate);
    }
    System.arraycopy(next, 0, beams, 0, beams.length);
  }
}
