package dev.nnc.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.nnc.compiler.source.Source;
import dev.nnc.runtime.Model;
import dev.nnc.runtime.Routine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EngineTest {
  private static final String MODULE = "jdk.incubator.vector";

  private static final String TEXT =
      """
      model M {
        input  x[40]
        target y
        estimate = x |> dense(40) |> tanh |> dense(1) |> scalar
        output estimate
        loss   mse(estimate, y)
      }
      """;

  /** Prints which class trains. */
  public static final class Child {
    private Child() {}

    /** The process. */
    public static void main(String[] args) {
      Source source = new Source("m.nn", TEXT);
      Options options = Options.standard();
      Elaborated elaborated = Compiler.elaborate(source, options, (f, p) -> Optional.empty());
      Model model = Compiler.compile(elaborated, options).load();
      Routine routine = model.routine("train");
      System.out.println(routine.getClass().getName() + " " + (routine == model.routine("train")));
    }
  }

  private static String child(String... flags) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(flags));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Child.class.getName()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return out;
  }

  @Test
  void vectorCodeIsTakenWhereItIsAskedFor() throws Exception {
    assumeTrue(ModuleLayer.boot().findModule(MODULE).isPresent(), "no module " + MODULE);
    String with = child("--add-modules", MODULE, "-Dnnc.engine=vector");
    assertTrue(with.contains("$Vector$Train true"), with);
    String without = child("--add-modules", MODULE, "-Dnnc.engine=scalar");
    assertTrue(without.contains("$Train true") && !without.contains("$Vector$"), without);
  }

  @Test
  void withoutTheModuleModelsArePlainLoops() throws Exception {
    String plain = child();
    assertTrue(plain.contains("$Train true") && !plain.contains("$Vector$"), plain);
    String refused = child("-Dnnc.engine=vector");
    assertTrue(refused.contains("start java with --add-modules " + MODULE), refused);
    assertEquals(-1, refused.indexOf("$Train true"));
  }
}
