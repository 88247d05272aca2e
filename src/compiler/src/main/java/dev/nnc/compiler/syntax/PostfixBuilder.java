package dev.nnc.compiler.syntax;

import dev.nnc.compiler.source.Code;
import dev.nnc.compiler.source.Diagnostics;
import dev.nnc.compiler.syntax.grammar.NnParser.ArgumentContext;
import dev.nnc.compiler.syntax.grammar.NnParser.ArgumentsContext;
import dev.nnc.compiler.syntax.grammar.NnParser.ExpressionContext;
import dev.nnc.compiler.syntax.grammar.NnParser.FieldContext;
import dev.nnc.compiler.syntax.grammar.NnParser.PostfixContext;
import dev.nnc.compiler.syntax.grammar.NnParser.PrimaryContext;
import dev.nnc.compiler.syntax.grammar.NnParser.SubscriptContext;
import dev.nnc.compiler.syntax.grammar.NnParser.SubscriptsContext;
import dev.nnc.compiler.syntax.grammar.NnParser.SuffixContext;
import java.util.List;

/** Makes what binds tightest: literals, names, calls, subscripts and fields. */
final class PostfixBuilder {
  private final Tokens tokens;
  private final Diagnostics diagnostics;
  private final ExpressionBuilder expressions;
  private final Literals literals;

  PostfixBuilder(Tokens tokens, Diagnostics diagnostics, ExpressionBuilder expressions) {
    this.tokens = tokens;
    this.diagnostics = diagnostics;
    this.expressions = expressions;
    this.literals = new Literals(tokens, diagnostics);
  }

  /** Literals, and the texts of imports. */
  Literals literals() {
    return literals;
  }

  /** A value and what is applied to it. */
  Expr postfix(PostfixContext context) {
    if (context.primary() != null) {
      return suffixes(primary(context.primary()), context.suffix());
    }
    Expr name = new Expr.Name(tokens.span(context.reducer()), context.reducer().getText());
    Expr head = name;
    if (context.arguments() != null) {
      head = call(name, context.arguments());
    } else if (context.field() != null) {
      head = field(name, context.field());
    }
    return suffixes(head, context.suffix());
  }

  /** A value and the arguments, subscripts and fields behind it. */
  Expr suffixes(Expr head, List<SuffixContext> suffixes) {
    if (suffixes.isEmpty()) {
      return head;
    }
    expressions.enterChain(suffixes.get(0), suffixes.size());
    Expr result = head;
    for (SuffixContext suffix : suffixes) {
      if (suffix.arguments() != null) {
        result = call(result, suffix.arguments());
      } else if (suffix.subscripts() != null) {
        result = subscript(result, suffix.subscripts());
      } else {
        result = field(result, suffix.field());
      }
    }
    expressions.leave(suffixes.size());
    return result;
  }

  /** A value and the fields behind it. */
  Expr fields(Expr head, List<FieldContext> fields) {
    Expr result = head;
    for (FieldContext field : fields) {
      result = field(result, field);
    }
    return result;
  }

  private Expr call(Expr callee, ArgumentsContext context) {
    return new Expr.Call(callee.span().to(tokens.span(context)), callee, arguments(context));
  }

  private Expr field(Expr base, FieldContext context) {
    return new Expr.Field(base.span().to(tokens.span(context)), base, context.name().getText());
  }

  private Expr subscript(Expr base, SubscriptsContext context) {
    List<Expr> subscripts = context.subscript().stream().map(this::subscript).toList();
    return new Expr.Subscript(base.span().to(tokens.span(context)), base, subscripts);
  }

  private Expr subscript(SubscriptContext context) {
    if (context.ELLIPSIS() != null) {
      return new Expr.Ellipsis(tokens.span(context));
    }
    if (context.RANGE() == null) {
      return expressions.expression(context.expression(0));
    }
    boolean from = context.getChild(0) instanceof ExpressionContext;
    boolean to = context.getChild(context.getChildCount() - 1) instanceof ExpressionContext;
    return new Expr.Range(
        tokens.span(context),
        from ? expressions.expression(context.expression(0)) : null,
        to ? expressions.expression(context.expression(from ? 1 : 0)) : null);
  }

  /** The arguments of a call, in which a name is followed by a colon. */
  List<Expr.Argument> arguments(ArgumentsContext context) {
    return context.argument().stream().map(this::colonArgument).toList();
  }

  private Expr.Argument colonArgument(ArgumentContext context) {
    if (context.ASSIGN() != null) {
      diagnostics.error(
          Code.SYNTAX,
          tokens.span(context.ASSIGN().getSymbol()),
          "a name is given to an argument with `:`",
          "write `" + context.name().getText() + ": …`, or `==` to compare");
    }
    return argument(context);
  }

  /** An argument with or without a name. */
  Expr.Argument argument(ArgumentContext context) {
    return new Expr.Argument(
        tokens.span(context),
        context.name() == null ? null : context.name().getText(),
        expressions.expression(context.expression()));
  }

  private Expr primary(PrimaryContext context) {
    if (context.plainName() != null) {
      return new Expr.Name(tokens.span(context), context.getText());
    }
    if (context.expression() != null) {
      return expressions.expression(context.expression());
    }
    if (context.list() != null) {
      return new Expr.ListLiteral(
          tokens.span(context),
          context.list().argument().stream().map(this::colonArgument).toList());
    }
    return literals.literal(context.getStart());
  }
}
