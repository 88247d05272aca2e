package dev.nnc.compiler.plan;

import dev.nnc.runtime.Precision;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a kernel from the outside in. Loops are opened and closed; values that do not depend on
 * the innermost loops are put before them. Everything is numbered in the order in which it appears.
 */
final class KernelWriter {
  private record Known(Object what, List<Index> at) {}

  private record Block(
      int variable, Index from, Index to, int step, List<Statement> body, Map<Known, Value> known) {
    Block(int variable, Index to, int step) {
      this(variable, Index.ZERO, to, step, new ArrayList<>(), new HashMap<>());
    }
  }

  private final Target target;
  private final Precision precision;
  private final boolean split;
  private final List<Block> open = new ArrayList<>();
  private final Map<Launch.Source, Integer> arrays = new LinkedHashMap<>();
  private final Map<Integer, Integer> ints = new LinkedHashMap<>();
  private final Map<Integer, Integer> variableLevels = new HashMap<>();
  private final List<Integer> localLevels = new ArrayList<>();
  private final List<Integer> keyLevels = new ArrayList<>();
  private int variables = Kernel.BATCH + 1;
  private int arrayCount;
  private int room;

  KernelWriter(Target target, Precision precision, boolean split) {
    this.split = split;
    this.precision = precision;
    this.target = target;
    open.add(new Block(-1, Index.ZERO, 1));
  }

  /** How many loops are open. */
  int depth() {
    return open.size() - 1;
  }

  /** The number of an array, a parameter of the kernel. */
  int array(Launch.Source source) {
    return arrays.computeIfAbsent(source, s -> arrayCount++);
  }

  /** A new array variable, filled by {@link Statement.Row}. */
  int row(Index slot) {
    add(new Statement.Row(arrayCount, slot));
    return arrayCount++;
  }

  /** A whole number that is a parameter of the kernel, or a literal zero. */
  Index argument(int value) {
    return value == 0 ? Index.ZERO : Index.variable(ints.computeIfAbsent(value, v -> variables++));
  }

  /** The place of the step of the loop around the kernel, a parameter. */
  Index step() {
    return argument(Launch.STEP);
  }

  /** Takes some of the panel for results besides what contractions take. */
  void reserve(int numbers) {
    room = Math.max(room, numbers);
  }

  /** How many numbers have been taken of the panel for results besides. */
  int room() {
    return room;
  }

  /** The size of an axis. */
  static Index extent(int size) {
    return size < 0 ? Index.variable(Kernel.BATCH) : Index.of(size);
  }

  /** A new int variable of the current level. */
  int variable() {
    variableLevels.put(variables, depth());
    return variables++;
  }

  /** A new int variable for the place that a number names, set where the number is known. */
  Index place(Value value, int size) {
    int level = level(value);
    variableLevels.put(variables, level);
    open.get(level).body.add(new Statement.Place(variables, value, size));
    return Index.variable(variables++);
  }

  /** Opens a loop from 0; a loop that runs once is left out. */
  Index open(Index to) {
    if (to.equals(Index.of(1))) {
      return Index.ZERO;
    }
    return open(to, 1);
  }

  /** Opens a loop from 0 in steps, even if it runs once. */
  Index open(Index to, int step) {
    return open(Index.ZERO, to, step);
  }

  /** Opens a loop from one bound to another, even if it runs once. */
  Index open(Index from, Index to, int step) {
    open.add(new Block(variables, from, to, step, new ArrayList<>(), new HashMap<>()));
    variableLevels.put(variables, depth());
    return Index.variable(variables++);
  }

  /**
   * The range of an axis that is the running thread's; the whole axis where nothing is split.
   *
   * @param extent how many places there are
   */
  Range part(Index extent) {
    if (!split || extent.equals(Index.of(1))) {
      return Range.all(extent);
    }
    int first = variables++;
    int end = variables++;
    variableLevels.put(first, 0);
    variableLevels.put(end, 0);
    open.get(0).body.add(new Statement.Part(first, end, extent));
    return new Range(Index.variable(first), Index.variable(end));
  }

  /**
   * The range of an axis that is the running thread's, in whole vectors of the widest kind.
   *
   * @param extent how many places there are
   */
  Range partOfLanes(int extent) {
    if (!split || extent <= Tile.WIDEST) {
      return Range.all(Index.of(extent));
    }
    Range vectors = part(Index.of((extent + Tile.WIDEST - 1) / Tile.WIDEST));
    Index end = vectors.end().times(Tile.WIDEST);
    if (extent % Tile.WIDEST != 0) {
      int variable = variable();
      add(new Statement.Least(variable, end, Index.of(extent)));
      end = Index.variable(variable);
    }
    return new Range(vectors.first().times(Tile.WIDEST), end);
  }

  /** Opens a loop over a range; one from 0 that runs once is left out. */
  Index open(Range range) {
    boolean whole = range.first().equals(Index.ZERO);
    return whole ? open(range.end()) : open(range.first(), range.end(), 1);
  }

