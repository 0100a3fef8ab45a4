package dev.bottleneck.bench;

import dev.bottleneck.device.Machine;
import dev.bottleneck.report.MarkdownTable;
import dev.bottleneck.report.Numbers;
import dev.bottleneck.report.Table;
import dev.bottleneck.report.TextTable;
import dev.bottleneck.runtime.Build;
import dev.bottleneck.runtime.Require;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.runtime.WholeFile;
import dev.bottleneck.sweep.definition.SearchOptions;
import dev.bottleneck.sweep.definition.SearchOptions.Kind;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Holds searches against each other on tables of real results: by how much the best setting that
 * each has found is worse than the best of the table, after some numbers of trials.
 */
public final class TableComparison {
  private static final List<Kind> SEARCHES = List.of(Kind.RANDOM, Kind.GENETIC, Kind.TPE, Kind.GP);
  private static final List<Integer> AFTER = List.of(30, 60, 100);
  private static final List<Integer> WORKERS = List.of(1, 8);

  private final Path definitions;
  private final Path results;
  private final int sweeps;
  private final List<Integer> after; // so many trials, the most last
  private final Optional<String> python;
  private final PrintWriter out;

  /**
   * @param definitions a folder of files of sweeps
   * @param results a folder that has for each a file of the same name that ends in csv
   * @param sweeps of each search, of the seeds 1, 2 and so on
   * @param python a Python that has Optuna; empty to leave that out
   * @param out takes progress and tables
   */
  public TableComparison(
      Path definitions, Path results, int sweeps, Optional<String> python, PrintWriter out) {
    this(definitions, results, sweeps, AFTER, python, out);
  }

  TableComparison(
      Path definitions,
      Path results,
      int sweeps,
      List<Integer> after,
      Optional<String> python,
      PrintWriter out) {
    Require.atLeast("--sweeps", sweeps, 6); // of fewer a median has no such interval
    this.definitions = definitions;
    this.results = results;
    this.sweeps = sweeps;
    this.after = after;
    this.python = python;
    this.out = out;
  }

  /** Of one search on one table: the regret after each trial, of each sweep. */
  private record Regrets(String search, double[][] after) {
    double[] at(int trials) {
      return Arrays.stream(after).mapToDouble(sweep -> sweep[trials - 1]).sorted().toArray();
    }
  }

