package dev.bottleneck.data;

import dev.bottleneck.runtime.UserError;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;

/** Whether a table's first line names its columns. */
final class CsvHeader {
  /** What a column of classes is called. */
  static final Set<String> CLASSES = Set.of("label", "labels", "class", "classes");

  private CsvHeader() {}

  /** Whether the first line names the columns; asked where it might or might not. */
  static boolean isFirst(String file, CsvDialect dialect, List<String[]> sample) {
    String[] first = sample.get(0);
    long numbers = Arrays.stream(first).filter(dialect::isNumber).count();
    long texts = Arrays.stream(first).filter(c -> !c.isEmpty() && !dialect.isNumber(c)).count();
    boolean named =
        Arrays.stream(first).anyMatch(cell -> CLASSES.contains(cell.toLowerCase(Locale.ROOT)));
    if (texts > 0 && (numbers == 0 || named)) {
      return true;
    }
    if (texts == 0) {
      if (isCount(first, dialect)
          && sample.stream().skip(1).anyMatch(row -> !isCount(row, dialect))) {
        throw question(file, "numbers that run evenly, such as a header would");
      }
      return false;
    }
    // Text among numbers: as in the lines below, or the line is damaged.
    boolean like =
        sample.size() > 1
            && sample.stream()
                .skip(1)
                .allMatch(
                    row ->
                        row.length == first.length
                            && IntStream.range(0, first.length)
                                .allMatch(
                                    i -> dialect.isNumber(row[i]) == dialect.isNumber(first[i])));
    if (!like) {
      throw question(file, "text beside numbers");
    }
    return false;
  }

  private static UserError question(String file, String what) {
    return new UserError(
        file
            + ": the first line holds "
            + what
            + ": set header=first if it names the columns, header=none if it is an example");
  }

  /**
   * Three or more numbers in even steps upwards: columns that were numbered, years, wavelengths.
   */
  private static boolean isCount(String[] cells, CsvDialect dialect) {
    if (cells.length < 3 || !Arrays.stream(cells).allMatch(dialect::isNumber)) {
      return false;
    }
    float first = dialect.number(cells[0]);
    float step = dialect.number(cells[1]) - first;
    if (!(step > 0)) {
      return false;
    }
    for (int i = 2; i < cells.length; i++) {
      if (Math.abs(dialect.number(cells[i]) - (first + i * step)) > 1e-4f * step) {
        return false;
      }
    }
    return true;
  }
}
