package dev.nnc.examples;

import dev.nnc.data.Batches;
import dev.nnc.data.DataSource;
import dev.nnc.data.Imputation;
import dev.nnc.runtime.Examples;
import dev.nnc.runtime.Model;
import dev.nnc.runtime.ModelInfo;
import dev.nnc.runtime.ModelInfo.Field;
import dev.nnc.runtime.Predictor;
import dev.nnc.runtime.Settings.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;

/** Draws the end of a series and what a model told of it, each stretch before it came. */
public final class DrawForecast {
  private static final int STRETCHES = 10;
  private static final int LEFT = 60;
  private static final int WIDTH = 700;
  private static final int HEIGHT = 240;

  /**
   * What came and what was told of it.
   *
   * @param steps how many of a forecast
   * @param truth the true numbers one after the other
   * @param quantiles the same as they were forecast: low, middle, high
   */
  private record Forecasts(int steps, List<Double> truth, List<List<Double>> quantiles) {
    double highest() {
      return Math.max(max(truth), max(quantiles.get(2)));
    }

    private static double max(List<Double> numbers) {
      return numbers.stream().mapToDouble(x -> x).max().orElse(1);
    }
  }

  private DrawForecast() {}

  /**
   * Runs the program with the model on the class path.
   *
   * @param args the SVG file to write, and perhaps a CSV file with another series
   * @throws IOException if that fails
   */
  public static void main(String[] args) throws IOException {
    Model model = ServiceLoader.load(Model.class).findFirst().orElseThrow();
    Map<String, String> file = args.length > 1 ? Map.of("0", args[1]) : Map.of();
    draw(model, file, Path.of(args[0]));
  }

  static void draw(Model model, Map<String, String> file, Path svg) throws IOException {
    ModelInfo info = model.info();
    Field next = info.targets().get(0);
    // From one forecast to the next as many rows as are forecast: the stretches meet.
    Source source = info.settings().data();
    Map<String, String> arguments = new HashMap<>(file.isEmpty() ? source.arguments() : file);
    arguments.put("stride", String.valueOf(next.size()));
    Source stretches = new Source(file.isEmpty() ? source.format() : "windows", arguments);
    Examples examples =
        DataSource.open(stretches, info, Path.of(""), info.precision()).all(Imputation.NONE);
    Files.writeString(svg, picture(forecasts(model, examples)));
  }

  private static Forecasts forecasts(Model model, Examples examples) {
    Field past = model.info().inputs().get(0);
    Field next = model.info().targets().get(0);
    Predictor predictor = new Predictor(model, model.weights(), 1);
    List<Double> truth = new ArrayList<>();
    List<List<Double>> quantiles = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    int count = (int) examples.size();
    try (Batches batches =
        new Batches(examples, List.of(past, next), model.info().precision(), count)) {
      batches.next();
      for (int i = Math.max(0, count - STRETCHES); i < count; i++) {
        addAll(truth, batches.get(next, i));
        predictor.row(0);
        predictor.set(0, batches.get(past, i));
        predictor.run(1);
        addAll(quantiles.get(0), predictor.getDoubles(output(model, "low")));
        addAll(quantiles.get(1), predictor.getDoubles(output(model, "middle")));
        addAll(quantiles.get(2), predictor.getDoubles(output(model, "high")));
      }
    }
    return new Forecasts(next.size(), truth, quantiles);
  }

  private static int output(Model model, String name) {
    return model.info().outputs().stream().map(ModelInfo.Output::name).toList().indexOf(name);
  }

  private static void addAll(List<Double> list, double[] numbers) {
    for (double number : numbers) {
      list.add(number);
    }
  }

  private static String picture(Forecasts forecasts) {
    double top = forecasts.highest();
    List<Double> truth = forecasts.truth();
    StringBuilder band = new StringBuilder();
    StringBuilder back = new StringBuilder();
    StringBuilder middle = new StringBuilder();
    StringBuilder dots = new StringBuilder();
    for (int i = 0; i < truth.size(); i++) {
      double x = right(i + 0.5, truth.size());
      band.append(point(x, forecasts.quantiles().get(0).get(i) / top));
      back.insert(0, point(x, forecasts.quantiles().get(2).get(i) / top));
      middle.append(point(x, forecasts.quantiles().get(1).get(i) / top));
      dots.append(
          String.format(
              Locale.ROOT,
              "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"1.8\"/>\n",
              x,
              down(truth.get(i) / top)));
    }
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 780 320\""
        + " font-family=\"sans-serif\" font-size=\"13\">\n"
        + "<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n"
        + grid(top, truth.size(), forecasts.steps())
        + ("<polygon fill=\"#cfe0f3\" points=\"" + band + back + "\"/>\n")
        + ("<polyline fill=\"none\" stroke=\"#4c78a8\" points=\"" + middle + "\"/>\n")
        + ("<g fill=\"#e45756\">\n" + dots + "</g>\n")
        + text(
            20,
            312,
            "start",
            "dots: what came; line: the middle of the forecast; band: from its 10 % to its 90 %"
                + " quantile; steps to the end")
        + "</svg>\n";
  }

  /** Lines at round numbers, and one where each forecast begins. */
  private static String grid(double top, int count, int steps) {
    StringBuilder grid = new StringBuilder();
    double unit = Math.pow(10, Math.floor(Math.log10(top)));
    double each = top / unit < 2 ? unit / 4 : top / unit < 5 ? unit / 2 : unit;
    for (int i = 0; i * each <= top; i++) {
      double y = down(i * each / top);
      grid.append(String.format(Locale.ROOT, "<path d=\"M%d %.1fh%d\"", LEFT, y, WIDTH));
      grid.append(" stroke=\"#ddd\"/>\n");
      String number = String.format(Locale.ROOT, each < 1 ? "%.2f" : "%,.0f", i * each);
      grid.append(text(LEFT - 6, y + 4, "end", number));
    }
    for (int i = 0; i <= count; i += steps) {
      double x = right(i, count);
      grid.append(String.format(Locale.ROOT, "<path d=\"M%.1f %dv%d\"", x, 20, HEIGHT));
      grid.append(" stroke=\"#ddd\"/>\n");
      grid.append(text(x, HEIGHT + 38, "middle", String.valueOf(i - count)));
    }
    return grid.toString();
  }

  private static String text(double x, double y, String anchor, String text) {
    return String.format(
        Locale.ROOT,
        "<text x=\"%.1f\" y=\"%.1f\" fill=\"#333\" text-anchor=\"%s\">%s</text>\n",
        x,
        y,
        anchor,
        text);
  }

  /** How far to the right a step lies, of so many. */
  private static double right(double step, int count) {
    return LEFT + WIDTH * step / count;
  }

  private static String point(double x, double share) {
    return String.format(Locale.ROOT, "%.1f,%.1f ", x, down(share));
  }

  /** How far down a number lies, as its share of the highest. */
  private static double down(double share) {
    return 20 + HEIGHT * (1 - share);
  }
}
