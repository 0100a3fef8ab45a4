package dev.bottleneck.study.reproduction;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.runtime.WholeFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Markdown page of reproduced figures: a row an arm, and below the table the runs they are of.
 *
 * <p>Experiments take hours and are seldom all run at once: rows of an experiment that is run again
 * take the place of its old ones, the others stay, each with the run it came from.
 */
public final class ReproductionPage {
  private static final Logger log = LoggerFactory.getLogger(ReproductionPage.class);

  private static final String HEAD =
      """
      # Reproduction

      A published figure is one run of its source: it is held against the median of our seeds (difference: median − published), and
      the column below says how many seeds lie below it. The mean stands with its 95 % interval, the range is the lowest and the
      highest seed. Wall time is that of the whole experiment, all arms and seeds. `./bottleneck reproduce <experiment …>` renews
      the rows of the experiments it names. Where a row misses, the header of its YAML in `experiments/` says why.

      """;
  private static final String TABLE =
      """
      | experiment | arm | metric | published | median | mean (95 %) | range | seeds | below | difference | tolerance | within | wall time | run |
      |---|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---|---:|---|
      """;
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** From the arm to the wall time. */
  private static final int CELLS = 12;

  private static final Pattern ROW = Pattern.compile("\\| ([^|]+) \\| (.*) \\| (\\d+) \\|");
  private static final Pattern RUN = Pattern.compile("(\\d+)\\. (.*)");

  /**
   * One line of the table.
   *
   * @param cells from the arm to the wall time, as they stand
   * @param run what produced it
   */
  private record Row(String experiment, String cells, String run) {}

  private final Path file;
  private final List<Row> rows;

  private ReproductionPage(Path file, List<Row> rows) {
    this.file = file;
    this.rows = rows;
  }

  /**
   * The rows as they stand in the record beside {@code file}, or none. A page without a record is
   * read itself, if it can be read whole.
   *
   * @throws UserError if record or page are damaged, or no such files
   */
  static ReproductionPage open(Path file) {
    Path record = record(file);
    try {
      if (Files.exists(record)) {
        return new ReproductionPage(file, recorded(record));
      }
      if (!Files.exists(file)) {
        return new ReproductionPage(file, new ArrayList<>());
      }
      String text = Files.readString(file);
      if (!text.startsWith(HEAD.lines().findFirst().orElseThrow())) {
        throw foreign(file, null);
      }
      return new ReproductionPage(file, parse(file, text));
    } catch (MalformedInputException e) {
      throw foreign(file, e);
    } catch (IOException e) {
      throw new UserError(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * How long each experiment of the page took, in its words ("62 s"); nothing where there is no
   * page, or one that cannot be read.
   */
  public static Map<String, String> wallTimes(Path file) {
    Map<String, String> times = new LinkedHashMap<>();
    try {
      for (Row row : Files.exists(record(file)) ? recorded(record(file)) : List.<Row>of()) {
        times.put(row.experiment(), row.cells().substring(row.cells().lastIndexOf(" | ") + 3));
      }
    } catch (IOException | UserError e) {
      log.info("{} tells no times", file, e);
    }
    return times;
  }

  /** The data that the page is drawn from: {@code REPRODUCTION.json} of {@code REPRODUCTION.md}. */
  static Path record(Path file) {
    String name = file.toAbsolutePath().getFileName().toString();
    int dot = name.lastIndexOf('.');
    return file.resolveSibling((dot > 0 ? name.substring(0, dot) : name) + ".json");
  }

  private static List<Row> recorded(Path record) throws IOException {
    try {
      List<Row> rows = List.of(JSON.readValue(Files.readString(record), Row[].class));
      if (rows.stream().anyMatch(row -> row.cells().split(" \\| ", -1).length != CELLS)) {
        throw new UserError(
            record
                + ": the record of an earlier page, with other columns: name another with --page");
      }
      return new ArrayList<>(rows);
    } catch (JsonProcessingException | MalformedInputException | NullPointerException e) {
      throw new UserError(
          record + ": damaged: it is the record of the page, and is left as it is: restore it", e);
    }
  }

  private static UserError foreign(Path file, Exception cause) {
    return new UserError(
        file + ": not a page of reproductions, and is left as it is; name another with --page",
        cause);
  }

  private static List<Row> parse(Path file, String text) {
    Map<String, String> runs = new LinkedHashMap<>();
    matches(RUN, text).forEach(m -> runs.put(m.group(1), m.group(2)));
    List<Row> rows = new ArrayList<>();
    matches(ROW, text)
        .filter(m -> runs.containsKey(m.group(3)))
        .forEach(m -> rows.add(new Row(m.group(1), m.group(2), runs.get(m.group(3)))));
    long lines = text.lines().filter(line -> line.startsWith("|")).count() - TABLE.lines().count();
    boolean whole = text.endsWith("\n") && text.contains("\nRuns:\n");
    if (!whole
        || rows.size() != lines
        || rows.stream().map(Row::run).distinct().count() != runs.size()) {
      throw new UserError(
          file
              + ": damaged: not every row can be read, and none may be lost: restore it, or name"
              + " another with --page");
    }
    return rows;
  }

  private static Stream<Matcher> matches(Pattern pattern, String text) {
    return text.lines().map(pattern::matcher).filter(Matcher::matches);
  }

  /**
   * Replaces the rows of {@code experiment}.
   *
   * @param arms for each arm the cells from its title to the wall time
   * @param run one line: when, with what and by which command they were made
   */
  void put(String experiment, List<List<String>> arms, String run) {
    rows.removeIf(row -> row.experiment().equals(experiment));
    arms.forEach(cells -> rows.add(new Row(experiment, String.join(" | ", cells), run)));
    rows.sort(Comparator.comparing(Row::experiment));
  }

  /** Writes record and page, each whole. */
  void write() {
    List<String> runs = rows.stream().map(Row::run).distinct().toList();
    StringBuilder text = new StringBuilder(HEAD).append(TABLE);
    for (Row row : rows) {
      text.append("| ").append(row.experiment()).append(" | ").append(row.cells()).append(" | ");
      text.append(number(runs, row)).append(" |\n");
    }
    text.append("\nRuns:\n\n");
    for (int i = 0; i < runs.size(); i++) {
      text.append(i + 1).append(". ").append(runs.get(i)).append('\n');
    }
    try {
      // The record first: a page that is lost is drawn again, a row is not.
      WholeFile.write(record(file), JSON.writeValueAsString(rows) + "\n");
      WholeFile.write(file, text.toString());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  private static int number(List<String> runs, Row row) {
    return runs.indexOf(row.run()) + 1;
  }
}
