package dev.nnc.example;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nnc.compiler.Compiler;
import dev.nnc.compiler.Options;
import dev.nnc.compiler.source.Source;
import dev.nnc.data.DataSource;
import dev.nnc.data.Dataset;
import dev.nnc.runtime.Examples;
import dev.nnc.runtime.Model;
import dev.nnc.runtime.Precision;
import dev.nnc.runtime.Scores;
import dev.nnc.runtime.Settings;
import dev.nnc.runtime.Split;
import dev.nnc.runtime.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Every example is trained as its file says, in float, and scored on its test rows. */
class ExamplesTest {
  @Test
  void housePricesAreExplained() throws IOException {
    Scores scores = trained("house-price", Map.of());
    assertTrue(scores.get("r2") > 0.97, scores::toString);
    assertTrue(scores.get("mae") < 15_000, scores::toString);
  }

  @Test
  void leavingCustomersAreFound() throws IOException {
    Scores scores = trained("churn", Map.of());
    assertTrue(scores.get("accuracy") > 0.86, scores::toString);
  }

  @Test
  void spiralArmsAreToldApart() throws IOException {
    Scores scores = trained("spiral", Map.of());
    assertTrue(scores.get("accuracy") > 0.97, scores::toString);
  }

  @Test
  void widerNetworksComeCloserToTheSine() throws IOException {
    double narrow = trained("sine", Map.of("width", "2")).get("rmse");
    double middle = trained("sine", Map.of("width", "4")).get("rmse");
    double wide = trained("sine", Map.of("width", "16")).get("rmse");
    assertTrue(narrow > 2 * middle && middle > 2 * wide, narrow + ", " + middle + ", " + wide);
    assertTrue(wide < 0.03, () -> "rmse " + wide);
  }

  @Test
  void optionPricesAndTheirSensitivitiesAreLearned() throws IOException {
    Scores scores = trained("option-price", Map.of());
    assertTrue(scores.get("delta_error") < 0.025, scores::toString);
    assertTrue(scores.get("price_error") < 0.4, scores::toString);
  }

  private static Scores trained(String example, Map<String, String> set) throws IOException {
    Path folder = Path.of(System.getProperty("nnc.root", "../..")).resolve("examples/" + example);
    Path file = folder.resolve(example + ".nn");
    Model model =
        Compiler.compile(
                new Source(file.toString(), Files.readString(file)),
                Options.standard().with(set),
                (from, path) -> Optional.empty())
            .load();
    Settings settings = model.info().settings();
    Dataset data = DataSource.open(settings.data(), model.info(), folder, Precision.FLOAT);
    Map<String, Examples> parts = data.split(settings.split(), settings.seed()).examples();
    return Trainer.builder(model, parts.get(Split.TRAIN))
        .settings(settings)
        .validation(parts.get(Split.VALID))
        .test(parts.get(Split.TEST))
        .build()
        .run()
        .test();
  }
}
