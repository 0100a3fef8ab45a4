package dev.bottleneck.study.result;

import dev.bottleneck.runtime.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.datavec.api.records.reader.impl.csv.SerializableCSVParser;

/**
 * A line of a run's {@code metrics.csv}.
 *
 * @param phase of training, or {@link #END} for a final measure
 * @param epoch epochs done within the phase; NaN of a final measure
 */
public record MetricRow(
    String arm, long seed, String phase, double epoch, String metric, double value) {
  /** The file's name in a run's folder. */
  public static final String FILE = "metrics.csv";

  /** What stands for a phase where a measure is final. */
  public static final String END = "end";

  private static final String HEAD = "arm,seed,phase,epoch,metric,value";
  private static final int COLUMNS = 6;

  /** That of a point of a learning curve. */
  public static MetricRow of(Arm arm, long seed, CurvePoint point) {
    return new MetricRow(
        arm.key(), seed, point.phase(), point.epoch(), point.metric(), point.value());
  }

  /** That of a final measure. */
  public static MetricRow ofFinal(Arm arm, long seed, String measure, double value) {
    return new MetricRow(arm.key(), seed, END, Double.NaN, measure, value);
  }

  /** Whether it is a final measure. */
  public boolean isFinal() {
    return phase.equals(END);
  }

  /**
   * All lines of {@code table}, in its order.
   *
   * @throws UserError naming the line, if it is no such table
   */
  public static List<MetricRow> read(Path table) {
    return read(table, metric -> true);
  }

  /** The same of some metrics; what is no number elsewhere does no harm. */
  public static List<MetricRow> read(Path table, Predicate<String> metrics) {
    List<String> lines = lines(table);
    if (lines.isEmpty() || !lines.get(0).equals(HEAD)) {
      throw new UserError(table + ": no metrics.csv of a run: it begins with " + HEAD);
    }
    SerializableCSVParser parser = new SerializableCSVParser();
    List<MetricRow> rows = new ArrayList<>();
    for (int i = 1; i < lines.size(); i++) {
      try {
        String[] cells = parser.parseLine(lines.get(i));
        if (cells.length != COLUMNS) {
          throw new NumberFormatException(cells.length + " cells");
        }
        if (metrics.test(cells[4])) {
          rows.add(of(cells));
        }
      } catch (NumberFormatException | IOException e) {
        throw new UserError(
            "%s: line %d is no line of a metrics.csv: %s".formatted(table, i + 1, e.getMessage()),
            e);
      }
    }
    return rows;
  }

  private static MetricRow of(String[] cells) {
    double epoch = cells[3].isEmpty() ? Double.NaN : Double.parseDouble(cells[3]);
    return new MetricRow(
        cells[0],
        Long.parseLong(cells[1]),
        cells[2],
        epoch,
        cells[4],
        Double.parseDouble(cells[5]));
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (NoSuchFileException e) {
      throw new UserError(file + ": there is no such file", e);
    } catch (IOException e) {
      throw new UserError(file + ": cannot be read: " + e.getMessage(), e);
    }
  }
}
