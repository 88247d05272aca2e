package dev.nnc.compiler.syntax;

import dev.nnc.compiler.source.Code;
import dev.nnc.compiler.source.Diagnostics;
import dev.nnc.compiler.source.Span;
import dev.nnc.compiler.source.Suggestion;
import dev.nnc.compiler.syntax.grammar.NnLexer;
import dev.nnc.compiler.syntax.grammar.NnParser.ArgumentContext;
import dev.nnc.compiler.syntax.grammar.NnParser.AssignmentContext;
import dev.nnc.compiler.syntax.grammar.NnParser.BodyContext;
import dev.nnc.compiler.syntax.grammar.NnParser.BranchStatementContext;
import dev.nnc.compiler.syntax.grammar.NnParser.ColumnsContext;
import dev.nnc.compiler.syntax.grammar.NnParser.DeclaratorContext;
import dev.nnc.compiler.syntax.grammar.NnParser.DimContext;
import dev.nnc.compiler.syntax.grammar.NnParser.DimsContext;
import dev.nnc.compiler.syntax.grammar.NnParser.EntryStatementContext;
import dev.nnc.compiler.syntax.grammar.NnParser.IndexContext;
import dev.nnc.compiler.syntax.grammar.NnParser.InputStatementContext;
import dev.nnc.compiler.syntax.grammar.NnParser.LossStatementContext;
import dev.nnc.compiler.syntax.grammar.NnParser.NoiseStatementContext;
import dev.nnc.compiler.syntax.grammar.NnParser.OutputStatementContext;
import dev.nnc.compiler.syntax.grammar.NnParser.ParamStatementContext;
import dev.nnc.compiler.syntax.grammar.NnParser.ParameterContext;
import dev.nnc.compiler.syntax.grammar.NnParser.ParametersContext;
import dev.nnc.compiler.syntax.grammar.NnParser.PartContext;
import dev.nnc.compiler.syntax.grammar.NnParser.ScanStatementContext;
import dev.nnc.compiler.syntax.grammar.NnParser.StateItemContext;
import dev.nnc.compiler.syntax.grammar.NnParser.StatementContext;
import dev.nnc.compiler.syntax.grammar.NnParser.StatementsContext;
import dev.nnc.compiler.syntax.grammar.NnParser.TypeContext;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Makes statements of what the grammar has read. */
final class StatementBuilder {
  private static final List<String> TYPES = List.of("int", "real", "bool", "one_of");

  private final Tokens tokens;
  private final Diagnostics diagnostics;
  private final ExpressionBuilder expressions;

  StatementBuilder(Tokens tokens, Diagnostics diagnostics, ExpressionBuilder expressions) {
    this.tokens = tokens;
    this.diagnostics = diagnostics;
    this.expressions = expressions;
  }

  /** The statements of a body, without those that could not be read. */
  List<Statement> statements(StatementsContext context) {
    List<Statement> result = new ArrayList<>();
    for (StatementContext statement : context.statement()) {
      if (statement.exception == null) {
        attempt(result, () -> statement(statement));
      }
    }
    return List.copyOf(result);
  }

  /** Adds what can be built; an expression that is too deep was reported and is left out. */
  <T> void attempt(List<T> result, Supplier<T> build) {
    try {
      result.add(build.get());
    } catch (Depth.Exceeded reported) {
      expressions.reset();
    }
  }

  private Statement statement(StatementContext context) {
    Span span = tokens.span(context);
    if (context.assignment() != null) {
      return assignment(context.assignment());
    }
    if (context.paramStatement() != null) {
      return param(context.paramStatement());
    }
    if (context.branchStatement() != null) {
      return branch(context.branchStatement());
    }
    if (context.returnStatement() != null) {
      return new Statement.Return(
          span, expressions.expression(context.returnStatement().expression()));
    }
    if (context.inputStatement() != null) {
      return input(context.inputStatement());
    }
    if (context.outputStatement() != null) {
      return output(context.outputStatement());
    }
    if (context.lossStatement() != null) {
      return loss(context.lossStatement());
    }
    if (context.metricStatement() != null) {
      List<ArgumentContext> items = context.metricStatement().argument();
      return new Statement.Metric(
          span, items.stream().map(expressions.postfixes()::argument).toList());
    }
    if (context.frozenStatement() != null) {
      return new Statement.Frozen(span, parts(context.frozenStatement().part()));
    }
    if (context.noiseStatement() != null) {
      return noise(context.noiseStatement());
    }
    if (context.stateStatement() != null) {
      return new Statement.State(span, stateItems(context.stateStatement().stateItem()));
    }
    if (context.scanStatement() != null) {
      return scan(context.scanStatement());
    }
    if (context.yieldStatement() != null) {
      return new Statement.Yield(
          span, expressions.expression(context.yieldStatement().expression()));
    }
    return entry(context.entryStatement());
  }

  private Statement assignment(AssignmentContext context) {
    return new Statement.Assign(
        tokens.span(context),
        context.name().getText(),
        tokens.span(context.name()),
        context.LBRACKET() == null ? null : context.index().stream().map(this::index).toList(),
        expressions.expression(context.expression()));
  }

  private Expr index(IndexContext context) {
    Span span = tokens.span(context);
    return context.name() == null
        ? new Expr.Ellipsis(span)
        : new Expr.Name(span, context.getText());
  }

  private Statement param(ParamStatementContext context) {
    return new Statement.Param(
        tokens.span(context),
        context.name().getText(),
        dims(context.dims()),
        context.FROZEN() != null,
        context.expression() == null ? null : expressions.expression(context.expression()));
  }

