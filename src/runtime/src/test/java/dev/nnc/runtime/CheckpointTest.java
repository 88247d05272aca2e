package dev.nnc.runtime;

import static dev.nnc.runtime.TrainerTest.array;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointTest {
  @TempDir Path folder;

  private final Settings settings = Data.settings(8, 6, Settings.Order.SHUFFLED, 0, "mae", false);
  private final Linear model = new Linear(Precision.FLOAT, settings, 0.1);
  private final Table training = Data.table(60).subset(TrainerTest.range(0, 45));
  private final Table validation = Data.table(60).subset(TrainerTest.range(45, 60));

  private Trainer.Builder run() {
    return Trainer.builder(model, training).validation(validation);
  }

  /** A stop after any step, in the middle or at the end of an epoch, changes no bit. */
  @ParameterizedTest
  @ValueSource(ints = {1, 5, 6, 7, 20, 35, 36})
  void resumingChangesNoBit(int steps) {
    TrainingResult whole = run().build().run();
    Path file = folder.resolve("run.ckpt");
    int[] taken = new int[1];
    TrainingResult first = run().checkpoint(file, 0).stop(() -> ++taken[0] == steps).build().run();
    assertTrue(first.stopped());
    assertEquals(steps, first.steps());
    Checkpoint checkpoint = Checkpoint.read(file);
    assertEquals(steps, checkpoint.step());
    TrainingResult rest = run().resume(checkpoint).build().run();
    assertFalse(rest.stopped());
    assertArrayEquals(array(whole.parameters()), array(rest.parameters()));
    assertArrayEquals(array(whole.fitted()), array(rest.fitted()));
    assertEquals(whole.best(), rest.best());
    assertEquals(whole.bestEpoch(), rest.bestEpoch());
    assertEquals(whole.steps(), rest.steps());
    EpochReport last = rest.reports().get(rest.reports().size() - 1);
    assertEquals(whole.reports().get(5).loss(), last.loss());
    assertEquals(whole.reports().get(5).validation(), last.validation());
  }

  @Test
  void epochsAreCheckpointedAndMoreCanFollow() throws IOException {
    Path file = folder.resolve("run.ckpt");
    run()
        .settings(Data.settings(8, 3, Settings.Order.SHUFFLED, 0, "mae", false))
        .checkpoint(file, 2)
        .build()
        .run();
    Checkpoint checkpoint = Checkpoint.read(file);
    assertEquals(3, checkpoint.epoch(), "the last epoch is written, too");
    TrainingResult rest = run().resume(checkpoint).build().run();
    TrainingResult whole = run().build().run();
    assertArrayEquals(array(whole.parameters()), array(rest.parameters()));
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(1, files.count(), "no temporary file is left");
    }
  }

  @Test
  void interruptWritesACheckpoint() {
    Path file = folder.resolve("run.ckpt");
    TrainingResult result =
        run()
            .checkpoint(file, 0)
            .listener(
                new Listener() {
                  @Override
                  public void stepDone(int epoch, long step, double loss) {
                    if (step == 9) {
                      Thread.currentThread().interrupt();
                    }
                  }
                })
            .build()
            .run();
    assertTrue(result.stopped());
    assertFalse(Thread.currentThread().isInterrupted());
    assertEquals(10, Checkpoint.read(file).step());
  }

  @Test
  void saysWhatIsWrong() throws IOException {
    Path file = folder.resolve("run.ckpt");
    run().checkpoint(file, 1).build().run();
    byte[] good = Files.readAllBytes(file);

    assertWrong(folder.resolve("none"), "there is no checkpoint");
    Path bad = folder.resolve("bad");
    Files.write(bad, "PK\3\4 some jar".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    assertWrong(bad, "it is not a checkpoint");
    for (int length : new int[] {0, 7, 11, 30, good.length / 2, good.length - 1}) {
      Files.write(bad, Arrays.copyOf(good, length));
      assertThrows(CheckpointException.class, () -> Checkpoint.read(bad), "length " + length);
    }
    for (int i = 0; i < good.length; i++) {
      byte[] flipped = good.clone();
      flipped[i] ^= 0x40;
      Files.write(bad, flipped);
      assertThrows(CheckpointException.class, () -> Checkpoint.read(bad), "byte " + i);
    }
    Files.write(bad, Arrays.copyOf(good, good.length + 1));
    assertWrong(bad, "something follows");
    assertThrows(
        CheckpointException.class,
        () -> run().checkpoint(folder.resolve("no/such/folder"), 1).build().run());
  }

  @Test
  void belongsToOneRun() {
    Path file = folder.resolve("run.ckpt");
    run().checkpoint(file, 1).build().run();
    Checkpoint checkpoint = Checkpoint.read(file);
    CheckpointException e =
        assertThrows(
            CheckpointException.class,
            () ->
                run()
                    .settings(Data.settings(9, 6, Settings.Order.SHUFFLED, 0, "mae", false))
                    .resume(checkpoint)
                    .build());
    assertEquals(
        "the checkpoint is of another run: it has \"batch 8\", this run has \"batch 9\"",
        e.getMessage());
  }

  /** Parameters of one formula mean nothing to another. */
  @Test
  void belongsToItsFormulas() {
    Path file = folder.resolve("run.ckpt");
    Model before = new Marked(model, "0123456789abcdef");
    Trainer.builder(before, training).checkpoint(file, 1).build().run();
    Checkpoint checkpoint = Checkpoint.read(file);
    Trainer.builder(before, training).resume(checkpoint).build();
    Trainer.Builder after =
        Trainer.builder(new Marked(model, "fedcba9876543210"), training).resume(checkpoint);
    CheckpointException e = assertThrows(CheckpointException.class, after::build);
    assertEquals(
        "the checkpoint is of another run: it has \"formulas of fingerprint 0123456789abcdef\","
            + " this run has \"formulas of fingerprint fedcba9876543210\"",
        e.getMessage());
  }

  /** The split decides which examples are held back: a resumed run must not learn from them. */
  @Test
  void belongsToItsSplit() {
    Path file = folder.resolve("run.ckpt");
    run().checkpoint(file, 1).build().run();
    Settings other =
        new Settings(
            null,
            null,
            List.of(new Settings.Share("train", 0, 5)),
            settings.batch(),
            settings.epochs(),
            settings.seed(),
            settings.order(),
            settings.patience(),
            settings.monitor(),
            settings.maximize());
    Trainer.Builder builder = run().settings(other).resume(Checkpoint.read(file));
    CheckpointException e = assertThrows(CheckpointException.class, builder::build);
    assertTrue(e.getMessage().contains("\"split []\""), e.getMessage());
  }

  /** A model with a fingerprint of our choice. */
  private static final class Marked extends Model {
    private final Model model;
    private final String fingerprint;

    Marked(Model model, String fingerprint) {
      this.model = model;
      this.fingerprint = fingerprint;
    }

    @Override
    public ModelInfo info() {
      return model.info().withFingerprint(fingerprint);
    }

    @Override
    public Routine routine(String name) {
      return model.routine(name);
    }
  }

  private static void assertWrong(Path file, String part) {
    CheckpointException e = assertThrows(CheckpointException.class, () -> Checkpoint.read(file));
    assertTrue(e.getMessage().contains(part), e.getMessage());
    assertTrue(e.getMessage().contains(file.toString()), e.getMessage());
  }
}
