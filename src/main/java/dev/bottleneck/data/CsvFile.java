package dev.bottleneck.data;

import dev.bottleneck.runtime.UserError;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.datavec.api.records.reader.impl.csv.CSVRecordReader;
import org.datavec.api.split.InputStreamInputSplit;
import org.datavec.api.writable.Writable;

/**
 * Vectors in a CSV file, one a line, values in [0,1].
 *
 * <p>The first line is a header if one of its cells is {@code label} or none is a number; a column
 * headed {@code label} holds the class as an integer from 0. Blank lines are skipped. Whatever is
 * wrong is a {@link UserError} with file and line.
 */
final class CsvFile {
  private static final String LABEL = "label";

  /** Each class takes memory of its own; a column of identifiers is not one of classes. */
  private static final int MAX_CLASSES = 10_000;

  private final Path file;
  private final List<float[]> rows = new ArrayList<>();
  private final List<Integer> labels = new ArrayList<>();
  private int width = -1;
  private int labelColumn = -1;
  private int line;

  private CsvFile(Path file) {
    this.file = file;
  }

  /** Opens the user's file as training pool. */
  static Corpus open(Path file, DataOptions options) {
    return new Corpus(new CsvFile(file).read(), Optional.empty(), options.test());
  }

  private Dataset read() {
    SourceFile source = SourceFile.read(file);
    try (CSVRecordReader reader = new CSVRecordReader()) {
      reader.initialize(new InputStreamInputSplit(new ByteArrayInputStream(source.bytes())));
      while (reader.hasNext()) {
        line++;
        add(next(reader));
      }
    } catch (IOException e) {
      throw new UserError(file + " cannot be read: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UserError("interrupted while reading " + file, e);
    }
    if (rows.isEmpty()) {
      throw new UserError(file + " holds no values");
    }
    return dataset(source);
  }

  private List<String> next(CSVRecordReader reader) {
    try {
      return reader.next().stream().map(Writable::toString).map(String::trim).toList();
    } catch (RuntimeException e) {
      // DataVec wraps what its parser throws on an open quotation.
      if (e.getCause() instanceof IOException cause) {
        throw error(cause.getMessage(), e);
      }
      throw e;
    }
  }

  private void add(List<String> cells) {
    if (cells.size() == 1 && cells.get(0).isEmpty()) {
      return;
    }
    if (width < 0) {
      width = cells.size();
      if (isHeader(cells)) {
        readHeader(cells);
        return;
      }
    }
    if (cells.size() != width) {
      throw error("has " + cells.size() + " values, but the lines before have " + width, null);
    }
    float[] values = new float[labelColumn < 0 ? width : width - 1];
    int filled = 0;
    for (int column = 0; column < width; column++) {
      if (column == labelColumn) {
        labels.add(label(cells.get(column)));
      } else {
        values[filled++] = feature(cells.get(column), column);
      }
    }
    rows.add(values);
  }

  private static boolean isHeader(List<String> cells) {
    return cells.stream().anyMatch(CsvFile::isLabel) || cells.stream().noneMatch(CsvFile::isNumber);
  }

  private static boolean isLabel(String cell) {
    // Spreadsheets begin UTF-8 files with a byte order mark.
    return cell.replace("\uFEFF", "").equals(LABEL);
  }

  private static boolean isNumber(String cell) {
    try {
      Float.parseFloat(cell);
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private void readHeader(List<String> cells) {
    int[] found = IntStream.range(0, width).filter(column -> isLabel(cells.get(column))).toArray();
    if (found.length > 1) {
      throw error("has " + found.length + " columns named label", null);
    }
    if (found.length == 1) {
      labelColumn = found[0];
      if (width == 1) {
        throw error("has no column but label", null);
      }
    }
  }

  private float feature(String cell, int column) {
    float value;
    try {
      value = Float.parseFloat(cell);
    } catch (NumberFormatException e) {
      throw error("column " + (column + 1) + ": \"" + cell + "\" is not a number", e);
    }
    if (!Float.isFinite(value)) {
      throw error("column " + (column + 1) + ": " + cell + " is not a finite number", null);
    }
    if (value < 0 || value > 1) {
      throw error(
          "column " + (column + 1) + ": " + cell + " is outside [0,1]; scale the features first",
          null);
    }
    return value;
  }

  private int label(String cell) {
    try {
      int label = Integer.parseInt(cell);
      if (label >= 0 && label < MAX_CLASSES) {
        return label;
      }
    } catch (NumberFormatException e) {
      throw error("label \"" + cell + "\" is not an integer", e);
    }
    throw error("label " + cell + " is outside the classes 0 to " + (MAX_CLASSES - 1), null);
  }

  private UserError error(String what, Throwable cause) {
    return new UserError(file + ", line " + line + ": " + what, cause);
  }

  private Dataset dataset(SourceFile source) {
    int length = rows.get(0).length;
    int[] classes = labelColumn < 0 ? null : labels.stream().mapToInt(Integer::intValue).toArray();
    int largest = labels.stream().mapToInt(Integer::intValue).max().orElse(-1);
    FeatureBuilder features = FeatureBuilder.floats(length);
    rows.forEach(features::add);
    return new Dataset(
        new Description(
            SourceFile.fileName(file).replaceFirst("\\.csv$", ""),
            SampleShape.vector(length),
            IntStream.rangeClosed(0, largest).mapToObj(Integer::toString).toList(),
            Map.of(source.name(), source.sha256())),
        features.build(),
        classes);
  }
}
