package dev.bottleneck.data;

import dev.bottleneck.runtime.UserError;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A table of numbers, one example a line, read line by line: a file may be larger than memory.
 *
 * <p>{@link TextLines} makes lines of it, {@link CsvDialect} values of a line, {@link CsvColumns}
 * says what each column is. What was understood is said in one note; what can be read in two ways
 * is asked about. Whatever is wrong is a {@link UserError} with file and line.
 */
final class CsvFile {
  /** Lines from which is found out how the table is written. */
  private static final int SAMPLE = 200;

  private final Path file;
  private final TextLines lines;
  private final DataOptions options;
  private final ClassColumn.Builder classes = new ClassColumn.Builder();
  private CsvDialect dialect;
  private CsvColumns columns;
  private int[] features;
  private FeatureBuilder examples;
  private float[] row;
  private long comments;
  private long blanks;

  private CsvFile(Path file, TextLines lines, DataOptions options) {
    this.file = file;
    this.lines = lines;
    this.options = options;
  }

  /** Opens the user's file as training pool. */
  static Corpus open(Path file, DataOptions options) {
    options
        .reading()
        .requireOnly(
            "csv:" + file, "test", "labelColumn", "indexColumn", "header", "separator", "decimal");
    try (TextLines lines = TextLines.open(file)) {
      return new Corpus(new CsvFile(file, lines, options).read(), Optional.empty(), options.test());
    }
  }

  /** A line and its number in the file. */
  private record Line(String text, long number) {}

  private Dataset read() {
    List<Line> sample = sample();
    List<String> texts = sample.stream().map(Line::text).toList();
    dialect = CsvDialect.of(file.toString(), texts, options.reading());
    List<String[]> divided = new ArrayList<>();
    for (Line line : List.copyOf(sample)) {
      String[] cells = split(line);
      if (isEmpty(cells)) {
        sample.remove(line);
        blanks++;
      } else {
        divided.add(cells);
      }
    }
    if (divided.isEmpty()) {
      throw new UserError(file + " holds no values");
    }
    requireWidth(sample, divided);
    columns = CsvColumns.of(file.toString(), dialect, divided, options.reading());
    features = columns.features();
    row = new float[features.length];
    examples = new FeatureBuilder(ElementType.FLOAT32, features.length, false, options.cacheDir());
    for (int i = columns.hasHeader() ? 1 : 0; i < sample.size(); i++) {
      add(sample.get(i), divided.get(i));
    }
    for (Line line = next(); line != null; line = next()) {
      add(line, split(line));
    }
    if (examples.size() == 0) {
      throw new UserError(file + " holds no values");
    }
    return dataset();
  }

  /** The first lines that hold anything. */
  private List<Line> sample() {
    List<Line> sample = new ArrayList<>();
    for (Line line = next(); line != null; line = sample.size() < SAMPLE ? next() : null) {
      if (sample.isEmpty() && line.text().stripLeading().startsWith("#")) {
        comments++;
      } else {
        sample.add(line);
      }
    }
    if (sample.isEmpty()) {
      throw new UserError(file + " holds no values");
    }
    return sample;
  }

  private Line next() {
    for (String text = lines.next(); text != null; text = lines.next()) {
      if (!DecimalText.trimmed(text).isEmpty()) {
        return new Line(text, lines.line());
      }
      blanks++;
    }
    return null;
  }

  private String[] split(Line line) {
    try {
      return dialect.split(line.text());
    } catch (IOException e) {
      throw lines.error("a quotation is open at its end", line.number(), e);
    }
  }

  private void requireWidth(List<Line> sample, List<String[]> divided) {
    int width = divided.get(0).length;
    for (int i = 1; i < divided.size(); i++) {
      requireWidth(sample.get(i), divided.get(i), width);
    }
  }

  private void requireWidth(Line line, String[] cells, int width) {
    if (cells.length != width) {
      throw lines.error(
          "has " + cells.length + " values, but the lines before have " + width,
          line.number(),
          null);
    }
  }

  private void add(Line line, String[] cells) {
    requireWidth(line, cells, columns.width());
    if (isEmpty(cells)) {
      blanks++;
      return;
    }
    if (columns.trailing() && !cells[columns.width() - 1].isEmpty()) {
      throw lines.error(
          "column " + columns.width() + " is empty in the lines before", line.number(), null);
    }
    for (int i = 0; i < features.length; i++) {
      row[i] = feature(line, features[i], cells[features[i]]);
    }
    examples.add(row);
    if (columns.labels() >= 0) {
      String problem = classes.add(cells[columns.labels()]);
      if (problem != null) {
        throw lines.error(
            "column «" + columns.name(columns.labels()) + "»: " + problem, line.number(), null);
      }
    }
  }

  /** Separators alone, as spreadsheets leave them. */
  private static boolean isEmpty(String[] cells) {
    return Arrays.stream(cells).allMatch(String::isEmpty);
  }

  private float feature(Line line, int column, String cell) {
    float value = dialect.isNumber(cell) ? dialect.number(cell) : Float.NaN;
    if (Float.isFinite(value)) {
      return value;
    }
    throw lines.error(
        String.format(
            Locale.ROOT,
            "column «%s»: %s: %s",
            columns.name(column),
            cell.isEmpty()
                ? "it is empty"
                : Float.isNaN(value)
                    ? "\"" + shortened(cell) + "\" is not a number"
                    : shortened(cell) + " is larger than a float can be",
            columns.advice(column, cell)),
        line.number(),
        null);
  }

  private static String shortened(String cell) {
    return cell.length() <= 40 ? cell : cell.substring(0, 40) + "…";
  }

  private Dataset dataset() {
    ClassColumn found = columns.labels() < 0 ? null : classes.build();
    String fileName = SourceFile.fileName(file);
    Description description =
        new Description(
            fileName.replaceFirst("(?i)\\.(csv|tsv|txt)(\\.gz)?$", ""),
            SampleShape.vector(features.length),
            found == null ? List.of() : found.names(),
            columns.featureNames(),
            Map.of(fileName, lines.sha256()),
            List.of(note(found)));
    return new Dataset(description, examples.build(), found == null ? null : found.labels());
  }

  private String note(ClassColumn found) {
    List<String> notes = new ArrayList<>();
    notes.add(
        String.format(
            Locale.ROOT,
            "csv:%s: %,d rows, %,d features, %s",
            file,
            examples.size(),
            features.length,
            found == null
                ? "no classes"
                : "classes from column «"
                    + columns.name(columns.labels())
                    + "» ("
                    + found.counts()
                    + ")"));
    notes.addAll(columns.notes());
    if (comments > 0) {
      notes.add(comments + " lines of comment passed over");
    }
    if (blanks > 0) {
      notes.add(blanks + " blank lines passed over");
    }
    return String.join("; ", notes);
  }
}
