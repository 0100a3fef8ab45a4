package dev.bottleneck.sweep;

import dev.bottleneck.device.Hardware;
import dev.bottleneck.device.WorkerThreads;
import dev.bottleneck.evaluation.Summary;
import dev.bottleneck.jobs.StorePlace;
import dev.bottleneck.jobs.Time;
import dev.bottleneck.jobs.WorkerId;
import dev.bottleneck.report.BenchmarksPage;
import dev.bottleneck.report.MarkdownTable;
import dev.bottleneck.report.Numbers;
import dev.bottleneck.report.Table;
import dev.bottleneck.report.TextTable;
import dev.bottleneck.runtime.Build;
import dev.bottleneck.runtime.Interrupted;
import dev.bottleneck.runtime.Require;
import dev.bottleneck.sweep.definition.PruningOptions;
import dev.bottleneck.sweep.definition.SearchOptions.Kind;
import dev.bottleneck.sweep.definition.ShippedSweeps;
import dev.bottleneck.sweep.definition.SweepDefinition;
import dev.bottleneck.sweep.pruning.Pruner;
import dev.bottleneck.sweep.search.RandomSearch;
import dev.bottleneck.sweep.search.Search;
import dev.bottleneck.sweep.store.TrialQueue;
import dev.bottleneck.sweep.store.TrialStore;
import dev.bottleneck.sweep.trial.Trial;
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
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * What a trial costs beside its training as the trials before it grow in number: to propose and
 * claim it, and to end it and say how the sweep stands. Nothing is trained.
 */
public final class TrialCost {
  private static final String SECTION = "Cost of a trial";
  private static final List<Kind> SEARCHES = List.of(Kind.RANDOM, Kind.GENETIC, Kind.TPE);
  private static final int MEASURED = 40;

  /** By whatever rule the sweep prunes: what is to be shown are rungs that many trials come to. */
  private static final PruningOptions ASHA = new PruningOptions(PruningOptions.Kind.ASHA, 1, 3, 1);

  private final SweepDefinition sweep;
  private final List<Integer> sizes;
  private final int workers;
  private final Optional<String> database;
  private final PrintWriter out;

  /**
   * @param nameOrFile a shipped sweep's name, or the path of a YAML file
   * @param sizes how many trials there are before those that are timed
   * @param workers how many claim and end trials at once while their number grows
   * @param database that the trials are in, as JDBC takes it; empty for a file
   */
  public TrialCost(
      String nameOrFile,
      List<Integer> sizes,
      int workers,
      Optional<String> database,
      PrintWriter out) {
    sizes.forEach(size -> Require.atLeast("--sizes", size, 1));
    Require.atLeast("--workers", workers, 1);
    this.sweep = ShippedSweeps.open(nameOrFile, List.of());
    this.sizes = sizes.stream().sorted().toList();
    this.workers = workers;
    this.database = database;
    this.out = out;
  }

  /**
   * Measures, and renews the section of the page.
   *
   * @param command what the user typed, for the page
   */
  public void run(Path page, String command) {
    BenchmarksPage.open(page);
    Table.Builder costs =
        Table.titled("Milliseconds, median (quartiles) of %d trials".formatted(MEASURED))
            .text("search")
            .text("pruning")
            .number("trials before")
            .number("propose and claim")
            .number("end and standing");
    Table.Builder growth =
        Table.titled("Random trials claimed and ended by %d workers".formatted(workers))
            .text("pruning")
            .number("from")
            .number("to")
            .number("trials a second");
    measure(SEARCHES, PruningOptions.DEFAULTS, costs, growth);
    measure(List.of(Kind.RANDOM), ASHA, costs, growth);
    List<Table> made = List.of(costs.build(), growth.build());
    made.forEach(table -> out.print("\n" + TextTable.render(table)));
    String tables = made.stream().map(MarkdownTable::render).collect(Collectors.joining("\n"));
    BenchmarksPage.renew(page, section(), text(command) + "\n" + tables, out);
  }

  private String section() {
    return SECTION + (database.isPresent() ? ", PostgreSQL" : "");
  }

