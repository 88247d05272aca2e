package dev.nnc.compiler.syntax;

import dev.nnc.compiler.source.Code;
import dev.nnc.compiler.source.Diagnostics;
import dev.nnc.compiler.source.Span;
import dev.nnc.compiler.syntax.grammar.NnParser;
import dev.nnc.compiler.syntax.grammar.NnParser.BinderContext;
import dev.nnc.compiler.syntax.grammar.NnParser.BlockContext;
import dev.nnc.compiler.syntax.grammar.NnParser.ChoiceContext;
import dev.nnc.compiler.syntax.grammar.NnParser.ComparisonContext;
import dev.nnc.compiler.syntax.grammar.NnParser.DisjunctionContext;
import dev.nnc.compiler.syntax.grammar.NnParser.ExponentContext;
import dev.nnc.compiler.syntax.grammar.NnParser.ExpressionContext;
import dev.nnc.compiler.syntax.grammar.NnParser.FactorContext;
import dev.nnc.compiler.syntax.grammar.NnParser.NegationContext;
import dev.nnc.compiler.syntax.grammar.NnParser.PostfixContext;
import dev.nnc.compiler.syntax.grammar.NnParser.PowerContext;
import dev.nnc.compiler.syntax.grammar.NnParser.PrefixContext;
import dev.nnc.compiler.syntax.grammar.NnParser.ProductContext;
import dev.nnc.compiler.syntax.grammar.NnParser.RangeContext;
import dev.nnc.compiler.syntax.grammar.NnParser.RepeatContext;
import dev.nnc.compiler.syntax.grammar.NnParser.StageContext;
import dev.nnc.compiler.syntax.grammar.NnParser.SumContext;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;

/** Makes expressions of what the grammar has read. */
final class ExpressionBuilder {
  private final Tokens tokens;
  private final Diagnostics diagnostics;
  private final PostfixBuilder postfixes;

  /** How deep in the tree the expression being built will stand. */
  private int depth;

  ExpressionBuilder(Tokens tokens, Diagnostics diagnostics) {
    this.tokens = tokens;
    this.diagnostics = diagnostics;
    this.postfixes = new PostfixBuilder(tokens, diagnostics, this);
  }

  /** What binds tightest. */
  PostfixBuilder postfixes() {
    return postfixes;
  }

  /** A pipeline. */
  Expr expression(ExpressionContext context) {
    return built(context);
  }

  /**
   * What a rule has read. Most rules of an expression read a single other one, since they stand for
   * operators that are not there: these are passed without recursion.
   */
  private Expr built(ParserRuleContext context) {
    ParserRuleContext at = context;
    while (!(at instanceof PostfixContext)
        && at.getChildCount() == 1
        && at.getChild(0) instanceof ParserRuleContext child) {
      at = child;
    }
    return switch (at.getRuleIndex()) {
      case NnParser.RULE_expression -> pipeline((ExpressionContext) at);
      case NnParser.RULE_stage -> stage((StageContext) at);
      case NnParser.RULE_repeat -> repeat((RepeatContext) at);
      case NnParser.RULE_block -> block((BlockContext) at);
      case NnParser.RULE_choice -> conditional((ChoiceContext) at);
      case NnParser.RULE_negation -> negation((NegationContext) at);
      case NnParser.RULE_comparison -> comparison((ComparisonContext) at);
      case NnParser.RULE_product, NnParser.RULE_factor -> product(at);
      case NnParser.RULE_power -> power((PowerContext) at);
      case NnParser.RULE_postfix -> postfixes.postfix((PostfixContext) at);
      default -> joined(at, operands(at));
    };
  }

  private Expr pipeline(ExpressionContext context) {
    List<Expr> stages = operands(context);
    Expr result = stages.get(0);
    for (Expr stage : stages.subList(1, stages.size())) {
      result = new Expr.Pipe(result.span().to(stage.span()), result, stage);
    }
    return result;
  }

  private Expr stage(StageContext context) {
    Expr head = choice(context.choice());
    boolean callable =
        head instanceof Expr.Name
            || head instanceof Expr.Call
            || head instanceof Expr.Subscript
            || head instanceof Expr.Field;
    if (!callable) {
      diagnostics.error(
          Code.SYNTAX,
          head.span(),
          "a block is the last argument of a function, and this is none",
          "put the function and its block in parentheses of their own");
    }
    List<Expr.Argument> args = new ArrayList<>();
    Expr callee = head;
    if (head instanceof Expr.Call call) {
      callee = call.callee();
      args.addAll(call.args());
    }
    Expr block = block(context.block());
    args.add(new Expr.Argument(block.span(), null, block));
    Expr result = new Expr.Call(head.span().to(block.span()), callee, List.copyOf(args));
    return postfixes.suffixes(result, context.suffix());
  }

