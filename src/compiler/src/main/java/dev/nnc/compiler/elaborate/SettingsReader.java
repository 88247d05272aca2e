package dev.nnc.compiler.elaborate;

import dev.nnc.compiler.elaborate.Value.Num;
import dev.nnc.compiler.source.Code;
import dev.nnc.compiler.source.Diagnostics;
import dev.nnc.compiler.source.Source;
import dev.nnc.compiler.source.Span;
import dev.nnc.compiler.source.Suggestion;
import dev.nnc.compiler.syntax.Definition;
import dev.nnc.compiler.syntax.Expr;
import dev.nnc.compiler.syntax.Parser;
import dev.nnc.compiler.syntax.SourceFile;
import dev.nnc.runtime.Settings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** Reads the plain settings of a train block. */
public final class SettingsReader {
  /** The names of all settings. */
  public static final List<String> NAMES =
      List.of(
          "data",
          "test",
          "split",
          "optimizer",
          "schedule",
          "clip",
          "average",
          "batch",
          "epochs",
          "seed",
          "order",
          "patience",
          "monitor",
          "frozen");

  private final Diagnostics diagnostics;
  private final List<String> measures;
  private final Evaluator evaluator;
  private final Env env;

  SettingsReader(Definitions definitions, Diagnostics diagnostics, List<String> measures) {
    this.diagnostics = diagnostics;
    this.measures = measures;
    Context context = new Context(definitions, diagnostics);
    this.evaluator = new Evaluator(context);
    this.env = new Env(new Scope(context.globals()), null);
  }

  /**
   * Parses a setting that is given as text, such as on the command line.
   *
   * @param name its name
   * @param text its value
   * @param diagnostics where errors go
   * @return the value, or null where the text has errors
   */
  public static Expr parse(String name, String text, Diagnostics diagnostics) {
    Source source = new Source(name, "train setting { value =\n" + text + "\n}");
    SourceFile file = Parser.parse(source, diagnostics);
    return file.definitions().size() == 1
            && file.definitions().get(0) instanceof Definition.Train train
            && train.settings().size() == 1
        ? train.settings().get(0).value()
        : null;
  }

  Settings read(Map<String, Expr> given) {
    for (Map.Entry<String, Expr> setting : given.entrySet()) {
      if (!NAMES.contains(setting.getKey())) {
        String fix =
            Suggestion.closest(setting.getKey(), NAMES)
                .map(s -> "did you mean `" + s + "`?")
                .orElse("settings are " + String.join(", ", NAMES));
        diagnostics.error(
            Code.BAD_SETTING,
            setting.getValue().span(),
            "there is no setting `" + setting.getKey() + "`",
            fix);
      }
    }
    Settings standard = Settings.standard();
    String monitor = get(given, "monitor", this::monitor, "min loss");
    return new Settings(
        get(given, "data", this::source, null),
        get(given, "test", this::source, null),
        get(given, "split", this::split, standard.split()),
        get(given, "batch", e -> isName(e, "all") ? 0 : whole(e, 1), standard.batch()),
        get(given, "epochs", e -> whole(e, 1), standard.epochs()),
        get(given, "seed", e -> (long) whole(e, 0), standard.seed()),
        get(given, "order", this::order, standard.order()),
        get(given, "patience", e -> whole(e, 0), standard.patience()),
        monitor.substring(4),
        monitor.startsWith("max"));
  }

  private interface Reader<T> {
    T read(Expr expr);
  }

  private <T> T get(Map<String, Expr> given, String name, Reader<T> reader, T standard) {
    Expr expr = given.get(name);
    if (expr == null) {
      return standard;
    }
    Supplier<T> piece = () -> reader.read(expr);
    try {
      return piece.get();
    } catch (Fault fault) {
      if (fault.diagnostic() != null) {
        diagnostics.report(fault.diagnostic());
      }
      return standard;
    }
  }

