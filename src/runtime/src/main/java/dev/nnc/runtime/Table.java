package dev.nnc.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Examples in memory: one array a field, or a rule that makes its numbers when they are needed. A
 * subset shares them with the table that it was taken from and keeps its row numbers.
 */
public final class Table implements Examples {
  private final List<Column> columns;
  private final int[] rows;

  private Table(List<Column> columns, int[] rows) {
    this.columns = columns;
    this.rows = rows;
  }

  /**
   * Makes the numbers of a field when they are needed: always the same for the same row, seed and
   * epoch, and in any thread.
   */
  public interface Rule {
    /**
     * Puts the numbers of an example in place.
     *
     * @param row its number in the table
     * @param draw what random numbers may depend on
     * @param to where to put them
     * @param at the first place
     */
    void put(int row, Draw draw, Values to, int at);
  }

  /**
   * What random numbers of an example may depend on, besides its number.
   *
   * @param seed of the run
   * @param epoch the number of the pass, from 0
   */
  public record Draw(long seed, int epoch) {}

  /**
   * The numbers of one field.
   *
   * @param name the field's name
   * @param width how many numbers a row has
   * @param height how many rows there are
   * @param rule where they come from
   */
  private record Column(String name, int width, int height, Rule rule) {}

  /** Starts a table. */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public long size() {
    return rows.length;
  }

  /** The names of the columns. */
  public List<String> names() {
    return columns.stream().map(Column::name).toList();
  }

  /**
   * Some of the examples.
   *
   * @param chosen their row numbers in the table that was built, in the order in which a sequential
   *     pass gives them
   * @return a table over the same arrays
   * @throws IndexOutOfBoundsException if there is no such row
   */
  public Table subset(int[] chosen) {
    int height = columns.get(0).height();
    for (int row : chosen) {
      Objects.checkIndex(row, height);
    }
    return new Table(columns, chosen.clone());
  }

  @Override
  public Pass pass(Settings.Order order, long seed, int epoch) {
    int[] places = rows.clone();
    Shuffle.apply(order, seed, epoch, places);
    return new TablePass(places, new Draw(seed, epoch));
  }

  private Column column(String name) {
    for (Column column : columns) {
      if (column.name().equals(name)) {
        return column;
      }
    }
    throw new IllegalArgumentException("no column " + name + "; the table has " + names());
  }

  /** One pass; looks up a frame's slots once and then copies without allocating. */
  private final class TablePass implements Pass {
    private final int[] order;
    private final Draw draw;
    private int next;
    private Frame known;
    private Column[] sources;
    private Values[] sinks;

    TablePass(int[] order, Draw draw) {
      this.order = order;
      this.draw = draw;
    }

    @Override
    public int fill(Frame frame) {
      if (frame != known) {
        connect(frame);
      }
      int count = Math.min(frame.capacity(), order.length - next);
      for (int c = 0; c < sources.length; c++) {
        int width = sources[c].width();
        Rule rule = sources[c].rule();
        Values to = sinks[c];
        for (int i = 0; i < count; i++) {
          rule.put(order[next + i], draw, to, i * width);
        }
      }
      for (int i = 0; i < count; i++) {
        frame.examples[i] = order[next + i];
      }
      next += count;
      if (count > 0) {
        frame.batch = count;
      }
      return count;
    }

    private void connect(Frame frame) {
      List<Column> found = new ArrayList<>();
      List<Values> into = new ArrayList<>();
      for (Slot slot : frame.routine().slots()) {
        if (!Feed.takesExamples(slot)) {
          continue;
        }
        Column column = column(slot.name().substring(slot.name().indexOf(':') + 1));
        if (column.width() != slot.perExample()) {
          throw new IllegalArgumentException(
              String.format(
                  "column %s has %d numbers a row, the model needs %d",
                  column.name(), column.width(), slot.perExample()));
        }
        found.add(column);
        into.add(frame.values(slot.name()));
      }
      sources = found.toArray(new Column[0]);
      sinks = into.toArray(new Values[0]);
      known = frame;
    }

    @Override
    public void close() {
      next = order.length;
    }
  }

  /** Collects columns of equal height. */
  public static final class Builder {
    private final List<Column> columns = new ArrayList<>();
    private int height = -1;

    private Builder() {}

    /**
     * Adds a field of one number a row.
     *
     * @param name the field's name
     * @param values one number a row; kept, not copied
     * @return this
     */
    public Builder column(String name, float... values) {
      return column(name, 1, new FloatValues(values));
    }

    /**
     * Adds a field of one number a row.
     *
     * @param name the field's name
     * @param values one number a row; kept, not copied
     * @return this
     */
    public Builder column(String name, double... values) {
      return column(name, 1, new DoubleValues(values));
    }

    /**
     * Adds a field.
     *
     * @param name the field's name
     * @param width how many numbers a row has
     * @param values row after row, each in row-major order; kept, not copied
     * @return this
     * @throws IllegalArgumentException if the name is taken or the number of rows is not that of
     *     the other columns
     */
    public Builder column(String name, int width, Values values) {
      if (width < 1 || values.length() % width != 0) {
        throw new IllegalArgumentException(
            "column " + name + ": " + values.length() + " numbers are no rows of " + width);
      }
      return column(
          name,
          width,
          values.length() / width,
          (row, draw, to, at) -> values.copyTo(row * width, to, at, width));
    }

    /**
     * Adds a field whose numbers are made when they are needed.
     *
     * @param name the field's name
     * @param width how many numbers a row has
     * @param rows how many rows there are
     * @param rule makes them
     * @return this
     * @throws IllegalArgumentException if the name is taken or the number of rows is not that of
     *     the other columns
     */
    public Builder column(String name, int width, int rows, Rule rule) {
      if (height >= 0 && rows != height) {
        throw new IllegalArgumentException(
            "column " + name + " has " + rows + " rows, the others have " + height);
      }
      if (columns.stream().anyMatch(column -> column.name().equals(name))) {
        throw new IllegalArgumentException("two columns are called " + name);
      }
      height = rows;
      columns.add(new Column(name, width, rows, rule));
      return this;
    }

    /**
     * The table.
     *
     * @throws IllegalArgumentException if there is no column
     */
    public Table build() {
      if (columns.isEmpty()) {
        throw new IllegalArgumentException("a table needs a column");
      }
      int[] rows = new int[height];
      for (int i = 0; i < height; i++) {
        rows[i] = i;
      }
      return new Table(List.copyOf(columns), rows);
    }
  }
}