  private Expr repeat(RepeatContext context) {
    return new Expr.Repeat(tokens.span(context), sum(context.sum()), block(context.block()));
  }

  private Expr.Block block(BlockContext context) {
    return new Expr.Block(tokens.span(context), expression(context.expression()));
  }

  /** An expression without a pipe. */
  Expr choice(ChoiceContext context) {
    return built(context);
  }

  /** {@code if}, read as a chain, nests in its last branch. */
  private Expr conditional(ChoiceContext context) {
    int count = context.IF().size();
    nest(context, count, Depth.NESTING);
    List<Expr> parts = new ArrayList<>();
    depth += count;
    for (ExpressionContext part : context.expression()) {
      parts.add(expression(part));
    }
    Expr result = disjunction(context.disjunction());
    depth -= count;
    for (int i = count - 1; i >= 0; i--) {
      Span span = tokens.span(context.IF(i).getSymbol()).to(result.span());
      result = new Expr.Conditional(span, parts.get(2 * i), parts.get(2 * i + 1), result);
    }
    return result;
  }

  /** A condition. */
  Expr disjunction(DisjunctionContext context) {
    return built(context);
  }

  private Expr negation(NegationContext context) {
    Expr result = within(context, context.NOT().size(), () -> built(context.comparison()));
    for (int i = context.NOT().size() - 1; i >= 0; i--) {
      Span span = tokens.span(context.NOT(i).getSymbol()).to(result.span());
      result = new Expr.Unary(span, "not", result);
    }
    return result;
  }

  private Expr comparison(ComparisonContext context) {
    List<Expr> sides = operands(context);
    if (sides.size() > 2) {
      String first = sides.get(0).span().text();
      String middle = sides.get(1).span().text();
      diagnostics.error(
          Code.SYNTAX,
          tokens.span(context.comparator(1)),
          "comparisons do not chain",
          middle.length() + first.length() > 40
              ? "join two comparisons with `and`"
              : "write `%s %s %s and %s %s …`"
                  .formatted(
                      first,
                      context.comparator(0).getText(),
                      middle,
                      middle,
                      context.comparator(1).getText()));
    }
    return joined(context, sides);
  }

  /** Operands joined by {@code +} and {@code -}. */
  Expr sum(SumContext context) {
    return built(context);
  }

  /**
   * A product in which each reduction takes all that follows it: built from the right, where the
   * last reduction's operand is complete.
   */
  private Expr product(ParserRuleContext context) {
    List<FactorContext> factors =
        context instanceof FactorContext factor
            ? List.of(factor)
            : ((ProductContext) context).factor();
    int prefixes = factors.stream().mapToInt(f -> f.prefix().size()).sum();
    Expr reduced = null;
    int end = factors.size();
    nest(context, prefixes, Depth.NESTING);
    depth += prefixes;
    List<Expr> powers = parts(context, factors, FactorContext::power);
    for (int i = factors.size() - 1; i >= 0; i--) {
      List<PrefixContext> before = factors.get(i).prefix();
      int binding = before.size() - 1;
      while (binding >= 0 && before.get(binding).reducer() == null) {
        powers.set(i, prefixed(before.get(binding), powers.get(i)));
        binding--;
      }
      if (binding >= 0) {
        reduced = joined(context, i, powers.subList(i, end), reduced);
        for (int k = binding; k >= 0; k--) {
          reduced = prefixed(before.get(k), reduced);
        }
        end = i;
      }
    }
    depth -= prefixes;
    return joined(context, 0, powers.subList(0, end), reduced);
  }

  private Expr prefixed(PrefixContext context, Expr operand) {
    Span span = tokens.span(context).to(operand.span());
    if (context.reducer() == null) {
      return new Expr.Unary(span, "-", operand);
    }
    List<Expr.Binder> binders = context.binder().stream().map(this::binder).toList();
    return new Expr.Reduction(span, context.reducer().getText(), binders, operand);
  }

