package dev.nnc.compiler.plan;

import dev.nnc.compiler.op.Code;
import dev.nnc.compiler.op.Elementwise;
import dev.nnc.runtime.Precision;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Lets loops run over many places at once where each place is computed for itself: every array that
 * moves with the loop is read and written at neighbouring places, and no place reads what another
 * one writes. Loops inside such a loop stay what they are; each lane goes through them with a sum
 * of its own, so that the order in which anything is added up does not change.
 */
final class Vectorise {
  /** In double, functions are StrictMath's, which has no code for lanes. */
  private static final Set<Elementwise> IN_DOUBLE =
      EnumSet.of(
          Elementwise.NEG,
          Elementwise.ABS,
          Elementwise.SQRT,
          Elementwise.STOP_GRADIENT,
          Elementwise.ADD,
          Elementwise.SUB,
          Elementwise.MUL,
          Elementwise.DIV,
          Elementwise.MAX,
          Elementwise.MIN,
          Elementwise.EQUAL_TO,
          Elementwise.DIFFERENT,
          Elementwise.LESS_THAN,
          Elementwise.AT_MOST,
          Elementwise.GREATER_THAN,
          Elementwise.AT_LEAST,
          Elementwise.AND,
          Elementwise.OR,
          Elementwise.NOT,
          Elementwise.SELECT);

  private static final Set<Elementwise> IN_FLOAT =
      EnumSet.complementOf(EnumSet.of(Elementwise.POW));

  /** Loops that run less often than this hold no vector. */
  private static final int SHORT = 8;

  /** Values in a loop at most: longer code keeps vectors in memory, and is written twice. */
  private static final int LARGEST = 90;

  /** Whole numbers up to this are exact in float. */
  private static final int EXACT = 1 << 24;

  private final Set<Elementwise> operators;

  private Vectorise(Precision precision) {
    operators = precision == Precision.FLOAT ? IN_FLOAT : IN_DOUBLE;
  }

  /** The statements with every loop over lanes that may be one. */
  static List<Statement> all(List<Statement> body, Precision precision) {
    return new Vectorise(precision).all(body);
  }

  /** Whether a loop may run over lanes and is worth it. */
  static boolean takes(Statement.Loop loop, Precision precision) {
    return new Vectorise(precision).takes(loop);
  }

  private boolean takes(Statement.Loop loop) {
    return loop.step() == 1
        && !(loop.to().isConstant() && loop.to().constant() < SHORT)
        && new Body(loop).independent();
  }

  private List<Statement> all(List<Statement> body) {
    List<Statement> result = new ArrayList<>(body.size());
    for (Statement s : body) {
      if (s instanceof Statement.Loop loop) {
        loop(loop, result);
      } else if (s instanceof Statement.When when) {
        result.add(when.map(this::all));
      } else {
        result.add(s);
      }
    }
    return result;
  }

  private void loop(Statement.Loop loop, List<Statement> result) {
    if (takes(loop)) {
      int variable = loop.variable();
      result.add(new Statement.Lanes(variable, loop.from(), loop.to(), 1, loop.body()));
      if (!even(loop.from()) || !even(loop.to())) {
        Index rest = Index.variable(variable);
        result.add(new Statement.Loop(variable, rest, loop.to(), 1, loop.body()));
      }
      return;
    }
    result.add(loop.around(all(loop.body())));
  }

  /** Whether an index is a multiple of the number of lanes, however many there are. */
  private static boolean even(Index index) {
    return index.constant() % Tile.WIDEST == 0
        && index.terms().stream().allMatch(term -> term.coefficient() % Tile.WIDEST == 0);
  }

  /** Whether a vector of a value can be made for neighbouring places of a variable. */
  private final class Body {
    private record Place(int array, Index at) {}

    private final Statement.Loop loop;
    private final int variable;
    private final Set<Place> loaded = new HashSet<>();
    private final Set<Place> stored = new HashSet<>();
    private final Set<Integer> assigned = new HashSet<>();
    private final Set<Integer> outside = new HashSet<>();
    private int count;
    private boolean moves;
    private boolean fits = true;

    Body(Statement.Loop loop) {
      this.loop = loop;
      variable = loop.variable();
    }

    boolean independent() {
      statements(loop.body());
      for (int local : outside) {
        fits &= !assigned.contains(local);
      }
      for (Place store : stored) {
        for (Place load : loaded) {
          fits &= !meets(store, load);
        }
      }
      return fits && moves && count <= LARGEST;
    }

    /**
     * Whether a store may change what another lane is yet to read: places of one array that lie a
     * known distance apart, or one for all lanes. Otherwise they belong to different values.
     */
    private boolean meets(Place store, Place load) {
      Index apart = load.at.plus(store.at.times(-1));
      boolean known = apart.isConstant() && apart.constant() != 0;
      return store.array == load.array && (known || apart.coefficient(variable) != 0);
    }

    private void statements(List<Statement> body) {
      for (Statement s : body) {
        if (s instanceof Statement.Let let) {
          value(let.value());
          assigned.add(let.local());
        } else if (s instanceof Statement.Store store) {
          value(store.value());
          fits &= store.at().coefficient(variable) == 1;
          stored.add(new Place(store.array(), store.at()));
          moves = true;
        } else if (s instanceof Statement.Loop inner) {
          fits &= inner.from().coefficient(variable) == 0;
          fits &= inner.to().coefficient(variable) == 0;
          statements(inner.body());
        } else if (s instanceof Statement.Least least) {
          fits &= least.a().coefficient(variable) == 0;
          fits &= least.b().coefficient(variable) == 0;
        } else {
          fits &= s instanceof Statement.Line;
        }
        if (!fits) {
          return;
        }
      }
    }

    private void value(Value value) {
      count++;
      if (value instanceof Value.Load load) {
        int c = load.at().coefficient(variable);
        fits &= c == 0 || c == 1;
        loaded.add(new Place(load.array(), load.at()));
      } else if (value instanceof Value.Local local) {
        if (!assigned.contains(local.local())) {
          outside.add(local.local());
        }
      } else if (value instanceof Value.Apply apply) {
        fits &= operators.contains(apply.op());
        count += apply.op().code() instanceof Code.Call ? 15 : 0;
      } else if (value instanceof Value.Whole whole) {
        int c = whole.index().coefficient(variable);
        boolean small = loop.to().isConstant() && loop.to().constant() < EXACT;
        Index rest = whole.index().replace(variable, Index.ZERO);
        fits &= c == 0 || (c == 1 && small && rest.equals(Index.ZERO));
      } else if (value instanceof Value.Guarded guarded) {
        for (Value.Bound bound : guarded.bounds()) {
          fits &= bound.index().coefficient(variable) == 0;
        }
      } else {
        fits &= value instanceof Value.Literal || value instanceof Value.Fma;
      }
      value.parts().forEach(this::value);
    }
  }
}
