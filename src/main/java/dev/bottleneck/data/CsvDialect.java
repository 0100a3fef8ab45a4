package dev.bottleneck.data;

import dev.bottleneck.data.ReadingOptions.Decimal;
import dev.bottleneck.data.ReadingOptions.Separator;
import dev.bottleneck.runtime.UserError;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.datavec.api.records.reader.impl.csv.SerializableCSVParser;

/**
 * What separates a table's values and begins their fractions: as it was set, else found from the
 * first lines, and never guessed where two readings are possible.
 */
final class CsvDialect {
  private static final Map<Separator, Character> SEPARATORS =
      Map.of(
          Separator.COMMA, ',',
          Separator.SEMICOLON, ';',
          Separator.TAB, '\t',
          Separator.PIPE, '|',
          Separator.SPACE, ' ');

  /** In the order in which they are tried: a space may stand beside any of the others. */
  private static final List<Separator> TRIED =
      List.of(Separator.TAB, Separator.SEMICOLON, Separator.COMMA, Separator.PIPE, Separator.SPACE);

  private static final Pattern COMMA_FRACTION = Pattern.compile("[+-]?\\d*,\\d+([eE][+-]?\\d+)?");
  private static final Pattern THOUSANDS = Pattern.compile("[+-]?[1-9]\\d{0,2}(,\\d{3})+");
  private static final Pattern TWO_WHOLE = Pattern.compile("[+-]?\\d+,\\d+");

  private final Separator separator;
  private final char decimal;
  private final SerializableCSVParser parser;

  private CsvDialect(Separator separator, char decimal) {
    this.separator = separator;
    this.decimal = decimal;
    this.parser = parser(separator);
  }

  private static SerializableCSVParser parser(Separator separator) {
    return new SerializableCSVParser(SEPARATORS.get(separator), '"', '\\', false, true);
  }

  /**
   * The dialect of a file.
   *
   * @param file what errors call it
   * @param sample its first lines, none blank
   */
  static CsvDialect of(String file, List<String> sample, ReadingOptions reading) {
    Separator separator =
        reading.separator() == Separator.AUTO ? find(sample) : reading.separator();
    boolean asked = reading.separator() == Separator.AUTO && reading.decimal() == Decimal.AUTO;
    if (asked && sample.stream().allMatch(line -> TWO_WHOLE.matcher(line.strip()).matches())) {
      throw new UserError(
          file
              + ": "
              + sample.get(0).strip()
              + " may be two whole numbers or one with a decimal comma: set separator=comma or"
              + " decimal=comma");
    }
    if (reading.separator() == Separator.AUTO
        && reading.decimal() == Decimal.COMMA
        && separator == Separator.COMMA
        && sample.stream().noneMatch(line -> line.contains("\""))) {
      separator = Separator.SEMICOLON;
    }
    return new CsvDialect(separator, decimal(file, sample, separator, reading.decimal()));
  }

  /** The one that divides all lines into equally many values, and into most of them. */
  private static Separator find(List<String> sample) {
    Separator best = Separator.COMMA;
    int most = 1;
    for (Separator candidate : TRIED) {
      int[] counts = sample.stream().mapToInt(line -> count(line, candidate)).toArray();
      boolean even = Arrays.stream(counts).allMatch(count -> count == counts[0]);
      // A space divides what another separator divides as well.
      if (even && counts[0] > most && !(candidate == Separator.SPACE && most > 1)) {
        best = candidate;
        most = counts[0];
      }
    }
    return most > 1 ? best : mostFrequent(sample);
  }

  /** Where lines are uneven: what stands in most of them, so that the uneven one can be named. */
  private static Separator mostFrequent(List<String> sample) {
    Separator best = Separator.COMMA;
    long most = 0;
    for (Separator candidate : List.of(Separator.TAB, Separator.SEMICOLON, Separator.COMMA)) {
      char sign = SEPARATORS.get(candidate);
      long lines = sample.stream().filter(line -> line.indexOf(sign) >= 0).count();
      if (lines > most) {
        best = candidate;
        most = lines;
      }
    }
    return best;
  }

  private static int count(String line, Separator separator) {
    try {
      return split(line, separator, parser(separator)).length;
    } catch (IOException e) {
      return -1;
    }
  }

  private static char decimal(
      String file, List<String> sample, Separator separator, Decimal asked) {
    if (asked != Decimal.AUTO) {
      return asked == Decimal.COMMA ? ',' : '.';
    }
    List<String> fractions = new ArrayList<>();
    for (String line : sample) {
      for (String cell : cells(line, separator)) {
        if (COMMA_FRACTION.matcher(cell).matches() || THOUSANDS.matcher(cell).matches()) {
          fractions.add(cell);
        }
      }
    }
    if (fractions.isEmpty()) {
      return '.';
    }
    if (fractions.stream().allMatch(cell -> THOUSANDS.matcher(cell).matches())) {
      throw new UserError(
          file
              + ": "
              + fractions.get(0)
              + " may be a number of thousands or one with a decimal comma: set decimal=comma, or"
              + " write it without the comma");
    }
    return ',';
  }

  private static List<String> cells(String line, Separator separator) {
    try {
      return Arrays.stream(split(line, separator, parser(separator)))
          .map(DecimalText::trimmed)
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static String[] split(String line, Separator separator, SerializableCSVParser parser)
      throws IOException {
    if (separator == Separator.SPACE) {
      return line.strip().split("\\s+");
    }
    return parser.parseLine(line);
  }

  /**
   * The values of a line, without the blanks around them.
   *
   * @throws IOException if a quotation is open at its end
   */
  String[] split(String line) throws IOException {
    String[] cells = split(line, separator, parser);
    for (int i = 0; i < cells.length; i++) {
      cells[i] = DecimalText.trimmed(cells[i]);
    }
    return cells;
  }

  boolean isNumber(String cell) {
    return DecimalText.isNumber(cell, decimal);
  }

  float number(String cell) {
    return DecimalText.parse(cell, decimal);
  }

  /** Such as "semicolons, decimal commas". */
  String describe() {
    String between =
        switch (separator) {
          case SEMICOLON -> "semicolons";
          case TAB -> "tabs";
          case PIPE -> "bars";
          case SPACE -> "blanks";
          default -> "commas";
        };
    return between + (decimal == ',' ? ", decimal commas" : ", decimal points");
  }
}
