package dev.nnc.compiler.elaborate;

import dev.nnc.compiler.elaborate.ElaboratedModel.Entry;
import dev.nnc.compiler.elaborate.Value.Tensor;
import dev.nnc.compiler.ir.Node;
import dev.nnc.compiler.op.Leaf;
import dev.nnc.compiler.source.Code;
import dev.nnc.compiler.source.Diagnostic;
import dev.nnc.compiler.source.Span;
import dev.nnc.compiler.syntax.Expr;
import dev.nnc.compiler.syntax.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What an entry may see: the weights of its model and its own inputs, but no example of data. */
final class EntryScope {
  private final Context context;

  EntryScope(Context context) {
    this.context = context;
  }

  /** Finds a value of the model's inputs or targets in an entry, and inputs that it leaves out. */
  void check(Entry entry, Statement.Entry statement, Scope model) {
    Set<Node> own = new HashSet<>();
    List<Node> from = new ArrayList<>();
    entry.inputs().forEach(given -> own.add(given.leaf()));
    entry.results().forEach(result -> from.add(result.value()));
    for (ElaboratedModel.Carried carried : entry.carried()) {
      from.add(carried.next());
      from.add(carried.start());
    }
    Set<Node> leaves = leaves(from);
    for (Node leaf : leaves) {
      Leaf.Given given = (Leaf.Given) leaf.op();
      boolean data = given.role() == Leaf.Role.INPUT || given.role() == Leaf.Role.TARGET;
      if (data && !own.contains(leaf)) {
        throw foreign(given, leaf, statement, model);
      }
    }
    for (int i = 0; i < entry.inputs().size(); i++) {
      if (!leaves.contains(entry.inputs().get(i).leaf())) {
        Statement.Parameter parameter = statement.parameters().get(i);
        context
            .diagnostics()
            .report(
                new Diagnostic(
                    Diagnostic.Severity.WARNING,
                    Code.UNUSED,
                    "`" + parameter.name() + "` is never used in `" + statement.name() + "`",
                    parameter.span(),
                    List.of(),
                    "remove it, or use it in a formula"));
      }
    }
  }

  private Set<Node> leaves(List<Node> from) {
    Set<Node> leaves = new HashSet<>();
    List<Node> nodes = context.graph().nodes();
    boolean[] reached = new boolean[nodes.size()];
    from.forEach(node -> reached[node.id()] = true);
    for (int id = nodes.size() - 1; id >= 0; id--) {
      if (reached[id]) {
        Node node = nodes.get(id);
        node.args().forEach(arg -> reached[arg.id()] = true);
        if (node.op() instanceof Leaf.Given) {
          leaves.add(node);
        }
      }
    }
    return leaves;
  }

  private Fault foreign(Leaf.Given given, Node leaf, Statement.Entry statement, Scope model) {
    Expr.Name culprit = culprit(leaf, statement, model);
    Span span = culprit == null ? statement.nameSpan() : culprit.span();
    String what = culprit == null ? "the entry `" + statement.name() + "`" : named(culprit);
    String kind = given.role() == Leaf.Role.TARGET ? "target" : "input";
    boolean itself = culprit != null && culprit.name().equals(given.name());
    return Fault.at(
        Code.MISPLACED,
        span,
        itself
            ? what
                + " is "
                + (kind.equals("input") ? "an input" : "a target")
                + " of the model, which an entry does not get"
            : what
                + " is computed from the model's "
                + kind
                + " `"
                + given.name()
                + "`, which an entry does not get",
        "an entry sees layers and parameters of the model; make the value an input of the entry");
  }

  private static String named(Expr.Name name) {
    return "`" + name.name() + "`";
  }

  /** The first name in the entry that stands for a value of the model which reads the leaf. */
  private Expr.Name culprit(Node leaf, Statement.Entry statement, Scope model) {
    Set<String> hidden = new HashSet<>();
    statement.parameters().forEach(parameter -> hidden.add(parameter.name()));
    statement.carried().forEach(item -> hidden.add(item.name()));
    for (Expr expr : StatementExpressions.of(statement)) {
      Expr.Name found = culprit(leaf, expr, hidden, model);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private Expr.Name culprit(Node leaf, Expr expr, Set<String> hidden, Scope model) {
    if (expr instanceof Expr.Name name) {
      boolean reads =
          !hidden.contains(name.name())
              && model.find(name.name()) instanceof Tensor tensor
              && leaves(List.of(tensor.node())).contains(leaf);
      return reads ? name : null;
    }
    for (Expr child : Expressions.children(expr)) {
      Expr.Name found = culprit(leaf, child, hidden, model);
      if (found != null) {
        return found;
      }
    }
    return null;
  }
}
