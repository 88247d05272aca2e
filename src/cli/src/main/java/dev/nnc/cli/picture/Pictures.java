package dev.nnc.cli.picture;

import dev.nnc.cli.terminal.Exit;
import dev.nnc.cli.terminal.Failure;
import dev.nnc.runtime.Model;
import dev.nnc.runtime.ModelInfo.Field;
import dev.nnc.runtime.Predictor;
import dev.nnc.runtime.Session;
import java.util.Arrays;
import java.util.List;

/**
 * Lets a model draw.
 *
 * @param model what draws
 * @param subject what of it
 * @param inputs what from
 * @param black the number that is black in results
 * @param white the number that is white in results
 */
public record Pictures(Model model, Subject subject, Inputs inputs, double black, double white) {
  private static final int AT_ONCE = 32;

  /**
   * Draws.
   *
   * @param count how many examples
   * @param steps how often to call an entry that carries values; 0 for as often as its input that
   *     counts steps has numbers
   * @param stages how often each example is shown on its way
   * @return example after example, stage after stage, what is to be shown
   * @throws Failure if nobody says how many steps there are
   */
  public List<Sheet.Picture> draw(int count, int steps, int stages) {
    int counter = counter();
    int calls = calls(counter, steps, stages);
    Predictor predictor = predictor(Math.min(count, AT_ONCE));
    predictor.seed(inputs.seed());
    Sheet.Picture[][] drawn = new Sheet.Picture[count][stages * subject.shown().size()];
    for (int from = 0; from < count; from += predictor.capacity()) {
      int rows = Math.min(predictor.capacity(), count - from);
      predictor.number(from);
      if (predictor instanceof Session session) {
        session.reset();
      }
      for (int row = 0; row < rows; row++) {
        predictor.row(row);
        inputs.fill(predictor, from + row, counter);
      }
      for (int step = 0, stage = 0; step < calls; step++) {
        count(predictor, counter, step, rows);
        predictor.run(rows);
        if ((stage + 1L) * calls <= (step + 1L) * stages) {
          for (int row = 0; row < rows; row++) {
            predictor.row(row);
            show(predictor, from + row, drawn[from + row], stage * subject.shown().size());
          }
          stage++;
        }
      }
    }
    return Arrays.stream(drawn).flatMap(Arrays::stream).toList();
  }

  private Predictor predictor(int rows) {
    if (subject.entry() == null) {
      return new Predictor(model, model.weights(), rows);
    }
    return subject.entry().carried().isEmpty()
        ? new Predictor(model, model.weights(), subject.entry().name(), rows)
        : new Session(model, model.weights(), subject.entry().name(), rows);
  }

  private boolean carries() {
    return subject.entry() != null && !subject.entry().carried().isEmpty();
  }

  /** The number of the input that counts the steps, or -1. */
  private int counter() {
    for (int i = 0; carries() && i < subject.inputs().size(); i++) {
      Field input = subject.inputs().get(i);
      if (input.classes() > 0 && input.size() == 1 && !inputs.set().containsKey(input.name())) {
        return i;
      }
    }
    return -1;
  }

  private int calls(int counter, int steps, int stages) {
    if (!carries()) {
      if (steps > 1 || stages > 1) {
        throw new Failure(
            Exit.USAGE,
            "there are no steps: nothing is carried from call to call",
            "leave out --steps and --stages");
      }
      return 1;
    }
    int most = counter < 0 ? Integer.MAX_VALUE : subject.inputs().get(counter).classes();
    int calls = steps == 0 ? most : steps;
    if (steps == 0 && counter < 0) {
      throw new Failure(
          Exit.USAGE,
          subject.entry().name() + " carries values from call to call, but counts no steps",
          "say how often to call it with --steps");
    }
    if (calls > most || stages > calls) {
      throw new Failure(
          Exit.USAGE,
          calls > most
              ? subject.inputs().get(counter).name() + " counts no more than " + most + " steps"
              : "there are " + calls + " steps, but " + stages + " stages",
          "use smaller numbers");
    }
    return calls;
  }

  private static void count(Predictor predictor, int counter, int step, int rows) {
    for (int row = 0; counter >= 0 && row < rows; row++) {
      predictor.row(row);
      predictor.set(counter, step);
    }
  }

  private void show(Predictor predictor, int example, Sheet.Picture[] pictures, int from) {
    for (int i = 0; i < subject.shown().size(); i++) {
      String name = subject.shown().get(i);
      pictures[from + i] =
          subject.fields().contains(name)
              ? ofExample(model.info().field(name), example)
              : ofResult(predictor, name);
    }
  }

  private Sheet.Picture ofResult(Predictor predictor, String name) {
    List<String> names = subject.results().stream().map(o -> o.name()).toList();
    int number = names.indexOf(name);
    Raster raster = Raster.of(subject.results().get(number).shape());
    return new Sheet.Picture(raster, predictor.getDoubles(number), black, white);
  }

  /** Of classes the last one is white, of numbers the greatest of all. */
  private Sheet.Picture ofExample(Field field, int example) {
    ExampleRows rows = inputs.examples();
    double top = field.classCount() > 0 ? field.classCount() - 1 : rows.greatest(field);
    return new Sheet.Picture(Raster.of(field.shape()), rows.get(field, example), 0, top);
  }
}
