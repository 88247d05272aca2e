package dev.nnc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several losses and several models from the command line. */
class LossesTest {
  private static final String GAME =
      """
      model Forger {
        input real, z[2] from ["z1", "z2"]
        generator = dense(8) |> tanh |> dense(1) |> scalar
        critic    = dense(8) |> tanh |> dense(1) |> scalar
        fake = generator(z)
        output fake
        loss critic_loss    = bce_logits(critic(stack(real)), 1) + bce_logits(critic(stack(fake)), 0) trains critic
        loss generator_loss = bce_logits(critic(stack(fake)), 1) trains generator every 2
      }
      train Forger {
        data      = csv("game.csv")
        optimizer = [critic_loss: adam(lr: 1e-2), generator_loss: sgd(lr: 5e-3)]
        epochs    = 60
      }
      """;
  private static final String MODELS =
      """
      shared encoder = dense(3) |> tanh

      model Whole {
        input  z1, z2
        target real
        y = encoder(stack(z1, z2)) |> dense(1) |> scalar
        output y
        loss   mse(y, real)
      }
      model Part {
        input  z1, z2
        target real
        head = dense(2)
        y = head(encoder(stack(z1, z2)))
        output y
        loss   mean[i] (y[i] - real)^2
        frozen encoder
      }
      train Whole { data = csv("game.csv") epochs = 1 }
      train Part { data = csv("game.csv") epochs = 1 }
      """;

  @TempDir private Path folder;
  private Path game;

  @BeforeEach
  void write() throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    StringBuilder text = new StringBuilder("real,z1,z2\n");
    for (int i = 0; i < 500; i++) {
      double real = 2 + 0.5 * random.nextGaussian();
      text.append(
          String.format(
              Locale.ROOT, "%.4f,%.4f,%.4f\n", real, random.nextGaussian(), random.nextGaussian()));
    }
    Files.writeString(folder.resolve("game.csv"), text.toString());
    game = Files.writeString(folder.resolve("game.nn"), GAME);
  }

  private static Session run(Object... args) {
    Session session = Session.run(args);
    assertEquals(0, session.code, session.toString());
    return session;
  }

  @Test
  void theForgedNumbersAreSpreadLikeTheRealOnes() {
    Path jar = folder.resolve("game.jar");
    Session session = run("train", game, "-o", jar);
    assertTrue(
        session.err.matches("(?s)epoch 1/60  critic_loss [0-9.]+  generator_loss [0-9.]+  .*"),
        session.err);
    double[] fake =
        run("predict", jar, "--data", folder.resolve("game.csv"))
            .out
            .lines()
            .skip(1)
            .mapToDouble(Double::parseDouble)
            .toArray();
    double sum = 0;
    double squares = 0;
    for (double x : fake) {
      sum += x;
      squares += x * x;
    }
    double mean = sum / fake.length;
    double deviation = Math.sqrt(squares / fake.length - mean * mean);
    assertEquals(500, fake.length);
    assertEquals(2, mean, 0.2);
    assertEquals(0.5, deviation, 0.25);
    Session measured = run("eval", jar, "--data", folder.resolve("game.csv"));
    assertTrue(measured.out.contains("\ncritic_loss "), measured.out);
    assertTrue(measured.out.contains("\ngenerator_loss "), measured.out);
  }

  @Test
  void eachLossHasAColumnInTheLog() throws IOException {
    Path log = folder.resolve("log.csv");
    run("train", game, "-o", folder.resolve("a.jar"), "--log", log, "--epochs", 1);
    List<String> lines = Files.readAllLines(log);
    assertEquals("epoch,step,critic_loss,generator_loss", lines.get(0));
    assertTrue(lines.get(1).matches("1,1,[0-9.]+,"), lines.get(1));
    assertTrue(lines.get(2).matches("1,2,[0-9.]+,[0-9.]+"), lines.get(2));
  }

  @Test
  void eachLossIsCheckedAndDerived() {
    Session checked = run("gradcheck", game);
    assertTrue(checked.out.contains("\nloss generator_loss\n"), checked.out);
    assertTrue(checked.out.contains("8 of 8 gradients agree"), checked.out);
    Session shown = run("show", game);
    assertTrue(shown.out.contains("loss critic_loss, trains critic.dense1.W, "), shown.out);
    assertTrue(shown.out.contains("generator.dense2.b every 2 steps"), shown.out);
    assertTrue(shown.out.contains("∂generator_loss/∂generator.dense1.W[i, j] = "), shown.out);
    assertTrue(!shown.out.contains("∂generator_loss/∂critic.dense1.W"), shown.out);
  }

  @Test
  void divergenceNamesTheLoss() throws IOException {
    Path wild =
        Files.writeString(
            folder.resolve("wild.nn"),
            GAME.replace("(fake)), 1) tr", "(fake)), 1) / (real - real) tr"));
    Session session = Session.run("train", wild, "-o", folder.resolve("wild.jar"));
    assertEquals(4, session.code, session.toString());
    assertTrue(session.err.contains("the loss generator_loss is "), session.err);
  }

  @Test
  void weightsGoFromModelToModel() throws IOException {
    Path file = Files.writeString(folder.resolve("models.nn"), MODELS);
    Path whole = folder.resolve("whole.jar");
    Path npz = folder.resolve("whole.npz");
    run("train", file, "--model", "Whole", "-o", whole, "--save", npz);
    for (Path weights : List.of(whole, npz)) {
      Path saved = folder.resolve("part.npz");
      Path jar = folder.resolve("part.jar");
      Session session =
          run("train", file, "--model", "Part", "--weights", weights, "-o", jar, "--save", saved);
      String told =
          "weights: 2 of 4 parameters from " + weights + "; afresh start head.W[3, 2], head.b[2]";
      assertTrue(session.err.contains(told), session.err);
      Session back =
          run("train", file, "--model", "Whole", "--weights", saved, "-o", folder.resolve("b.jar"));
      assertTrue(back.err.contains("2 of 4 parameters"), back.err);
    }
    Session none = Session.run("train", game, "--weights", whole, "-o", folder.resolve("c.jar"));
    assertEquals(3, none.code, none.toString());
    assertTrue(none.err.contains("it has encoder.dense1.W[2, 3], "), none.err);
    Session both =
        Session.run(
            "train", file, "--weights", whole, "--init", npz, "-o", folder.resolve("d.jar"));
    assertEquals(2, both.code, both.toString());
  }
}
