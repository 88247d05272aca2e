package dev.nnc.compiler.syntax;

import dev.nnc.compiler.source.Diagnostics;
import dev.nnc.compiler.source.Span;
import dev.nnc.compiler.syntax.grammar.NnLexer;
import dev.nnc.compiler.syntax.grammar.NnParser.BodyContext;
import dev.nnc.compiler.syntax.grammar.NnParser.DefinitionContext;
import dev.nnc.compiler.syntax.grammar.NnParser.FileContext;
import dev.nnc.compiler.syntax.grammar.NnParser.FunctionDefinitionContext;
import dev.nnc.compiler.syntax.grammar.NnParser.GradientContext;
import dev.nnc.compiler.syntax.grammar.NnParser.ImportDefinitionContext;
import dev.nnc.compiler.syntax.grammar.NnParser.LayerDefinitionContext;
import dev.nnc.compiler.syntax.grammar.NnParser.ModelDefinitionContext;
import dev.nnc.compiler.syntax.grammar.NnParser.NameContext;
import dev.nnc.compiler.syntax.grammar.NnParser.ParametersContext;
import dev.nnc.compiler.syntax.grammar.NnParser.RecipeDefinitionContext;
import dev.nnc.compiler.syntax.grammar.NnParser.ResultContext;
import dev.nnc.compiler.syntax.grammar.NnParser.SettingContext;
import dev.nnc.compiler.syntax.grammar.NnParser.SharedDefinitionContext;
import dev.nnc.compiler.syntax.grammar.NnParser.TrainDefinitionContext;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.ParserRuleContext;

/** Makes definitions of what the grammar has read; leaves out what could not be read. */
final class DefinitionBuilder {
  private final Tokens tokens;
  private final ExpressionBuilder expressions;
  private final StatementBuilder statements;

  DefinitionBuilder(Tokens tokens, Diagnostics diagnostics) {
    this.tokens = tokens;
    this.expressions = new ExpressionBuilder(tokens, diagnostics);
    this.statements = new StatementBuilder(tokens, diagnostics, expressions);
  }

  /** The definitions that were read in full; bodies lack the statements that were not. */
  List<Definition> file(FileContext context) {
    List<Definition> result = new ArrayList<>();
    for (DefinitionContext definition : context.definition()) {
      if (definition.exception == null) {
        try {
          result.add(definition(definition));
        } catch (Depth.Exceeded reported) {
          expressions.reset();
        }
      }
    }
    return result;
  }

  private Definition definition(DefinitionContext context) {
    String doc = tokens.doc(context.getStart());
    if (context.importDefinition() != null) {
      ImportDefinitionContext definition = context.importDefinition();
      String path = expressions.postfixes().literals().text(definition.TEXT().getSymbol());
      return new Definition.Import(tokens.span(definition), path, "");
    }
    if (context.sharedDefinition() != null) {
      return shared(context.sharedDefinition(), doc);
    }
    if (context.functionDefinition() != null) {
      return function(context.functionDefinition(), doc);
    }
    if (context.layerDefinition() != null) {
      return layer(context.layerDefinition(), doc);
    }
    if (context.recipeDefinition() != null) {
      return recipe(context.recipeDefinition(), doc);
    }
    if (context.modelDefinition() != null) {
      return model(context.modelDefinition(), doc);
    }
    return train(context.trainDefinition(), doc);
  }

  private Definition shared(SharedDefinitionContext context, String doc) {
    return new Definition.Shared(
        tokens.span(context),
        context.name().getText(),
        tokens.span(context.name()),
        expressions.expression(context.expression()),
        doc);
  }

  private Definition function(FunctionDefinitionContext context, String doc) {
    return callable(
        context,
        Definition.Kind.FN,
        context.name(),
        List.of(),
        parameters(context.parameters()),
        result(context.result()),
        context.body(),
        context.gradient(),
        doc);
  }

  private Definition layer(LayerDefinitionContext context, String doc) {
    boolean configured = context.parameters().size() == 2;
    return callable(
        context,
        Definition.Kind.LAYER,
        context.name(),
        configured ? parameters(context.parameters(0)) : List.of(),
        parameters(context.parameters(configured ? 1 : 0)),
        result(context.result()),
        context.body(),
        null,
        doc);
  }

  private Definition recipe(RecipeDefinitionContext context, String doc) {
    Definition.Kind kind =
        switch (context.kind.getType()) {
          case NnLexer.INITIALIZER -> Definition.Kind.INITIALIZER;
          case NnLexer.OPTIMIZER -> Definition.Kind.OPTIMIZER;
          default -> Definition.Kind.SCHEDULE;
        };
    List<ParametersContext> lists = context.parameters();
    return callable(
        context,
        kind,
        context.name(),
        lists.isEmpty() ? List.of() : parameters(lists.get(0)),
        lists.size() < 2 ? List.of() : parameters(lists.get(1)),
        null,
        context.body(),
        null,
        doc);
  }

  private Definition callable(
      ParserRuleContext context,
      Definition.Kind kind,
      NameContext name,
      List<Statement.Parameter> config,
      List<Statement.Parameter> data,
      List<Expr> result,
      BodyContext body,
      GradientContext gradient,
      String doc) {
    return new Definition.Callable(
        tokens.span(context),
        kind,
        name.getText(),
        tokens.span(name),
        config,
        data,
        result,
        statements.body(body),
        gradient == null ? null : gradient(gradient),
        doc);
  }

  private Definition.Gradient gradient(GradientContext context) {
    return new Definition.Gradient(
        tokens.span(context),
        context.ESTIMATOR() != null,
        context.name().getText(),
        expressions.expression(context.expression()));
  }

  private Definition model(ModelDefinitionContext context, String doc) {
    return new Definition.Model(
        tokens.span(context),
        context.name().getText(),
        tokens.span(context.name()),
        parameters(context.parameters()),
        statements.statements(context.statements()),
        doc);
  }

  private Definition train(TrainDefinitionContext context, String doc) {
    List<Statement.Assign> settings = new ArrayList<>();
    for (SettingContext setting : context.setting()) {
      if (setting.exception == null) {
        statements.attempt(settings, () -> setting(setting));
      }
    }
    return new Definition.Train(
        tokens.span(context),
        context.name().getText(),
        tokens.span(context.name()),
        List.copyOf(settings),
        doc);
  }

  private Statement.Assign setting(SettingContext context) {
    Span name = tokens.span(context.name());
    return new Statement.Assign(
        tokens.span(context),
        context.name().getText(),
        name,
        null,
        expressions.expression(context.expression()));
  }

  private List<Statement.Parameter> parameters(ParametersContext context) {
    return context == null ? List.of() : statements.parameters(context);
  }

  private List<Expr> result(ResultContext context) {
    return context == null ? null : statements.dims(context.dims());
  }
}
