package dev.bottleneck.sweep;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bottleneck.device.Hardware;
import dev.bottleneck.device.Machine;
import dev.bottleneck.jobs.Time;
import dev.bottleneck.report.BenchmarksPage;
import dev.bottleneck.report.MarkdownTable;
import dev.bottleneck.report.Numbers;
import dev.bottleneck.report.Table;
import dev.bottleneck.report.TextTable;
import dev.bottleneck.runtime.Build;
import dev.bottleneck.runtime.Require;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.study.yaml.Yaml;
import dev.bottleneck.sweep.definition.SearchOptions.Kind;
import dev.bottleneck.sweep.definition.ShippedSweeps;
import dev.bottleneck.sweep.definition.SweepDefinition;
import dev.bottleneck.sweep.definition.SweepFile;
import dev.bottleneck.sweep.store.TrialStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.statistics.descriptive.Median;

/**
 * Holds searches against each other on one sweep's space, objective and budget: the best value that
 * each finds, over several sweeps of different seeds. The test part stays untouched.
 */
public final class SearchComparison {
  private static final String SECTION = "Searches";
  private static final List<Kind> SEARCHES = List.of(Kind.RANDOM, Kind.GENETIC, Kind.TPE, Kind.GP);

  private final SweepDefinition sweep;
  private final SweepOptions options;
  private final int repeats;
  private final PrintWriter out;

  /**
   * @param nameOrFile a shipped sweep's name, or the path of a YAML file
   * @param repeats sweeps of each search, of seeds 1, 2 and so on
   * @param out takes progress and the table
   * @throws UserError naming what cannot be right
   */
  public SearchComparison(String nameOrFile, SweepOptions options, int repeats, PrintWriter out) {
    Require.atLeast("--sweeps", repeats, 1);
    this.sweep = options.applyTo(ShippedSweeps.open(nameOrFile, options.assignments()));
    this.options = options;
    this.repeats = repeats;
    this.out = out;
  }

  /**
   * Runs them all, and renews the section of the page.
   *
   * @param command what the user typed, for the page
   */
  public void run(Path page, String command) {
    // Before anything is searched: what cannot be written should not take minutes to say so.
    BenchmarksPage.open(page);
    SEARCHES.forEach(search -> variant(sweep, options, search, 1));
    String commit = Build.commit();
    Table.Builder table =
        Table.titled("Best " + sweep.objective().metric())
            .text("search")
            .number("median")
            .number("lowest")
            .number("highest");
    for (Kind search : SEARCHES) {
      double[] best = bestOfEach(search);
      table.row(
          search.toString(),
          Numbers.fixed(Median.withDefaults().withCopy(true).evaluate(best), 4),
          Numbers.fixed(Arrays.stream(best).min().orElseThrow(), 4),
          Numbers.fixed(Arrays.stream(best).max().orElseThrow(), 4));
    }
    Table made = table.build();
    out.print("\n" + TextTable.render(made));
    BenchmarksPage renewed = BenchmarksPage.open(page);
    renewed.put(SECTION, text(command, commit) + "\n" + MarkdownTable.render(made));
    renewed.write();
    out.printf(Locale.ROOT, "%nPage: %s%n", page.toAbsolutePath());
    out.flush();
  }

  private String text(String command, String commit) {
    return String.format(
        Locale.ROOT,
        """
        The best %s (%s) on validation data that a search found in %d trials of the sweep %s: median, lowest and highest
        of %d sweeps each, sweep seeds 1 to %d.

        %s
        """,
        sweep.objective().metric(),
        sweep.objective().goal(),
        sweep.budget().trials(),
        sweep.name(),
        repeats,
        repeats,
        provenance(command, commit));
  }

  /** Two lines of a page: with what, when and where its figures were made. */
  static String provenance(String command, String commit) {
    Map<String, Object> machine = Machine.describe();
    return String.format(
        Locale.ROOT,
        "- Command: `%s`, %s, commit %s\n- Machine: %s, %s cores",
        command,
        LocalDate.now(ZoneOffset.UTC),
        commit,
        machine.get("cpu"),
        machine.get("cores"));
  }

  private double[] bestOfEach(Kind search) {
    double[] best = new double[repeats];
    for (int i = 0; i < repeats; i++) {
      best[i] = best(search, i + 1);
      out.printf(Locale.ROOT, "%s, sweep seed %d: %s%n", search, i + 1, Numbers.fixed(best[i], 4));
      out.flush();
    }
    return best;
  }

  private double best(Kind search, long seed) {
    SweepDefinition variant = variant(sweep, options, search, seed);
    try {
      Path folder = Files.createTempDirectory("bottleneck-searches");
      try {
        new SweepRun(
                variant,
                options,
                new PrintWriter(Writer.nullWriter()),
                folder,
                Hardware.present(),
                Time.SYSTEM)
            .carryOut();
        try (TrialStore store = TrialStore.open(folder, Duration.ofMinutes(1))) {
          return store
              .standing(variant.objective())
              .best()
              .orElseThrow(() -> new UserError(sweep.file() + ": no trial was complete"))
              .value()
              .orElseThrow();
        }
      } finally {
        delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a temporary folder failed", e);
    }
  }

  /** The same sweep by another search; a search that the file does not name has its defaults. */
  static SweepDefinition variant(
      SweepDefinition sweep, SweepOptions options, Kind search, long seed) {
    ObjectNode content = Yaml.read(sweep.file(), sweep.text(), "name: my-sweep");
    if (sweep.search().kind() != search) {
      content.putObject("search").put("kind", search.toString());
    }
    content.put("sweepSeed", seed).put("finalSeeds", 0);
    return options.applyTo(
        SweepFile.parse(sweep.file(), Yaml.write(content), options.assignments()));
  }

  static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
