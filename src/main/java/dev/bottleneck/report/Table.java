package dev.bottleneck.report;

import java.util.ArrayList;
import java.util.List;

/**
 * A table of text, shown alike in the terminal ({@link TextTable}) and in the {@link HtmlReport}.
 *
 * @param caption what the table shows
 * @param columns head and alignment of each column
 * @param rows one cell per column
 * @param notes lines below the table
 */
public record Table(
    String caption, List<Column> columns, List<List<String>> rows, List<String> notes) {

  /** A column's head, and whether it holds numbers, which align to the right. */
  public record Column(String name, boolean numeric) {}

  public Table {
    columns = List.copyOf(columns);
    rows = rows.stream().map(List::copyOf).toList();
    notes = List.copyOf(notes);
    for (List<String> row : rows) {
      if (row.size() != columns.size()) {
        throw new IllegalArgumentException(
            "table '%s' has %d columns, but a row of %d cells: %s"
                .formatted(caption, columns.size(), row.size(), row));
      }
    }
  }

  /** Starts a table. */
  public static Builder titled(String caption) {
    return new Builder(caption);
  }

  /** Collects columns, rows and notes. */
  public static final class Builder {
    private final String caption;
    private final List<Column> columns = new ArrayList<>();
    private final List<List<String>> rows = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    private Builder(String caption) {
      this.caption = caption;
    }

    /** Adds a column of words. */
    public Builder text(String name) {
      columns.add(new Column(name, false));
      return this;
    }

    /** Adds a column of numbers. */
    public Builder number(String name) {
      columns.add(new Column(name, true));
      return this;
    }

    /** Adds a row, one cell per column. */
    public Builder row(String... cells) {
      rows.add(List.of(cells));
      return this;
    }

    /** Adds a line below the table. */
    public Builder note(String note) {
      notes.add(note);
      return this;
    }

    public Table build() {
      return new Table(caption, columns, rows, notes);
    }
  }
}
