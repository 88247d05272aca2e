package dev.nnc.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Examples in memory: one array a field. A subset shares the arrays with the table that it was
 * taken from and keeps its row numbers.
 */
public final class Table implements Examples {
  private final List<Column> columns;
  private final int[] rows;

  private Table(List<Column> columns, int[] rows) {
    this.columns = columns;
    this.rows = rows;
  }

  /**
   * The numbers of one field.
   *
   * @param name the field's name
   * @param values row after row, each in row-major order
   * @param width how many numbers a row has
   */
  private record Column(String name, Values values, int width) {}

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
    Column first = columns.get(0);
    int height = first.values().length() / first.width();
    for (int row : chosen) {
      Objects.checkIndex(row, height);
    }
    return new Table(columns, chosen.clone());
  }

  @Override
  public Pass pass(Settings.Order order, long seed, int epoch) {
    int[] places = rows.clone();
    Shuffle.apply(order, seed, epoch, places);
    return new TablePass(places);
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
    private int next;
    private Frame known;
    private Column[] sources;
    private Values[] sinks;

    TablePass(int[] order) {
      this.order = order;
    }

    @Override
    public int fill(Frame frame) {
      if (frame != known) {
        connect(frame);
      }
      int count = Math.min(frame.capacity(), order.length - next);
      for (int c = 0; c < sources.length; c++) {
        int width = sources[c].width();
        Values from = sources[c].values();
        Values to = sinks[c];
        for (int i = 0; i < count; i++) {
          from.copyTo(order[next + i] * width, to, i * width, width);
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
      int rows = values.length() / width;
      if (height >= 0 && rows != height) {
        throw new IllegalArgumentException(
            "column " + name + " has " + rows + " rows, the others have " + height);
      }
      if (columns.stream().anyMatch(column -> column.name().equals(name))) {
        throw new IllegalArgumentException("two columns are called " + name);
      }
      height = rows;
      columns.add(new Column(name, values, width));
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