  private static boolean isName(Expr expr, String name) {
    return expr instanceof Expr.Name n && n.name().equals(name);
  }

  private int whole(Expr expr, int minimum) {
    Value value = evaluator.evaluate(expr, env);
    if (value instanceof Num num && num.isWhole() && num.value() >= minimum) {
      return (int) num.value();
    }
    throw bad(expr, "a whole number of at least " + minimum);
  }

  private static Fault bad(Expr expr, String wanted) {
    return Fault.at(
        Code.BAD_SETTING,
        expr.span(),
        "`" + expr.span().text().strip() + "` does not fit this setting",
        "it takes " + wanted);
  }

  private Settings.Order order(Expr expr) {
    if (expr instanceof Expr.Name name) {
      String wanted = name.name().toUpperCase(Locale.ROOT);
      for (Settings.Order order : Settings.Order.values()) {
        if (order.name().equals(wanted)) {
          return order;
        }
      }
    }
    throw bad(expr, "shuffled, sequential or java_shuffle");
  }

  private Settings.Source source(Expr expr) {
    if (!(expr instanceof Expr.Call call) || !(call.callee() instanceof Expr.Name format)) {
      throw bad(expr, "a source such as csv(\"file.csv\")");
    }
    Map<String, String> arguments = new LinkedHashMap<>();
    int place = 0;
    for (Expr.Argument argument : call.args()) {
      String name = argument.name() == null ? String.valueOf(place++) : argument.name();
      arguments.put(name, text(argument.value()));
    }
    return new Settings.Source(format.name(), arguments);
  }

  private String text(Expr expr) {
    Value value = evaluator.evaluate(expr, env);
    if (value instanceof Value.Text text) {
      return text.value();
    } else if (value instanceof Num num) {
      return Num.text(num.value());
    } else if (value instanceof Value.Truth truth) {
      return String.valueOf(truth.value());
    }
    throw bad(expr, "a text, a number, true or false");
  }

  private List<Settings.Share> split(Expr expr) {
    if (!(expr instanceof Expr.ListLiteral list)) {
      throw bad(expr, "shares such as [train: 80%, valid: 10%, test: 10%]");
    }
    List<Settings.Share> shares = new ArrayList<>();
    double total = 0;
    for (Expr.Argument item : list.items()) {
      if (item.name() == null || !List.of("train", "valid", "test").contains(item.name())) {
        throw bad(expr, "shares named train, valid and test");
      }
      if (item.value() instanceof Expr.Call call && isName(call.callee(), "every")) {
        if (call.args().size() != 1) {
          throw bad(call, "every(n): one example of n");
        }
        shares.add(new Settings.Share(item.name(), 0, whole(call.args().get(0).value(), 2)));
      } else if (evaluator.evaluate(item.value(), env) instanceof Num num
          && num.value() >= 0
          && num.value() <= 1) {
        total += num.value();
        shares.add(new Settings.Share(item.name(), num.value(), 0));
      } else {
        throw bad(item.value(), "a share such as 80% or every(5)");
      }
    }
    if (total > 1 + 1e-9) {
      throw Fault.at(
          Code.BAD_SETTING,
          expr.span(),
          "the shares add up to " + Math.round(total * 100) + "%",
          "they may be 100% at most");
    }
    return shares;
  }

  private String monitor(Expr expr) {
    if (isName(expr, "loss")) {
      return "min loss";
    }
    if (expr instanceof Expr.Call call
        && call.args().size() == 1
        && (isName(call.callee(), "max") || isName(call.callee(), "min"))
        && call.args().get(0).value() instanceof Expr.Name name) {
      if (!measures.contains(name.name()) && !name.name().equals("loss")) {
        Span span = name.span();
        throw TrainElaborator.unknown("metric", span, measures);
      }
      return ((Expr.Name) call.callee()).name() + " " + name.name();
    }
    throw bad(expr, "loss, max(metric) or min(metric)");
  }
}
