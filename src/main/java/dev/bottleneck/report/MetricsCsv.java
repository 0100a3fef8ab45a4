package dev.bottleneck.report;

import dev.bottleneck.runtime.WholeFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Rows of metrics as a CSV file (RFC 4180, UTF-8, one header line).
 *
 * <p>Numbers are written so that reading them gives the very same value ({@link Double#toString},
 * in every locale), and null as an empty cell. Each write is whole, so that a file can be written
 * anew after every epoch while someone reads it.
 */
public final class MetricsCsv {
  private static final String LINE_END = "\r\n";

  private static final Pattern FORMULA = Pattern.compile("[\\s\\p{Cntrl}]*[=+\\-@]|[\\t\\r]");
  private static final Pattern NUMBER = Pattern.compile("[+-]?[\\d.]+([eE][+-]?\\d+)?");

  private final int columns;
  private final StringBuilder text = new StringBuilder();

  public MetricsCsv(String... header) {
    columns = header.length;
    append(Stream.of(header).map(MetricsCsv::cell));
  }

  /**
   * Adds a row.
   *
   * @throws IllegalArgumentException if it has not one cell per column
   */
  public MetricsCsv row(Object... cells) {
    if (cells.length != columns) {
      throw new IllegalArgumentException(
          "a row of %d cells for %d columns: %s"
              .formatted(cells.length, columns, Arrays.asList(cells)));
    }
    append(Stream.of(cells).map(MetricsCsv::cell));
    return this;
  }

  /** Adds rows. */
  public MetricsCsv rows(List<Object[]> rows) {
    rows.forEach(this::row);
    return this;
  }

  /** Writes the file whole, over an earlier one. */
  public void write(Path file) throws IOException {
    WholeFile.write(file, text.toString());
  }

  @Override
  public String toString() {
    return text.toString();
  }

  private void append(Stream<String> cells) {
    text.append(cells.map(MetricsCsv::quoted).collect(Collectors.joining(","))).append(LINE_END);
  }

  private static String cell(Object value) {
    // Float and Double print alike in every locale, and round-trip.
    return value == null ? "" : value instanceof String text ? harmless(text) : value.toString();
  }

  /**
   * {@code text} of a user's file as a spreadsheet shows it: one that would be a formula gets an
   * apostrophe before it, which a number does not need.
   */
  public static String harmless(String text) {
    return FORMULA.matcher(text).lookingAt() && !NUMBER.matcher(text).matches() ? "'" + text : text;
  }

  private static String quoted(String cell) {
    boolean special = cell.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return special ? '"' + cell.replace("\"", "\"\"") + '"' : cell;
  }
}
