package dev.bottleneck.data;

import dev.bottleneck.data.ReadingOptions.Header;
import dev.bottleneck.runtime.NearestName;
import dev.bottleneck.runtime.UserError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What each column of a table is: a feature, the classes, a numbering of the rows, or an empty one
 * that a trailing separator makes.
 */
final class CsvColumns {
  private static final Set<String> PERHAPS_CLASSES =
      Set.of("target", "species", "category", "y", "diagnosis", "type");
  private static final Set<String> NUMBERINGS =
      Set.of("", "id", "index", "row", "rowname", "rownames", "row_id", "unnamed: 0");

  private final String file;
  private final CsvDialect dialect;
  private final List<String[]> sample;
  private final String[] names; // null: the table has no header
  private final int width;
  private final boolean trailing;
  private final int labels;
  private final int numbering;

  private CsvColumns(
      String file, CsvDialect dialect, List<String[]> sample, boolean header, ReadingOptions o) {
    this.file = file;
    this.dialect = dialect;
    this.names = header ? sample.get(0) : null;
    this.sample = header ? sample.subList(1, sample.size()) : sample;
    this.width = sample.get(0).length;
    this.trailing = width > 1 && sample.stream().allMatch(row -> emptyLast(row, width));
    this.labels = labels(o.labelColumn());
    this.numbering = numbering(o.indexColumn());
    if (features().length == 0) {
      throw new UserError(file + ": no column is left but that of the classes or row numbers");
    }
  }

  private static boolean emptyLast(String[] row, int width) {
    return row.length == width && row[width - 1].isEmpty();
  }

  /**
   * @param sample the first lines, divided
   */
  static CsvColumns of(
      String file, CsvDialect dialect, List<String[]> sample, ReadingOptions reading) {
    boolean header =
        reading.header() == Header.AUTO
            ? CsvHeader.isFirst(file, dialect, sample)
            : reading.header() == Header.FIRST;
    return new CsvColumns(file, dialect, sample, header, reading);
  }

  private int labels(String asked) {
    if (!asked.equals(ReadingOptions.AUTO)) {
      return named("labelColumn", asked);
    }
    int[] found =
        names == null
            ? new int[0]
            : IntStream.range(0, width)
                .filter(i -> CsvHeader.CLASSES.contains(names[i].toLowerCase(Locale.ROOT)))
                .toArray();
    if (found.length > 1) {
      throw new UserError(
          String.format(
              Locale.ROOT,
              "%s: %d columns may hold the classes, %s: set labelColumn to one's name or number",
              file,
              found.length,
              quoted(Arrays.stream(found).mapToObj(i -> names[i]).toList())));
    }
    return found.length == 0 ? -1 : found[0];
  }

  private int numbering(String asked) {
    if (!asked.equals(ReadingOptions.AUTO)) {
      return named("indexColumn", asked);
    }
    boolean may =
        names != null
            && width > 1
            && labels != 0
            && !sample.isEmpty()
            && NUMBERINGS.contains(names[0].toLowerCase(Locale.ROOT));
    return may && (isNumbering() || names[0].isEmpty() && isText(0)) ? 0 : -1;
  }

  /** Whether the first column's numbers go up by ones. */
  private boolean isNumbering() {
    for (int i = 0; i < sample.size(); i++) {
      String cell = sample.get(i)[0];
      if (!cell.matches("\\d{1,9}")
          || i > 0 && Long.parseLong(cell) != Long.parseLong(sample.get(i - 1)[0]) + 1) {
        return false;
      }
    }
    return true;
  }

  private boolean isText(int column) {
    return !sample.isEmpty()
        && sample.stream()
            .allMatch(
                row ->
                    column < row.length
                        && !row[column].isEmpty()
                        && !dialect.isNumber(row[column]));
  }

  /** The column of that name or number; -1 for none. */
  private int named(String option, String asked) {
    if (asked.equals(ReadingOptions.NONE)) {
      return -1;
    }
    List<String> known = names == null ? List.of() : Arrays.asList(names);
    int exact = known.indexOf(asked);
    if (exact >= 0 && known.lastIndexOf(asked) == exact) {
      return exact;
    }
    int[] alike =
        IntStream.range(0, known.size())
            .filter(i -> known.get(i).equalsIgnoreCase(asked))
            .toArray();
    if (alike.length == 1) {
      return alike[0];
    }
    if (alike.length == 0 && asked.matches("\\d{1,9}")) {
      int number = Integer.parseInt(asked);
      if (number >= 1 && number <= width) {
        return number - 1;
      }
    }
    String hint =
        alike.length > 1
            ? alike.length + " columns are called so: give its number, from 1 to " + width
            : NearestName.of(asked, known)
                .map(name -> "did you mean \"" + name + "\"?")
                .orElse(
                    known.isEmpty()
                        ? "the table has no header: give its number, from 1 to " + width
                        : "there are " + quoted(known));
    throw new UserError(
        String.format(Locale.ROOT, "%s: %s is \"%s\": %s", file, option, asked, hint));
  }

  private static String quoted(List<String> names) {
    List<String> shown = names.subList(0, Math.min(20, names.size()));
    return "«" + String.join("», «", shown) + "»" + (names.size() > 20 ? ", …" : "");
  }

  /** How many values each line has. */
  int width() {
    return width;
  }

  boolean hasHeader() {
    return names != null;
  }

  /** The column of the classes; -1 if there is none. */
  int labels() {
    return labels;
  }

  /** Whether each line ends with a separator, behind which nothing stands. */
  boolean trailing() {
    return trailing;
  }

  /** The columns that are features. */
  int[] features() {
    return IntStream.range(0, width)
        .filter(i -> i != labels && i != numbering && !(trailing && i == width - 1))
        .toArray();
  }

  /** The names of the features; empty if the table has none. */
  List<String> featureNames() {
    return names == null ? List.of() : Arrays.stream(features()).mapToObj(this::name).toList();
  }

  /** What messages call a column. */
  String name(int column) {
    return names == null || names[column].isEmpty() ? "column " + (column + 1) : names[column];
  }

  /** What would be right about a value that is no number. */
  String advice(int column, String cell) {
    if (cell.isEmpty() || cell.equalsIgnoreCase("na") || cell.equalsIgnoreCase("nan")) {
      return "every value must be there: fill it in, or leave the row out";
    }
    if (isText(column)) {
      return String.format(
          Locale.ROOT,
          "if it holds the classes, set labelColumn=%s; if it names the rows, indexColumn=%1$s",
          names == null || names[column].isEmpty() ? column + 1 : names[column]);
    }
    return "write plain decimal numbers";
  }

  /** What is to be said of the columns. */
  List<String> notes() {
    List<String> notes = new ArrayList<>();
    notes.add(dialect.describe());
    notes.add(hasHeader() ? "the first line is a header" : "no header");
    if (numbering >= 0) {
      notes.add("column «" + name(numbering) + "» left out: it numbers or names the rows");
    }
    if (trailing) {
      notes.add("an empty column behind the last separator left out");
    }
    if (labels < 0 && names != null) {
      Arrays.stream(names)
          .filter(name -> PERHAPS_CLASSES.contains(name.toLowerCase(Locale.ROOT)))
          .forEach(
              name ->
                  notes.add(
                      "column «"
                          + name
                          + "» is a feature: if it holds the classes, set labelColumn="
                          + name));
    }
    return notes;
  }
}