  /**
   * Runs all searches on all tables, and writes the page.
   *
   * @param command what the user typed, for the page
   */
  public void run(Path page, String command) {
    StringBuilder text = new StringBuilder(head(command));
    Map<String, List<Double>> ranks = new LinkedHashMap<>();
    for (ResultTable table : tables()) {
      for (int workers : WORKERS) {
        List<Regrets> all = regrets(table, workers);
        addRanks(all, ranks);
        Table made = table(table, workers, all);
        out.print("\n" + TextTable.render(made));
        out.flush();
        text.append(section(made));
      }
    }
    Table ranking = ranking(ranks);
    out.print("\n" + TextTable.render(ranking));
    text.append(section(ranking));
    try {
      WholeFile.write(page, text.toString());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + page, e);
    }
    out.printf("%nPage: %s%n", page.toAbsolutePath());
    out.flush();
  }

  private static String section(Table table) {
    return "\n## " + table.caption() + "\n\n" + MarkdownTable.render(table);
  }

  private List<ResultTable> tables() {
    if (!Files.isDirectory(definitions)) {
      throw new UserError(
          definitions + ": there is no such folder: --tables names one of files of sweeps (.yaml)");
    }
    try (Stream<Path> files = Files.list(definitions)) {
      List<Path> found = files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
      if (found.isEmpty()) {
        throw new UserError(definitions + ": no file of a sweep (.yaml) is there");
      }
      return found.stream()
          .map(
              file -> {
                String name = file.getFileName().toString().replaceAll("yaml$", "csv");
                return ResultTable.read(file, results.resolve(name));
              })
          .toList();
    } catch (IOException e) {
      throw new UserError(definitions + ": cannot be read: " + e, e);
    }
  }

  private List<Regrets> regrets(ResultTable table, int workers) {
    int trials = after.get(after.size() - 1);
    List<Regrets> all = new ArrayList<>();
    for (Kind kind : SEARCHES) {
      SearchOnTable search = new SearchOnTable(table, trials, workers);
      all.add(
          regrets(
              kind.toString(),
              table,
              IntStream.rangeClosed(1, sweeps)
                  .mapToObj(seed -> search.run(SearchOptions.of(kind), seed))
                  .toArray(double[][]::new)));
    }
    python.ifPresent(its -> all.add(ofOptuna(its, table, trials, workers)));
    return all;
  }

  private Regrets ofOptuna(String its, ResultTable table, int trials, int workers) {
    try (JobFolder folder = new JobFolder()) {
      OptunaOnTable.Found found =
          new OptunaOnTable(its, folder.path()).run(table, sweeps, trials, workers);
      return regrets("Optuna " + found.version(), table, found.least());
    }
  }

  private static Regrets regrets(String search, ResultTable table, double[][] least) {
    double best = table.least();
    return new Regrets(
        search,
        Arrays.stream(least)
            .map(sweep -> Arrays.stream(sweep).map(cost -> cost - best).toArray())
            .toArray(double[][]::new));
  }

  private Table table(ResultTable table, int workers, List<Regrets> all) {
    Table.Builder made =
        Table.titled(
                "%s: regret in %s, %d worker%s, %,d settings"
                    .formatted(
                        table.sweep().name(),
                        table.sweep().objective().metric(),
                        workers,
                        workers == 1 ? "" : "s side by side",
                        table.size()))
            .text("search");
    after.forEach(trials -> made.number("after " + trials + " trials"));
    for (Regrets search : all) {
      Stream<String> cells = after.stream().map(trials -> median(search.at(trials)));
      made.row(Stream.concat(Stream.of(search.search()), cells).toArray(String[]::new));
    }
    return made.build();
  }

  /** The median with its interval. */
  private static String median(double[] sorted) {
    MedianInterval interval = MedianInterval.of(sorted);
    return "%s (%s to %s)"
        .formatted(
            Numbers.fixed(interval.median(), 5),
            Numbers.fixed(interval.low(), 5),
            Numbers.fixed(interval.high(), 5));
  }

  private void addRanks(List<Regrets> all, Map<String, List<Double>> ranks) {
    for (int trials : after) {
      double[] medians =
          all.stream()
              .mapToDouble(search -> MedianInterval.of(search.at(trials)).median())
              .toArray();
      for (int i = 0; i < medians.length; i++) {
        double own = medians[i];
        long below = Arrays.stream(medians).filter(other -> other < own).count();
        long equal = Arrays.stream(medians).filter(other -> other == own).count();
        ranks
            .computeIfAbsent(all.get(i).search(), name -> new ArrayList<>())
            .add(below + (equal + 1) / 2.0);
      }
    }
  }

  private static Table ranking(Map<String, List<Double>> ranks) {
    Table.Builder made =
        Table.titled("Mean rank by median regret, over all of the above")
            .text("search")
            .number("mean rank");
    ranks.forEach(
        (search, its) ->
            made.row(
                search,
                Numbers.fixed(its.stream().collect(Collectors.averagingDouble(rank -> rank)), 2)));
    return made.build();
  }

  private String head(String command) {
    Map<String, Object> machine = Machine.describe();
    return String.format(
        Locale.ROOT,
        """
        # Searches

        By how much the best setting that a search has found is worse than the best of a table (its regret): the median of %d sweeps
        of the seeds 1 to %d, with an interval that holds at 95 %% whatever the distribution. A table is what a sweep of
        `experiments/tables` found at every setting of a grid, once, in `results/tables`; between the points of the grid it is
        linear in each direction. Nothing is trained here. Side by side a trial ends when so many others were begun after it.
        Searches have their defaults; Optuna reads the tables by a program of its own (`optuna_tables.py`).

        - Command: `%s`, %s, commit %s
        - Machine: %s, %s cores
        """,
        sweeps,
        sweeps,
        command,
        LocalDate.now(ZoneOffset.UTC),
        Build.commit(),
        machine.get("cpu"),
        machine.get("cores"));
  }
}
