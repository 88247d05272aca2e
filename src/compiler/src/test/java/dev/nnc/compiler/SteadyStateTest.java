package dev.nnc.compiler;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.nnc.compiler.emit.Emitter;
import dev.nnc.compiler.emit.RoutineLoader;
import dev.nnc.compiler.ir.Program;
import dev.nnc.compiler.plan.Plan;
import dev.nnc.compiler.plan.Planner;
import dev.nnc.compiler.plan.Target;
import dev.nnc.compiler.source.Source;
import dev.nnc.runtime.Frame;
import dev.nnc.runtime.Precision;
import dev.nnc.runtime.Routine;
import dev.nnc.runtime.Values;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Once a step has been compiled it allocates nothing, on any thread that takes part, and none of
 * its methods falls back into the interpreter; as plain loops and over lanes, by one, two and three
 * threads. Code that allocates or falls back does so in every step: a few hundred steps in which
 * neither happens are the proof, and until there are some the steps go on.
 */
class SteadyStateTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final boolean LANES =
      ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();

  /** Whether all is compiled cannot be asked; so long it may take on a machine with other work. */
  private static final Duration LONGEST = Duration.ofMinutes(3);

  private static final int BATCH = 3;
  private static final int STEPS = 8;

  /** Of so many steps one is taken by several threads too: meetings are slow on a busy machine. */
  private static final int TOGETHER = 8;

  private static final String PACKAGE = "steady.";

  @TempDir private Path folder;

  /** Networks that together have every kind of kernel. */
  enum Network {
    DENSE(
        """
        model M {
          input  x[20]
          target y: int<3>
          logits = x |> dense(40) |> tanh |> dropout(0.2) |> dense(16) |> relu |> dense(3)
          output logits
          loss   cross_entropy(logits, y)
        }
        train M {
          optimizer = adam(lr: 0.01)
        }
        """),
    CONVOLUTION(
        """
        model M {
          input  x[6, 6]
          target y: int<3>
          logits = stack(x) |> conv2d(16, 3) |> batch_norm |> relu |> max_pool2d(2)
                   |> flatten |> dense(3)
          output logits
          loss   cross_entropy(logits, y)
        }
        train M {
          optimizer = momentum(lr: 0.01)
        }
        """),
    RECURRENT(
        """
        model M {
          input  x[4]: int<11>
          target y[4]: int<11>
          logits = x |> embedding(11, 16) |> lstm(16) |> dense(11)
          output logits
          loss   mean[t] cross_entropy(logits[t], y[t])
        }
        train M {
          optimizer = sgd(lr: 0.01)
        }
        """),
    ATTENTION(
        """
        model M {
          input  x[4]: int<11>
          target y[4]: int<11>
          logits = x |> embedding(11, 16) |> transformer_block(2, causal: true) |> dense(11)
          output logits
          loss   mean[t] cross_entropy(logits[t], y[t])
        }
        train M {
          optimizer = adamw(lr: 0.01)
        }
        """),
    /** Arguments of sine and cosine on either side of where other formulas begin. */
    WAVES(
        """
        model M {
          input  x[40]
          target y
          waves[i] = sin(60000 * x[i]) * cos(x[i])
          estimate = waves |> dense(1) |> scalar
          output estimate
          loss   mse(estimate, y)
        }
        train M {
          optimizer = sgd(lr: 0.01)
        }
        """);

    private final String text;

    Network(String text) {
      this.text = text;
    }
  }

  /** A program and, as arrays for each thread belong to a frame, one for each number of threads. */
  private record Work(Frame alone, Frame two, Frame three) {
    void step(int step) {
      alone.step = step;
      alone.run();
      if (step % TOGETHER == 0) {
        two.run(2);
        three.run(3);
      }
    }
  }

  /** Many steps: what all threads allocated meanwhile. */
  private record Window(Instant from, Instant to, long bytes) {}

  @ParameterizedTest
  @EnumSource
  void plainLoops(Network network) throws IOException {
    steady(network, Target.SCALAR);
  }

  @ParameterizedTest
  @EnumSource
  void lanes(Network network) throws IOException {
    if (LANES) {
      steady(network, Target.VECTOR);
    }
  }

  private void steady(Network network, Target target) throws IOException {
    List<Work> works = works(network, target);
    Path file = folder.resolve("events.jfr");
    List<Window> windows = new ArrayList<>();
    List<Instant> falls = List.of();
    try (Recording recording = new Recording()) {
      recording.enable("jdk.Deoptimization").withoutStackTrace();
      recording.start();
      Instant end = Instant.now().plus(LONGEST);
      while (!proven(windows, falls) && Instant.now().isBefore(end)) {
        for (int quiet = 0; quiet < 3 && Instant.now().isBefore(end); ) {
          Window window = window(works);
          windows.add(window);
          quiet = window.bytes == 0 ? quiet + 1 : 0;
        }
        recording.dump(file);
        falls = falls(file);
      }
    }
    assertTrue(proven(windows, falls), windows + "\n" + falls);
  }

  private static boolean proven(List<Window> windows, List<Instant> falls) {
    return windows.stream()
        .anyMatch(
            window ->
                window.bytes == 0
                    && falls.stream()
                        .noneMatch(at -> !at.isBefore(window.from) && !at.isAfter(window.to)));
  }

  private static List<Work> works(Network network, Target target) {
    Options options = Options.standard();
    Source source = new Source("m.nn", network.text);
    Elaborated elaborated = Compiler.elaborate(source, options, (f, p) -> Optional.empty());
    List<Work> works = new ArrayList<>();
    Random random = new Random(1);
    Compiler.compile(elaborated, options)
        .passes()
        .forEach(
            (name, result) -> {
              if (!name.equals("metrics")) {
                works.add(work(result.program(), target, random));
              }
            });
    assertTrue(works.size() > 2);
    return works;
  }

  private static Work work(Program program, Target target, Random random) {
    Plan plan = Planner.plan(program, Precision.FLOAT, target, true);
    String name = PACKAGE + Routine.className("M", program.name());
    Routine routine = RoutineLoader.load(Emitter.emit(plan, name, "m.nn"), name);
    return new Work(frame(routine, random), frame(routine, random), frame(routine, random));
  }

  private static Frame frame(Routine routine, Random random) {
    Frame frame = new Frame(routine, BATCH);
    routine.slots().forEach(slot -> fill(frame.values(slot.name()), random));
    return frame;
  }

  private static void fill(Values values, Random random) {
    for (int i = 0; i < values.length(); i++) {
      values.set(i, 1 + random.nextInt(3));
    }
  }

  private static Window window(List<Work> works) {
    List<Thread> threads = new ArrayList<>(List.of(Thread.currentThread()));
    Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().matches("nnc-\\d+"))
        .forEach(threads::add);
    Thread[] all = threads.toArray(Thread[]::new);
    Instant from = Instant.now();
    long before = allocated(all);
    for (int step = 0; step < STEPS; step++) {
      for (int i = 0; i < works.size(); i++) {
        works.get(i).step(step);
      }
    }
    long bytes = allocated(all) - before;
    return new Window(from, Instant.now(), bytes);
  }

  private static long allocated(Thread[] threads) {
    long bytes = 0;
    for (Thread thread : threads) {
      bytes += THREADS.getThreadAllocatedBytes(thread.getId());
    }
    return bytes;
  }

  /** When a method of a generated class was left for the interpreter. */
  private static List<Instant> falls(Path file) throws IOException {
    List<Instant> falls = new ArrayList<>();
    for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
      RecordedMethod method = event.getValue("method");
      if (method != null && method.getType().getName().startsWith(PACKAGE)) {
        falls.add(event.getStartTime());
      }
    }
    return falls;
  }
}
