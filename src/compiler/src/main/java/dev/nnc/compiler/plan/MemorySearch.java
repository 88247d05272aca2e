package dev.nnc.compiler.plan;

import dev.nnc.compiler.ir.Program;
import java.util.Comparator;
import java.util.List;

/**
 * Looks for the plan of a training step that keeps to a limit: drafts for ways to compute values
 * again, those that promise most first.
 */
final class MemorySearch {
  /** Guesses may be wrong by so much. */
  private static final double DOUBT = 1.6;

  private final Prepared prepared;
  private final PlanOptions options;
  private final int batch;
  private final int bytes;
  private final Tape tape;
  private final List<Recomputations.Choice> choices;

  private MemorySearch(Draft fast, PlanOptions options) {
    this.prepared = fast.prepared();
    this.options = options;
    batch = options.memory().batch();
    bytes = options.precision().bytes();
    tape = new Tape(prepared.program(), fast.storage(), batch, bytes);
    choices = Recomputations.of(tape);
  }

  /**
   * The draft that keeps to a limit.
   *
   * @param prepared what is computed
   * @param options what the plan is to be like
   * @return a draft; of a program without gradients always the fastest
   * @throws MemoryException if no draft was found that takes so little
   */
  static Draft find(Prepared prepared, PlanOptions options) {
    Draft fast = Draft.of(prepared, options, false);
    MemoryLimit limit = options.memory();
    int bytes = options.precision().bytes();
    Program program = prepared.program();
    boolean fits =
        limit.kind() == MemoryLimit.Kind.SIZE && fast.room(limit.batch()) * bytes <= limit.bytes();
    if (limit.kind() == MemoryLimit.Kind.FAST || !Tape.trains(program) || fits) {
      return fast;
    }
    MemorySearch search = new MemorySearch(fast, options);
    return limit.kind() == MemoryLimit.Kind.LEAST ? search.least() : search.within(limit.bytes());
  }

  private long size(Draft draft) {
    return draft.room(batch) * bytes;
  }

  private Draft draft(Recomputations.Choice choice) {
    Prepared again = Recompute.of(prepared, tape, choice.dropped(), choice.quick());
    return Draft.of(again, options, true);
  }

  private Draft least() {
    Draft best = null;
    List<Recomputations.Choice> ordered =
        choices.stream()
            .sorted(
                Comparator.comparingLong(Recomputations.Choice::about)
                    .thenComparingLong(Recomputations.Choice::work))
            .toList();
    for (Recomputations.Choice choice : ordered) {
      long most = best == null ? Long.MAX_VALUE : size(best);
      if (choice.kept() < most && choice.about() / DOUBT < most) {
        Draft draft = draft(choice);
        best = size(draft) < most ? draft : best;
      }
    }
    return best;
  }

  private Draft within(long limit) {
    List<Recomputations.Choice> ordered =
        choices.stream().sorted(Comparator.comparingLong(Recomputations.Choice::work)).toList();
    for (Recomputations.Choice choice : ordered) {
      if (choice.kept() <= limit && choice.about() / DOUBT <= limit) {
        Draft draft = draft(choice);
        if (size(draft) <= limit) {
          return draft;
        }
      }
    }
    Draft least = least();
    if (size(least) > limit) {
      throw new MemoryException(size(least));
    }
    return least;
  }
}
