package dev.nnc.compiler.elaborate;

import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.source.Code;
import dev.nnc.compiler.source.Span;
import dev.nnc.compiler.source.Suggestion;
import dev.nnc.compiler.syntax.Expr;
import dev.nnc.compiler.syntax.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The losses of a model, and who trains what: each parameter belongs to one loss or is frozen. The
 * parameters of a loss are laid side by side, in the order in which they were made, and the frozen
 * ones behind all others, so that an optimiser steps over one range of numbers.
 */
final class Losses {
  private record Declared(Statement.Loss statement, Node mean, int every) {
    String name() {
      return statement.name() == null ? "loss" : statement.name();
    }

    Span span() {
      return statement.span();
    }
  }

  /**
   * The order of all parameters, and the losses with the parts of them that they train.
   *
   * @param parameters all of them, each in its place
   * @param losses in the order of the file
   */
  record Layout(List<Parameter> parameters, List<ElaboratedModel.Loss> losses) {}

  private final Context context;
  private final List<Declared> declared = new ArrayList<>();
  private final List<Declared> inTraining = new ArrayList<>();
  private final List<Expr> frozen = new ArrayList<>();

  Losses(Context context) {
    this.context = context;
  }

  /** Starts the elaboration for training, or afterwards the one for inference. */
  void begin() {
    inTraining.clear();
    inTraining.addAll(declared);
    declared.clear();
    frozen.clear();
  }

  /** Adds a loss with its mean over the batch and the number of steps between its turns. */
  void declare(Statement.Loss statement, Node mean, int every) {
    for (Declared other : declared) {
      boolean named = statement.name() != null && other.statement().name() != null;
      if (!named) {
        throw Fault.at(
            Code.DUPLICATE_NAME,
            statement.span(),
            "the model has a loss already",
            Evaluator.note("the first one", other.span()),
            "add them: loss a + b; or let each train a part: loss name = a trains encoder");
      }
    }
    declared.add(new Declared(statement, mean, every));
  }

  /** Keeps parameters as they are. */
  void freeze(List<Expr> parts) {
    frozen.addAll(parts);
  }

  /** The losses' means as inference computes them. */
  List<Node> means() {
    return declared.stream().map(Declared::mean).toList();
  }

  /** The names of all losses where there are several. */
  List<String> names() {
    return declared.size() < 2 ? List.of() : declared.stream().map(Declared::name).toList();
  }

  /** Gives every parameter its loss and its place; the name of the model is for errors. */
  Layout layout(Span model) {
    if (inTraining.size() != declared.size()) {
      List<Declared> more = inTraining.size() > declared.size() ? inTraining : declared;
      throw Fault.at(
          Code.MISPLACED,
          more.get(more.size() - 1).span(),
          "this loss is there in training or in inference only",
          "choose its formula by `training`, not whether it is there");
    }
    Set<Parameter> kept = new LinkedHashSet<>(context.frozen());
    frozen.forEach(part -> kept.addAll(select(part)));
    Map<Parameter, Declared> owners = new LinkedHashMap<>();
    declared.forEach(loss -> take(loss, kept, owners));
    List<Parameter> parameters = new ArrayList<>();
    List<ElaboratedModel.Loss> losses = new ArrayList<>();
    int place = 0;
    for (int i = 0; i < declared.size(); i++) {
      Declared loss = declared.get(i);
      List<Parameter> own = new ArrayList<>();
      int start = place;
      for (Parameter parameter : context.parameters()) {
        if (loss.equals(owners.get(parameter))) {
          own.add(parameter.at(place));
          place += parameter.size();
        }
      }
      parameters.addAll(own);
      Node training = inTraining.get(i).mean();
      losses.add(
          new ElaboratedModel.Loss(
              loss.name(), training, loss.mean(), own, start, place - start, loss.every()));
    }
    for (Parameter parameter : context.parameters()) {
      if (kept.contains(parameter)) {
        parameters.add(parameter.at(place));
        place += parameter.size();
      } else if (!owners.containsKey(parameter)) {
        throw untrained(parameter, model);
      }
    }
    return new Layout(parameters, losses);
  }

  private void take(Declared loss, Set<Parameter> kept, Map<Parameter, Declared> owners) {
    List<Expr> parts = loss.statement().trained();
    if (parts == null && declared.size() > 1) {
      throw Fault.at(
          Code.UNCLEAR_TRAINING,
          loss.span(),
          "of several losses, each must say what it trains",
          "write behind it what it trains: loss " + loss.name() + " = … trains encoder");
    }
    Set<Parameter> own = new LinkedHashSet<>();
    if (parts == null) {
      own.addAll(context.parameters());
    } else {
      parts.forEach(part -> own.addAll(select(part)));
    }
    own.removeAll(kept);
    for (Parameter parameter : own) {
      Declared other = owners.putIfAbsent(parameter, loss);
      if (other != null) {
        throw Fault.at(
            Code.UNCLEAR_TRAINING,
            loss.span(),
            "`" + parameter.name() + "` is trained by `" + other.name() + "` already",
            Evaluator.note("by this loss", other.span()),
            "leave it to one of them; a loss that both share is a sum: loss a + b");
      }
    }
  }

  private Fault untrained(Parameter parameter, Span model) {
    if (declared.isEmpty()) {
      return Fault.at(
          Code.INCOMPLETE_MODEL,
          model,
          "the model `" + model.text() + "` has parameters, but no loss to train them by",
          "add, for example: loss mse(y, target); or keep them as they are: frozen "
              + parameter.name());
    }
    return Fault.at(
        Code.UNCLEAR_TRAINING,
        declared.get(declared.size() - 1).span(),
        "no loss trains `" + parameter.name() + "`",
        "name it behind `trains`, or keep it as it is: frozen " + parameter.name());
  }

  /** The parameters that a name stands for: its own, or all those below it. */
  private List<Parameter> select(Expr part) {
    String path = path(part);
    List<Parameter> found = new ArrayList<>();
    Set<String> known = new LinkedHashSet<>();
    for (Parameter parameter : context.parameters()) {
      String name = parameter.name();
      if (name.equals(path) || name.startsWith(path + ".")) {
        found.add(parameter);
      }
      for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
        known.add(name.substring(0, dot));
      }
      known.add(name);
    }
    if (found.isEmpty()) {
      String fix =
          Suggestion.closest(path, known)
              .map(s -> "did you mean `" + s + "`?")
              .orElse(
                  known.isEmpty()
                      ? "the model has no parameters"
                      : "the parameters are " + String.join(", ", names(context.parameters())));
      throw Fault.at(
          Code.UNKNOWN_NAME, part.span(), "no layer or parameter is called `" + path + "`", fix);
    }
    return found;
  }

  private static List<String> names(List<Parameter> parameters) {
    return parameters.stream().map(Parameter::name).toList();
  }

  private static String path(Expr part) {
    if (part instanceof Expr.Field field) {
      return path(field.base()) + "." + field.name();
    }
    return part instanceof Expr.Name name ? name.name() : part.span().text().strip();
  }
}
