package dev.nnc.cli.picture;

import dev.nnc.cli.terminal.Exit;
import dev.nnc.cli.terminal.Failure;
import dev.nnc.runtime.ModelInfo.Field;
import dev.nnc.runtime.Predictor;
import dev.nnc.runtime.Random;
import java.util.List;
import java.util.Map;

/**
 * What a predictor computes pictures from. An input takes the numbers that were set, which picture
 * after picture goes through in turn; else those of an example; else random ones: standard normal
 * numbers, or classes that are equally probable.
 *
 * @param set numbers by the name of the input
 * @param examples where inputs are read, or null
 * @param seed of what is random; a picture is a function of it and of its own number
 */
public record Inputs(Map<String, List<Double>> set, ExampleRows examples, long seed) {
  private static final int SITE = 0x44524157;

  /**
   * Fills the current row of a predictor.
   *
   * @param predictor what to fill
   * @param picture the number of the picture
   * @param steps the number of the input that counts steps and is left alone, or -1
   */
  public void fill(Predictor predictor, int picture, int steps) {
    for (int i = 0; i < predictor.inputs().size(); i++) {
      if (i != steps) {
        Field input = predictor.inputs().get(i);
        try {
          predictor.set(i, numbers(input, i, picture));
        } catch (IllegalArgumentException e) {
          throw new Failure(Exit.USAGE, e.getMessage(), "set it with --set " + input.name() + "=…");
        }
      }
    }
  }

  private double[] numbers(Field input, int site, int picture) {
    List<Double> given = set.get(input.name());
    if (given == null && examples != null && examples.has(input)) {
      return examples.get(input, picture);
    }
    double[] numbers = new double[input.size()];
    for (int place = 0; place < numbers.length; place++) {
      numbers[place] =
          given != null
              ? given.get(picture % given.size())
              : input.classCount() > 0
                  ? Math.floor(input.classCount() * uniform(picture, site, 2 * place))
                  : normal(picture, site, place);
    }
    return numbers;
  }

  /** Box and Muller's transform, as `normal` of the language. */
  private double normal(int picture, int site, int place) {
    double radius = Math.sqrt(-2 * StrictMath.log1p(-uniform(picture, site, 2 * place)));
    return radius * StrictMath.cos(2 * Math.PI * uniform(picture, site, 2 * place + 1));
  }

  private double uniform(int picture, int site, int place) {
    return Random.uniform(seed, 0, picture, SITE + site, place);
  }
}
