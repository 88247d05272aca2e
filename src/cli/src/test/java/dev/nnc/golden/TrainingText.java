package dev.nnc.golden;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Cases of optimisers and schedules: models whose {@code train} block holds what is tested. */
final class TrainingText {
  private static final Map<String, String> SCHEDULES = new TreeMap<>();
  private static final Map<String, String> CONFIG = new TreeMap<>();
  private static final List<String> OPTIMIZERS =
      List.of(
          "sgd",
          "adagrad",
          "adadelta",
          "rmsprop",
          "adam",
          "adamw",
          "adamax",
          "nadam",
          "radam",
          "lion");

  static {
    SCHEDULES.put("constant", "constant()");
    SCHEDULES.put("cosine", "cosine({min=0} / {lr=1}, at: step, total: {T=1})");
    SCHEDULES.put(
        "cosine_restarts",
        "cosine_restarts({T_0=1}, growth: {T_mult=1}, end: {min=0} / {lr=1}, at: step)");
    SCHEDULES.put("exponential", "exponential({gamma=1}, at: step)");
    SCHEDULES.put("inverse_sqrt", "inverse_sqrt({warmup=1}, at: step)");
    SCHEDULES.put("inverse_time", "inverse_time({decay=0}, at: step)");
    SCHEDULES.put("multi_step", "multi_step({milestones=[]}, gamma: {gamma=0.1}, at: step)");
    SCHEDULES.put(
        "one_cycle",
        "one_cycle({pct_start=0.3}, {div_factor=25}, {final_div_factor=1e4},"
            + " at: step, total: {total_steps=1})");
    SCHEDULES.put(
        "polynomial", "polynomial({power=1}, {end=0} / {lr=1}, at: step, total: {total=1})");
    SCHEDULES.put(
        "reduce_on_plateau",
        "reduce_on_plateau({factor=0.1}, {patience=10}, {threshold=1e-4}, {cooldown=0},"
            + " {min_lr=0} / {lr=1}, upwards: {upwards=false})");
    SCHEDULES.put("step", "step_decay({step_size=1}, gamma: {gamma=0.1}, at: step)");
    SCHEDULES.put(
        "triangular",
        "triangular({base_lr=0} / {max_lr=1}, {step_size_up=1}, {step_size_down=UP}, at: step)");
    SCHEDULES.put("warmup_cosine", "warmup_cosine({warmup=1}, at: step, total: {total=1})");
    SCHEDULES.put("warmup_linear", "warmup_linear({warmup=1}, at: step, total: {total=1})");
    CONFIG.put("initial_accumulator_value", "initial");
  }

  private TrainingText() {}

  /** The schedule of a case in a model of one number, or null. */
  static String schedule(GoldenCase golden) {
    String key = golden.key(SCHEDULES.keySet());
    if (key == null) {
      return null;
    }
    String text = SCHEDULES.get(key);
    if (golden.attribute("mode", "min").equals("max")) {
      text = text.replace("upwards=false", "upwards=true");
    }
    text = text.replace("UP", golden.attribute("step_size_up", "1"));
    return """
        model Case {
          input x
          target t
          result = stack(x) |> dense(1) |> scalar
          output result
          loss mse(result, t)
        }
        train Case {
          optimizer = sgd(lr: 1)
          schedule = %s
        }
        """
        .formatted(Template.fill(text, golden));
  }

  /** The rate that the factor of a schedule multiplies. */
  static double peak(GoldenCase golden) {
    return golden.number("lr", golden.number("max_lr", 1));
  }

  /** The optimiser of a case with a least-squares model, or one of given gradients, or null. */
  static String optimizer(GoldenCase golden) {
    String key = golden.key(OPTIMIZERS);
    if (key == null) {
      return null;
    }
    StringBuilder config = new StringBuilder();
    golden
        .attributes()
        .properties()
        .forEach(entry -> config.append(argument(entry.getKey(), entry.getValue())));
    String settings = "optimizer = " + key + "(" + config.substring(2) + ")";
    return model(golden, golden.tensors("parameters_before"), settings);
  }

  private static String argument(String name, JsonNode value) {
    if (name.equals("betas")) {
      return argument("beta1", value.get(0)) + argument("beta2", value.get(1));
    }
    return ", " + CONFIG.getOrDefault(name, name) + ": " + GoldenCase.text(value);
  }

  /** Clipping before a step of length 1 from zero: the parameters end at the negative gradient. */
  static String clipping(GoldenCase golden) {
    String key = golden.key(List.of("clip_global_norm", "clip_value"));
    if (key == null) {
      return null;
    }
    String clip = key.equals("clip_value") ? "clip_value({limit=1})" : "clip_norm({max_norm=1})";
    String settings = "optimizer = sgd(lr: 1)\n  clip = " + Template.fill(clip, golden);
    return model(golden, golden.tensors("gradients"), settings);
  }

  private static String model(GoldenCase golden, Map<String, Tensor> parameters, String settings) {
    StringBuilder net = new StringBuilder("layer net()(x) {\n");
    parameters.forEach(
        (name, tensor) ->
            net.append("  param %s%s ~ zeros\n".formatted(name, Tensor.dims(tensor.shape()))));
    Map<String, Tensor> inputs = golden.tensors("inputs");
    String dims = "";
    String target = "";
    if (inputs.isEmpty()) {
      net.append("  return x");
      parameters.keySet().forEach(name -> net.append(" + sum(").append(name).append(')'));
    } else {
      dims = Tensor.dims(inputs.get("x").ofExample());
      target = Tensor.dims(inputs.get("t").ofExample());
      net.append("  y[o] = (sum[i] x[i] * W[i, o]) + b[o]\n  return y");
    }
    return """
        %s
        }
        model Case {
          input x%s
          target t%s
          result = net()(x)
          output result
          loss mse(result, t)
        }
        train Case {
          %s
        }
        """
        .formatted(net, dims, target, settings);
  }
}
