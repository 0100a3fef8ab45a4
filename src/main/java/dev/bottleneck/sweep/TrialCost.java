package dev.bottleneck.sweep;

import dev.bottleneck.evaluation.Summary;
import dev.bottleneck.jobs.StoreFormat;
import dev.bottleneck.jobs.WorkerId;
import dev.bottleneck.report.BenchmarksPage;
import dev.bottleneck.report.MarkdownTable;
import dev.bottleneck.report.Numbers;
import dev.bottleneck.report.Table;
import dev.bottleneck.report.TextTable;
import dev.bottleneck.runtime.Build;
import dev.bottleneck.runtime.Require;
import dev.bottleneck.sweep.definition.SearchOptions.Kind;
import dev.bottleneck.sweep.definition.ShippedSweeps;
import dev.bottleneck.sweep.definition.SweepDefinition;
import dev.bottleneck.sweep.search.RandomSearch;
import dev.bottleneck.sweep.search.Search;
import dev.bottleneck.sweep.store.TrialQueue;
import dev.bottleneck.sweep.store.TrialStore;
import dev.bottleneck.sweep.trial.Trial;
import dev.bottleneck.sweep.work.SearchPlanner;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What a trial costs beside its training as the trials before it grow in number: to propose and
 * claim it, and to end it and say how the sweep stands. Nothing is trained; a setting's value is
 * the squared distance of its genes from 0.3.
 */
public final class TrialCost {
  private static final String SECTION = "Cost of a trial";
  private static final List<Kind> SEARCHES = List.of(Kind.RANDOM, Kind.GENETIC, Kind.TPE);
  private static final int MEASURED = 40;

  private final SweepDefinition sweep;
  private final List<Integer> sizes;
  private final PrintWriter out;

  /**
   * @param nameOrFile a shipped sweep's name, or the path of a YAML file
   * @param sizes how many trials there are before those that are timed
   */
  public TrialCost(String nameOrFile, List<Integer> sizes, PrintWriter out) {
    sizes.forEach(size -> Require.atLeast("--sizes", size, 1));
    this.sweep = ShippedSweeps.open(nameOrFile, List.of());
    this.sizes = sizes.stream().sorted().toList();
    this.out = out;
  }

  /**
   * Measures, and renews the section of the page.
   *
   * @param command what the user typed, for the page
   */
  public void run(Path page, String command) {
    BenchmarksPage.open(page);
    Table.Builder table =
        Table.titled("Milliseconds, median (quartiles) of %d trials".formatted(MEASURED))
            .text("search")
            .number("trials before")
            .number("propose and claim")
            .number("end and standing");
    try {
      Path folder = Files.createTempDirectory("bottleneck-trials");
      try {
        measure(folder).forEach(table::row);
      } finally {
        SearchComparison.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a temporary folder failed", e);
    }
    Table made = table.build();
    out.print("\n" + TextTable.render(made));
    BenchmarksPage.renew(page, SECTION, text(command) + "\n" + MarkdownTable.render(made), out);
  }

  /** The rows of the table. */
  private List<String[]> measure(Path folder) throws IOException {
    List<String[]> rows = new ArrayList<>();
    Path filled = Files.createDirectory(folder.resolve("filled"));
    StoreFormat.create(filled.resolve(TrialStore.FILE), Map.of("sweep", sweep.name()));
    for (int size : sizes) {
      fill(filled, size);
      for (Kind kind : SEARCHES) {
        Path copy = Files.createDirectory(folder.resolve(kind + "-" + size));
        Files.copy(filled.resolve(TrialStore.FILE), copy.resolve(TrialStore.FILE));
        rows.add(row(kind, size, copy));
      }
    }
    return rows;
  }

  private String text(String command) {
    return String.format(
        Locale.ROOT,
        """
        What a trial of the sweep %s costs beside its training, which is left out here: a setting is proposed and claimed in the
        store, ended, and how the sweep stands is asked for.

        %s
        """,
        sweep.name(),
        SearchComparison.provenance(command, Build.commit()));
  }

  /** Random settings up to {@code size}, each by the steps of a sweep. */
  private void fill(Path folder, int size) {
    try (TrialStore store = open(folder)) {
      Search random = new RandomSearch(sweep.space(), sweep.sweepSeed());
      TrialQueue queue = queue(store, random, size);
      Optional<Trial> trial = queue.claim(WorkerId.present());
      while (trial.isPresent()) {
        end(store, trial.get());
        trial = queue.claim(WorkerId.present());
      }
    }
    out.printf(Locale.ROOT, "%,d trials%n", size);
    out.flush();
  }

  private String[] row(Kind kind, int size, Path folder) {
    Search search =
        Search.of(
            SearchComparison.variant(sweep, SweepOptions.defaults(), kind, sweep.sweepSeed()));
    List<Double> claims = new ArrayList<>();
    List<Double> ends = new ArrayList<>();
    try (TrialStore store = open(folder)) {
      // What a process reads at its first trial it keeps.
      TrialQueue queue = queue(store, search, Integer.MAX_VALUE);
      end(store, queue.claim(WorkerId.present()).orElseThrow());
      for (int i = 0; i < MEASURED; i++) {
        long begun = System.nanoTime();
        Trial trial = queue.claim(WorkerId.present()).orElseThrow();
        long claimed = System.nanoTime();
        end(store, trial);
        ends.add((System.nanoTime() - claimed) / 1e6);
        claims.add((claimed - begun) / 1e6);
      }
    }
    return new String[] {
      kind.toString(), String.format(Locale.ROOT, "%,d", size), quartiles(claims), quartiles(ends)
    };
  }

  private TrialQueue queue(TrialStore store, Search search, int most) {
    return new TrialQueue(store, new SearchPlanner(sweep, search, number -> number < most));
  }

  private void end(TrialStore store, Trial trial) {
    double value =
        IntStream.range(0, trial.proposal().genes().size())
            .mapToDouble(i -> Math.pow(trial.proposal().genes().get(i) - 0.3, 2))
            .sum();
    Map<String, List<Double>> measures = Map.of(sweep.objective().metric(), List.of(value));
    store.jobs().end(trial.job(), TrialStore.complete(measures, value), 1);
    store.endedAfter(0, sweep.failuresInARow());
    store.standing(sweep.objective());
  }

  private static TrialStore open(Path folder) {
    return TrialStore.open(folder, Duration.ofMinutes(1));
  }

  private static String quartiles(List<Double> values) {
    double[] all = values.stream().mapToDouble(Double::doubleValue).toArray();
    Summary.Quartiles q = Summary.of(all).quartiles();
    return "%s (%s to %s)"
        .formatted(
            Numbers.fixed(q.median(), 1), Numbers.fixed(q.first(), 1), Numbers.fixed(q.third(), 1));
  }
}
