package dev.nnc.compiler.elaborate;

import dev.nnc.compiler.source.Code;
import dev.nnc.compiler.source.Span;
import dev.nnc.compiler.syntax.Expr;
import java.util.ArrayList;
import java.util.List;

/**
 * Which optimiser each loss has: the setting {@code optimizer} names one for all, or {@code [a:
 * adam(), b: sgd()]} one for each.
 */
final class Optimizers {
  private Optimizers() {}

  /**
   * The optimisers as written.
   *
   * @param setting the value of the setting
   * @param losses the names of the losses
   * @return one a loss, in the order of the losses
   */
  static List<Expr> of(Expr setting, List<String> losses) {
    if (!(setting instanceof Expr.ListLiteral list)) {
      return losses.stream().map(loss -> setting).toList();
    }
    for (Expr.Argument item : list.items()) {
      if (item.name() == null) {
        throw Fault.at(
            Code.BAD_SETTING,
            item.span(),
            "this does not say whose optimizer it is",
            "write the name of a loss before it: [" + losses.get(0) + ": adam()]");
      }
      if (!losses.contains(item.name())) {
        Span place = item.span();
        Span name = new Span(place.source(), place.start(), place.start() + item.name().length());
        throw TrainElaborator.unknown("loss", name, losses);
      }
    }
    List<Expr> result = new ArrayList<>();
    for (String loss : losses) {
      List<Expr.Argument> own =
          list.items().stream().filter(item -> item.name().equals(loss)).toList();
      if (own.size() != 1) {
        throw Fault.at(
            Code.BAD_SETTING,
            setting.span(),
            "the loss `" + loss + "` has " + (own.isEmpty() ? "no optimizer" : "two optimizers"),
            "give each loss one: [" + String.join(": adam(), ", losses) + ": adam()]");
      }
      result.add(own.get(0).value());
    }
    return result;
  }
}
