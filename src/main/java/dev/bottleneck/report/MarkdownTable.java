package dev.bottleneck.report;

import java.util.List;
import java.util.stream.Collectors;

/** Renders a {@link Table} as Markdown, without its caption, which a heading says. */
public final class MarkdownTable {
  private MarkdownTable() {}

  /** The table with its notes below, a paragraph each; every line ends with a newline. */
  public static String render(Table table) {
    StringBuilder text = new StringBuilder();
    text.append(line(table.columns().stream().map(Table.Column::name).toList()));
    text.append(
        table.columns().stream()
            .map(column -> column.numeric() ? "---:|" : "---|")
            .collect(Collectors.joining("", "|", "\n")));
    table.rows().forEach(row -> text.append(line(row)));
    table.notes().forEach(note -> text.append('\n').append(note).append('\n'));
    return text.toString();
  }

  private static String line(List<String> cells) {
    return cells.stream()
        .map(cell -> cell.replace("|", "\\|"))
        .collect(Collectors.joining(" | ", "| ", " |\n"));
  }
}
