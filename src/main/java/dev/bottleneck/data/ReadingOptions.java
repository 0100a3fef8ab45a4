package dev.bottleneck.data;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.bottleneck.runtime.Require;
import dev.bottleneck.runtime.UserError;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * How the user's own data are read: the section {@code reading} of a configuration. What is {@code
 * auto} is found out from the file, and said.
 *
 * @param scale what the values are brought to; fitted on the training part alone, kept in the model
 *     and applied wherever it is used
 * @param test what is held out as test part, in the words of {@link HoldOut}; {@code auto}: nothing
 *     if the data have a test part, else a fifth at random, {@code random:0.2:1}
 * @param labels a second file that holds the classes, for {@code npy:}; or {@code none}
 * @param color what becomes of colour in {@code images:}: {@code auto} keeps it if any image has it
 * @param labelColumn the column of a table that holds the classes: its name, or its number from 1;
 *     {@code auto} takes one called label; or {@code none}
 * @param indexColumn a column of a table that numbers or names its rows and is no feature: {@code
 *     auto}, {@code none}, its name or its number from 1
 * @param header whether a table's first line names its columns: {@code auto}, {@code first} (it
 *     does) or {@code none}
 * @param separator between the values of a table: {@code auto}, {@code comma}, {@code semicolon},
 *     {@code tab}, {@code space} or {@code pipe}
 * @param decimal of a table's numbers: {@code auto}, {@code point} or {@code comma}
 */
@JsonPropertyOrder({
  "scale",
  "test",
  "labels",
  "color",
  "labelColumn",
  "indexColumn",
  "header",
  "separator",
  "decimal"
})
public record ReadingOptions(
    Scale scale,
    String test,
    String labels,
    Color color,
    String labelColumn,
    String indexColumn,
    Header header,
    Separator separator,
    Decimal decimal) {
  /** What is found out from the file. */
  public static final String AUTO = "auto";

  /** The options that say nothing of a {@code .npy}; all of them may be {@link #AUTO}. */
  public static final List<String> OF_OTHER_FILES =
      List.of("color", "labelColumn", "indexColumn", "header", "separator", "decimal");

  static final String NONE = "none";

  /** Everything is found out. */
  public static final ReadingOptions DEFAULTS =
      new ReadingOptions(
          Scale.NONE,
          AUTO,
          NONE,
          Color.AUTO,
          AUTO,
          AUTO,
          Header.AUTO,
          Separator.AUTO,
          Decimal.AUTO);

  /** The names of the options. */
  public static final List<String> KEYS =
      Arrays.stream(ReadingOptions.class.getRecordComponents())
          .map(RecordComponent::getName)
          .toList();

  /** What values are brought to. */
  public enum Scale {
    /** They are taken as they are. */
    NONE,
    /** Each feature's range over the training part becomes [0,1]. */
    MINMAX,
    /** Each feature gets mean 0 and standard deviation 1 over the training part. */
    STANDARD,
    /** Bytes that are brightnesses are divided by 255. */
    PIXELS;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What becomes of colour. */
  public enum Color {
    AUTO,
    RGB,
    GRAY;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Whether the first line names the columns. */
  public enum Header {
    AUTO,
    FIRST,
    NONE;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What stands between two values. */
  public enum Separator {
    AUTO,
    COMMA,
    SEMICOLON,
    TAB,
    SPACE,
    PIPE;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What stands before the fraction of a number. */
  public enum Decimal {
    AUTO,
    POINT,
    COMMA;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public ReadingOptions {
    if (!test.equals(AUTO)) {
      HoldOut.parse("test", test);
    }
    for (String column : new String[] {labelColumn, indexColumn, labels}) {
      if (column.isBlank()) {
        throw new UserError("a column or file of reading is empty: leave it out, or give its name");
      }
    }
    Require.path("labels", labels);
  }

  /** The same with this test part. */
  public ReadingOptions withTest(String holdOut) {
    return new ReadingOptions(
        scale, holdOut, labels, color, labelColumn, indexColumn, header, separator, decimal);
  }

  /** The same with the classes in this file. */
  public ReadingOptions withLabels(String file) {
    return new ReadingOptions(
        scale, test, file, color, labelColumn, indexColumn, header, separator, decimal);
  }

  /** The same with paths that hold from any folder. */
  public ReadingOptions withAbsolutePaths() {
    return labels.equals(NONE)
        ? this
        : withLabels(Path.of(labels).toAbsolutePath().normalize().toString());
  }

  /** What is held out as test part; empty to follow the data. */
  Optional<String> testPart() {
    return Optional.of(test).filter(spec -> !spec.equals(AUTO));
  }

  /** The file that holds the classes. */
  Optional<String> labelFile() {
    return Optional.of(labels).filter(file -> !file.equals(NONE));
  }

  /** The options that are not at their defaults, in order. */
  List<String> changed() {
    return Arrays.stream(ReadingOptions.class.getRecordComponents())
        .filter(option -> !Objects.equals(value(option, this), value(option, DEFAULTS)))
        .map(RecordComponent::getName)
        .toList();
  }

  /**
   * Refuses options that this kind of data does not know: silently passed over, they would mislead.
   *
   * @param data what messages call the data
   * @param taken the options it knows
   */
  void requireOnly(String data, String... taken) {
    for (String option : changed()) {
      if (!option.equals("scale") && !Arrays.asList(taken).contains(option)) {
        throw new UserError(
            String.format(
                Locale.ROOT,
                "%s is set, but %s takes of the options of reading only %s",
                option,
                data,
                String.join(", ", taken)));
      }
    }
  }

  private static Object value(RecordComponent option, ReadingOptions options) {
    try {
      return option.getAccessor().invoke(options);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a record whose component cannot be read", e);
    }
  }
}