  private void measure(
      List<Kind> searches, PruningOptions pruning, Table.Builder costs, Table.Builder growth) {
    try {
      Path folder = Files.createTempDirectory("bottleneck-trials");
      StorePlace place =
          database
              .map(url -> StorePlace.database(url, "cost " + UUID.randomUUID()))
              .orElse(TrialStore.in(folder));
      try {
        place.create(Map.of("sweep", sweep.name()));
        for (int size : sizes) {
          growth.row(fill(place, size, pruning));
          searches.forEach(kind -> costs.row(row(kind, pruning, size, place)));
        }
      } finally {
        place.remove();
        SearchComparison.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a temporary folder failed", e);
    }
  }

  private String text(String command) {
    return String.format(
        Locale.ROOT,
        """
        What a trial of the sweep %s costs beside its training, which is left out here: a setting is proposed and claimed in the
        store, ended, and how the sweep stands is asked for. In the second table workers do so at once, and ask for no standing.
        With asha a claim may be of a trial that is promoted, and what ends a trial is judged at the epochs 1, 3 and 9 before.

        %s
        """,
        sweep.name(),
        SearchComparison.provenance(command, Build.commit()));
  }

  /** Random settings up to {@code size}, each by the steps of a sweep; how many a second. */
  private String[] fill(StorePlace place, int size, PruningOptions pruning) {
    int before;
    try (TrialStore store = open(place)) {
      before = store.trials(Trial.Stage.SEARCH).size();
    }
    AtomicInteger ended = new AtomicInteger();
    long begun = System.nanoTime();
    try (WorkerThreads<Integer> threads =
        new WorkerThreads<>(Hardware.present().devices(), workers, 1)) {
      for (int i = 0; i < workers; i++) {
        threads.submit(() -> fill(place, size, pruning, ended));
      }
      for (int i = 0; i < workers; i++) {
        threads.next();
      }
    } catch (InterruptedException e) {
      throw new Interrupted();
    }
    double seconds = (System.nanoTime() - begun) / 1e9;
    out.printf(Locale.ROOT, "%,d trials, pruning: %s%n", size, pruning.kind());
    out.flush();
    return new String[] {
      pruning.kind().toString(),
      String.format(Locale.ROOT, "%,d", before),
      String.format(Locale.ROOT, "%,d", before + ended.get()),
      String.format(Locale.ROOT, "%,.0f", ended.get() / seconds)
    };
  }

  private int fill(StorePlace place, int size, PruningOptions pruning, AtomicInteger ended) {
    try (TrialStore store = open(place)) {
      Search random = new RandomSearch(sweep.space(), sweep.sweepSeed());
      UntrainedTrials trials = new UntrainedTrials(sweep, store, Pruner.of(pruning));
      TrialQueue queue = trials.queue(random, size);
      WorkerId worker = WorkerId.present();
      for (Optional<Trial> trial = queue.claim(worker);
          trial.isPresent();
          trial = queue.claim(worker)) {
        trials.end(trial.get());
        ended.incrementAndGet();
      }
    }
    return 0;
  }

  private String[] row(Kind kind, PruningOptions pruning, int size, StorePlace place) {
    Search search =
        Search.of(
            SearchComparison.variant(sweep, SweepOptions.defaults(), kind, sweep.sweepSeed()));
    List<Double> claims = new ArrayList<>();
    List<Double> ends = new ArrayList<>();
    try (TrialStore store = open(place)) {
      // What a process reads at its first trial it keeps.
      UntrainedTrials trials = new UntrainedTrials(sweep, store, Pruner.of(pruning));
      TrialQueue queue = trials.queue(search, Integer.MAX_VALUE);
      trials.end(queue.claim(WorkerId.present()).orElseThrow());
      for (int i = 0; i < MEASURED; i++) {
        long begun = System.nanoTime();
        Trial trial = queue.claim(WorkerId.present()).orElseThrow();
        long claimed = System.nanoTime();
        trials.end(trial);
        store.endedAfter(0, sweep.failuresInARow());
        store.standing(sweep.objective());
        ends.add((System.nanoTime() - claimed) / 1e6);
        claims.add((claimed - begun) / 1e6);
      }
    }
    return new String[] {
      kind.toString(),
      pruning.kind().toString(),
      String.format(Locale.ROOT, "%,d", size),
      quartiles(claims),
      quartiles(ends)
    };
  }

  private static TrialStore open(StorePlace place) {
    return TrialStore.open(place, Duration.ofMinutes(1), Time.SYSTEM);
  }

  private static String quartiles(List<Double> values) {
    double[] all = values.stream().mapToDouble(Double::doubleValue).toArray();
    Summary.Quartiles q = Summary.of(all).quartiles();
    return "%s (%s to %s)"
        .formatted(
            Numbers.fixed(q.median(), 1), Numbers.fixed(q.first(), 1), Numbers.fixed(q.third(), 1));
  }
}