  /** Closes loops until as many are open as {@code depth} says. */
  void close(int depth) {
    while (depth() > depth) {
      Block block = open.remove(open.size() - 1);
      add(
          Coalesce.loop(
              new Statement.Loop(block.variable, block.from, block.to, block.step, block.body)));
    }
  }

  /** Opens a block whose statements are taken by {@link #take}. */
  void openBlock() {
    open.add(new Block(-1, Index.ZERO, 1));
  }

  /** Closes the innermost block and returns its statements. */
  List<Statement> take() {
    return open.remove(open.size() - 1).body;
  }

  /**
   * Closes all loops and lets the last one run over rows of the panel where that helps.
   *
   * @param panel where the rows are
   * @return how many rows it takes
   */
  int stage(Panel panel) {
    close(0);
    int before = arrayCount;
    List<Statement> body = open.get(0).body;
    if (!body.isEmpty() && body.get(body.size() - 1) instanceof Statement.Loop loop) {
      List<Statement> rows = Staging.of(loop, this, panel);
      if (rows != null) {
        body.remove(body.size() - 1);
        body.addAll(rows);
      }
    }
    return arrayCount - before;
  }

  /** Adds a statement to the innermost block. */
  void add(Statement statement) {
    open.get(depth()).body.add(statement);
  }

  /** A new local of a level. */
  Value.Local let(int level, Value value) {
    int local = localLevels.size();
    localLevels.add(level);
    open.get(level).body.add(new Statement.Let(local, value));
    return new Value.Local(local);
  }

  /** A new local that gets its value later. */
  Value.Local local() {
    localLevels.add(depth());
    return new Value.Local(localLevels.size() - 1);
  }

  /** Whether an int variable is a parameter of the kernel. */
  boolean given(int variable) {
    return ints.containsValue(variable);
  }

  /** Gives a local another value. */
  void assign(Value.Local local, Value value) {
    add(new Statement.Let(local.local(), value));
  }

  /** The key of the random numbers of an example, made once where the example is known. */
  int key(int site, Index row) {
    Index number = argument(site + 1).plus(-1);
    List<Index> at = row == null ? List.of() : List.of(row);
    Known known = new Known("key" + site, at);
    for (Block block : open) {
      if (block.known.get(known) instanceof Value.Uniform made) {
        return made.key();
      }
    }
    int level = row == null ? 0 : level(row);
    int key = keyLevels.size();
    keyLevels.add(level);
    open.get(level).body.add(new Statement.Key(key, row, number));
    open.get(level).known.put(known, new Value.Uniform(key, Index.ZERO));
    return key;
  }

  /** What was remembered in an open block, or null. */
  Value known(Object what, Index... at) {
    Known key = new Known(what, List.of(at));
    for (Block block : open) {
      Value value = block.known.get(key);
      if (value != null) {
        return value;
      }
    }
    return null;
  }

  /** Remembers a value as long as the block of a level is open. */
  void remember(int level, Value value, Object what, Index... at) {
    open.get(level).known.put(new Known(what, List.of(at)), value);
  }

  /** Whether the kernel is for vectors. */
  boolean overLanes() {
    return target == Target.VECTOR;
  }

  /** The number of loops on which an index depends, counted from the outside. */
  int level(Index index) {
    int level = 0;
    for (Index.Term term : index.terms()) {
      level = Math.max(level, variableLevels.getOrDefault(term.variable(), 0));
    }
    return level;
  }

  /** The number of loops on which a value depends, counted from the outside. */
  int level(Value value) {
    int level = 0;
    if (value instanceof Value.Local local) {
      level = localLevels.get(local.local());
    } else if (value instanceof Value.Load load) {
      level = level(load.at());
    } else if (value instanceof Value.Whole whole) {
      level = level(whole.index());
    } else if (value instanceof Value.Guarded guarded) {
      for (Value.Bound bound : guarded.bounds()) {
        level = Math.max(level, level(bound.index()));
      }
    } else if (value instanceof Value.Uniform uniform) {
      level = Math.max(keyLevels.get(uniform.key()), level(uniform.place()));
    }
    for (Value part : value.parts()) {
      level = Math.max(level, level(part));
    }
    return level;
  }

  /**
   * The kernel and its arguments.
   *
   * @param label what it is for
   * @param panel where there is room for rows
   */
  Launch finish(String label, Panel panel) {
    close(0);
    List<Statement> body = List.copyOf(open.get(0).body);
    if (target == Target.VECTOR) {
      body = Jam.all(body, this, panel, precision);
    }
    body = Blocks.all(Clip.all(Rows.apart(body), this), this);
    if (target == Target.VECTOR) {
      body = Vectorise.all(body, precision);
    }
    Kernel kernel = new Kernel(List.copyOf(arrays.values()), List.copyOf(ints.values()), body);
    return new Launch(label, kernel, List.copyOf(arrays.keySet()), List.copyOf(ints.keySet()));
  }
}