  /** An index and its range. */
  Expr.Binder binder(BinderContext context) {
    return new Expr.Binder(
        tokens.span(context),
        context.name().getText(),
        context.range() == null ? null : range(context.range()));
  }

  private Expr.Range range(RangeContext context) {
    boolean from = context.getChild(0) instanceof SumContext;
    boolean to = context.getChild(context.getChildCount() - 1) instanceof SumContext;
    return new Expr.Range(
        tokens.span(context),
        from ? sum(context.sum(0)) : null,
        to ? sum(context.sum(from ? 1 : 0)) : null);
  }

  private Expr power(PowerContext context) {
    int count = context.exponent().size();
    int signs = context.exponent().stream().mapToInt(e -> e.getChildCount() - 1).sum();
    nest(context, count + signs, Depth.NESTING);
    depth += count + signs;
    List<Expr> bases = new ArrayList<>();
    bases.add(postfixes.postfix(context.postfix()));
    for (ExponentContext exponent : context.exponent()) {
      bases.add(postfixes.postfix(exponent.postfix()));
    }
    depth -= count + signs;
    Expr result = bases.get(count);
    for (int i = count - 1; i >= 0; i--) {
      List<TerminalNode> minus = context.exponent(i).MINUS();
      for (int k = minus.size() - 1; k >= 0; k--) {
        Span span = tokens.span(minus.get(k).getSymbol()).to(result.span());
        result = new Expr.Unary(span, "-", result);
      }
      Expr base = bases.get(i);
      result = new Expr.Binary(base.span().to(result.span()), "^", base, result);
    }
    return result;
  }

  /** Operands joined from the left by the operators between them. */
  private Expr joined(ParserRuleContext context, List<Expr> operands) {
    return joined(context, 0, operands, null);
  }

  /**
   * Some operands of a chain, joined from the left.
   *
   * @param context the chain, in which operands and operators alternate
   * @param first the number of the first operand
   * @param operands those to join
   * @param last one more at the end, or null
   */
  private static Expr joined(ParserRuleContext context, int first, List<Expr> operands, Expr last) {
    Expr result = null;
    int count = operands.size() + (last == null ? 0 : 1);
    for (int i = 0; i < count; i++) {
      Expr operand = i < operands.size() ? operands.get(i) : last;
      if (result == null) {
        result = operand;
      } else {
        ParseTree sign = context.getChild(2 * (first + i) - 1);
        result = new Expr.Binary(result.span().to(operand.span()), sign.getText(), result, operand);
      }
    }
    return result;
  }

  /** Builds what stands between the operators of a chain. */
  private List<Expr> operands(ParserRuleContext chain) {
    List<ParserRuleContext> operands = new ArrayList<>();
    for (int i = 0; i < chain.getChildCount(); i += 2) {
      operands.add((ParserRuleContext) chain.getChild(i));
    }
    return parts(chain, operands, part -> part);
  }

  /** Builds the operands of a chain, each at its depth in the left-leaning tree. */
  private <C extends ParserRuleContext> List<Expr> parts(
      ParserRuleContext chain, List<C> parts, Function<C, ParserRuleContext> operand) {
    int count = parts.size();
    chain(chain, count);
    List<Expr> result = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int below = count - Math.max(i, 1);
      depth += below;
      result.add(built(operand.apply(parts.get(i))));
      depth -= below;
    }
    return result;
  }

  private Expr within(ParserRuleContext context, int levels, Supplier<Expr> build) {
    nest(context, levels, Depth.NESTING);
    depth += levels;
    Expr result = build.get();
    depth -= levels;
    return result;
  }

  private void nest(ParserRuleContext context, int levels, int limit) {
    if (levels > limit || depth + levels > Depth.TREE) {
      Span span = tokens.span(context.getStart());
      Depth.report(span, diagnostics);
      throw new Depth.Exceeded();
    }
  }

  private void chain(ParserRuleContext context, int count) {
    if (count > Depth.CHAIN || depth + count > Depth.TREE) {
      Depth.reportChain(tokens.span(context.getStart()), diagnostics);
      throw new Depth.Exceeded();
    }
  }

  /** Goes below a chain that leans to the left. */
  void enterChain(ParserRuleContext context, int count) {
    chain(context, count);
    depth += count;
  }

  /** Comes back from below. */
  void leave(int count) {
    depth -= count;
  }

  /** Forgets how deep a building stood that was given up. */
  void reset() {
    depth = 0;
  }
}
