package dev.nnc.compiler;

import dev.nnc.compiler.ir.Program;
import dev.nnc.compiler.pass.FuseUpdate;
import dev.nnc.compiler.pass.Pipeline;
import dev.nnc.runtime.ModelInfo;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the passes make of the programs of a model. Where the only loss trains all parameters and
 * the update may be {@linkplain FuseUpdate part of the backward pass}, a program {@code step} comes
 * last. It is put together of programs that have passed: run over it, passes might reassociate
 * across the border of both, and its bits would be others.
 *
 * @param results by the names of the programs, in order
 */
public record Simplified(Map<String, Pipeline.Result> results) {
  /** The name of the program that is gradients and update in one. */
  public static final String STEP = "step";

  /** Copies the map. */
  public Simplified {
    results = Collections.unmodifiableMap(new LinkedHashMap<>(results));
  }

  /**
   * Runs the passes over all programs.
   *
   * @param elaborated the model
   * @param pipeline the passes
   * @return what they made of each
   */
  public static Simplified of(Elaborated elaborated, Pipeline pipeline) {
    Map<String, Pipeline.Result> results = new LinkedHashMap<>();
    for (Program program : elaborated.programs()) {
      results.put(program.name(), pipeline.run(program));
    }
    if (results.containsKey("train") && results.containsKey("update")) {
      step(elaborated.info(), results.get("train").program(), results.get("update").program())
          .ifPresent(step -> results.put(STEP, new Pipeline.Result(step, List.of())));
    }
    return new Simplified(results);
  }

  /**
   * Gradients and update in one program.
   *
   * @param info the description of the model
   * @param train its program of that name, after the passes
   * @param update its program of that name, after the passes
   * @return the program {@code step}, or nothing where it is not legal
   */
  public static Optional<Program> step(ModelInfo info, Program train, Program update) {
    if (info.losses().size() != 1) {
      return Optional.empty();
    }
    ModelInfo.Loss loss = info.losses().get(0);
    boolean whole = loss.offset() == 0 && loss.count() == info.parameterCount();
    return whole && loss.count() > 0 && loss.every() == 1
        ? FuseUpdate.fuse(STEP, train, update, loss.count())
        : Optional.empty();
  }
}
