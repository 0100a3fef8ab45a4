package dev.bottleneck.report;

import dev.bottleneck.runtime.Printable;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Renders a {@link Table} as aligned plain text for the terminal. */
public final class TextTable {
  private static final String GAP = "  ";

  private TextTable() {}

  /** The table with its caption above and its notes below; every line ends with a newline. */
  public static String render(Table table) {
    int[] widths =
        IntStream.range(0, table.columns().size()).map(i -> columnWidth(table, i)).toArray();
    StringBuilder text = new StringBuilder();
    if (!table.caption().isEmpty()) {
      text.append(Printable.line(table.caption())).append('\n').append('\n');
    }
    List<String> heads = table.columns().stream().map(Table.Column::name).toList();
    text.append(line(table, heads, widths));
    text.append(
            IntStream.of(widths)
                .mapToObj("─"::repeat)
                .collect(Collectors.joining(GAP))
                .stripTrailing())
        .append('\n');
    for (List<String> row : table.rows()) {
      text.append(line(table, row, widths));
    }
    for (String note : table.notes()) {
      text.append(Printable.line(note)).append('\n');
    }
    return text.toString();
  }

  private static int columnWidth(Table table, int column) {
    int head = displayWidth(Printable.line(table.columns().get(column).name()));
    return table.rows().stream()
        .mapToInt(row -> displayWidth(Printable.line(row.get(column))))
        .reduce(head, Math::max);
  }

  private static String line(Table table, List<String> cells, int[] widths) {
    return IntStream.range(0, widths.length)
            .mapToObj(
                i -> pad(Printable.line(cells.get(i)), widths[i], table.columns().get(i).numeric()))
            .collect(Collectors.joining(GAP))
            .stripTrailing()
        + "\n";
  }

  private static String pad(String cell, int width, boolean right) {
    String space = " ".repeat(Math.max(0, width - displayWidth(cell)));
    return right ? space + cell : cell + space;
  }

  /** Columns that {@code text} takes in a terminal: marks take none, ideographs take two. */
  static int displayWidth(String text) {
    return text.codePoints()
        .map(
            c ->
                switch (Character.getType(c)) {
                  case Character.NON_SPACING_MARK,
                      Character.ENCLOSING_MARK,
                      Character.FORMAT,
                      Character.CONTROL ->
                      0;
                  default -> wide(c) ? 2 : 1;
                })
        .sum();
  }

  private static boolean wide(int c) {
    return Character.isIdeographic(c)
        || (c >= 0x1100 && c <= 0x115F)
        || (c >= 0x3000 && c <= 0x30FF)
        || (c >= 0xAC00 && c <= 0xD7A3)
        || (c >= 0xFF01 && c <= 0xFF60)
        || (c >= 0x1F300 && c <= 0x1FAFF);
  }
}