  /** Later branches nest in the {@code else} of earlier ones. */
  private Statement branch(BranchStatementContext context) {
    int count = context.disjunction().size();
    if (count > Depth.NESTING) {
      Depth.report(tokens.span(context.getStart()), diagnostics);
      throw new Depth.Exceeded();
    }
    Span end = tokens.span(context);
    List<Statement> rest =
        context.statements().size() > count ? statements(context.statements(count)) : List.of();
    Statement.If result = null;
    for (int i = count - 1; i >= 0; i--) {
      Span start = tokens.span(context.IF(i).getSymbol());
      result =
          new Statement.If(
              new Span(start.source(), start.start(), end.end()),
              expressions.disjunction(context.disjunction(i)),
              statements(context.statements(i)),
              rest);
      rest = List.of(result);
    }
    return result;
  }

  private Statement input(InputStatementContext context) {
    return new Statement.Input(
        tokens.span(context),
        context.kind.getType() == NnLexer.TARGET,
        context.declarator().stream().map(this::declarator).toList(),
        context.STANDARDIZED() != null,
        tokens.doc(context.getStart()));
  }

  private Statement.Declarator declarator(DeclaratorContext context) {
    return new Statement.Declarator(
        tokens.span(context),
        context.name().getText(),
        dims(context.dims()),
        type(context.type()),
        columns(context.columns()));
  }

  private Expr columns(ColumnsContext context) {
    if (context == null) {
      return null;
    }
    Expr first = expressions.sum(context.sum(0));
    return context.RANGE() == null
        ? first
        : new Expr.Range(tokens.span(context), first, expressions.sum(context.sum(1)));
  }

  private Statement output(OutputStatementContext context) {
    return new Statement.Output(
        tokens.span(context),
        context.name(0).getText(),
        context.AS() == null ? null : context.name(1).getText(),
        context.expression() == null ? null : expressions.expression(context.expression()),
        tokens.doc(context.getStart()));
  }

  private Statement loss(LossStatementContext context) {
    return new Statement.Loss(
        tokens.span(context),
        context.name() == null ? null : context.name().getText(),
        expressions.expression(context.expression()),
        context.TRAINS() == null ? null : parts(context.part()),
        context.EVERY() == null ? null : expressions.sum(context.sum()));
  }

  private List<Expr> parts(List<PartContext> parts) {
    List<Expr> result = new ArrayList<>();
    for (PartContext part : parts) {
      Expr head = new Expr.Name(tokens.span(part.plainName()), part.plainName().getText());
      result.add(expressions.postfixes().fields(head, part.field()));
    }
    return List.copyOf(result);
  }

  private Statement noise(NoiseStatementContext context) {
    return new Statement.Noise(
        tokens.span(context),
        declarator(context.declarator()),
        expressions.expression(context.expression()));
  }

  private List<Statement.StateItem> stateItems(List<StateItemContext> items) {
    return items.stream()
        .map(
            item ->
                new Statement.StateItem(
                    tokens.span(item),
                    item.name().getText(),
                    dims(item.dims()),
                    type(item.type()),
                    expressions.choice(item.choice())))
        .toList();
  }

  private Statement scan(ScanStatementContext context) {
    return new Statement.Scan(
        tokens.span(context),
        context.name() == null ? null : context.name().getText(),
        expressions.binder(context.binder()),
        context.REVERSED() != null,
        stateItems(context.stateItem()),
        statements(context.statements()));
  }

  private Statement entry(EntryStatementContext context) {
    return new Statement.Entry(
        tokens.span(context),
        context.name().getText(),
        tokens.span(context.name()),
        parameters(context.parameters()),
        stateItems(context.stateItem()),
        body(context.body()),
        tokens.doc(context.getStart()));
  }

  /** The statements of a body; a formula behind {@code =} is what it returns. */
  List<Statement> body(BodyContext context) {
    if (context.statements() != null) {
      return statements(context.statements());
    }
    Expr formula = expressions.expression(context.expression());
    return List.of(new Statement.Return(formula.span(), formula));
  }

  /** The parameters of a definition. */
  List<Statement.Parameter> parameters(ParametersContext context) {
    return context.parameter().stream().map(this::parameter).toList();
  }

  private Statement.Parameter parameter(ParameterContext context) {
    return new Statement.Parameter(
        tokens.span(context),
        context.name().getText(),
        context.dims() == null ? null : dims(context.dims()),
        type(context.type()),
        context.expression() == null ? null : expressions.expression(context.expression()));
  }

  /** Sizes in brackets; none without brackets. */
  List<Expr> dims(DimsContext context) {
    return context == null ? List.of() : context.dim().stream().map(this::dim).toList();
  }

  private Expr dim(DimContext context) {
    return context.sum() == null
        ? new Expr.Ellipsis(tokens.span(context))
        : expressions.sum(context.sum());
  }

  private Statement.TypeName type(TypeContext context) {
    if (context == null) {
      return null;
    }
    String name = context.name().getText();
    if (!TYPES.contains(name)) {
      diagnostics.error(
          Code.SYNTAX,
          tokens.span(context.name()),
          "`" + name + "` is no type",
          Suggestion.closest(name, TYPES)
              .map(known -> "did you mean `" + known + "`?")
              .orElse("types are `real`, `int<size>`, `bool` and `one_of(\"a\", \"b\")`"));
    }
    List<Expr> arguments = new ArrayList<>();
    if (context.sum() != null) {
      arguments.add(expressions.sum(context.sum()));
    } else if (context.arguments() != null) {
      expressions.postfixes().arguments(context.arguments()).forEach(a -> arguments.add(a.value()));
    }
    return new Statement.TypeName(tokens.span(context), name, List.copyOf(arguments));
  }
}
