package dev.bottleneck.sweep;

import dev.bottleneck.jobs.StoredJob;
import dev.bottleneck.report.Table;
import dev.bottleneck.report.TextTable;
import dev.bottleneck.runtime.Durations;
import dev.bottleneck.sweep.definition.RaceOptions;
import dev.bottleneck.sweep.report.SweepStatus;
import dev.bottleneck.sweep.store.Standing;
import dev.bottleneck.sweep.store.TrialStore;
import dev.bottleneck.sweep.trial.Objective;
import dev.bottleneck.sweep.trial.Trial;
import dev.bottleneck.sweep.trial.Trial.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Who is at work on a sweep, on what, and how fast it goes. */
final class AtWork {
  /** In milliseconds. */
  private static final long LATELY = 3_600_000;

  /** Leaves the table narrower than 100 columns; a pod is told by the end of its name. */
  private static final int LONGEST_HOST = 32;

  private static final int LONGEST_GPU = 12;

  private AtWork() {}

  /** A table and a line; that nobody is at work, if something is left to do; else empty. */
  static String of(TrialStore store, Objective objective, RaceOptions race) {
    List<StoredJob> running = store.owners().running();
    if (running.isEmpty()) {
      return store.jobs().hasUnfinished()
          ? "\nNobody is at work on it: the sweep's command with --resume goes on\n"
          : "";
    }
    long now = System.currentTimeMillis();
    return "\n"
        + TextTable.render(table(running, now))
        + String.format(
            Locale.ROOT,
            "\nEnded within the last hour: %d%s\n",
            store.jobs().changes().endedSince(now - LATELY),
            Durations.left(secondsLeft(store, objective, race, running.size())));
  }

  private static Table table(List<StoredJob> running, long now) {
    boolean onGpus = running.stream().anyMatch(job -> job.gpu().isPresent());
    Table.Builder table = Table.titled("At work").text("host").number("process");
    if (onGpus) {
      table.text("GPU");
    }
    table.text("stage").number("trial").number("for").number("heard of, s ago");
    for (StoredJob job : running) {
      List<String> row = new ArrayList<>();
      row.add(ending(job.worker().orElseThrow().host(), LONGEST_HOST));
      row.add(Long.toString(job.worker().orElseThrow().process()));
      if (onGpus) {
        row.add(ending(job.gpu().orElse(""), LONGEST_GPU));
      }
      row.add(job.stage());
      row.add(Integer.toString(job.number()));
      row.add(Durations.text(Math.max(0, now - job.begun()) / 1e3));
      row.add(Long.toString(Math.max(0, (now - job.heartbeat()) / 1_000)));
      table.row(row.toArray(String[]::new));
    }
    return table.build();
  }

  private static String ending(String text, int longest) {
    return text.length() <= longest ? text : "…" + text.substring(text.length() - longest + 1);
  }

  /** With as many at work as now; 0 if it cannot be told. */
  private static double secondsLeft(
      TrialStore store, Objective objective, RaceOptions race, int workers) {
    Standing standing = store.standing(objective);
    List<Trial> finals = store.trials(Stage.FINAL);
    int tested = (int) finals.stream().filter(trial -> trial.state().ended()).count();
    return store
        .wanted()
        .get(race)
        .map(
            extent ->
                switch (store.stage()) {
                  case SEARCH -> SweepStatus.secondsLeft(standing, extent, workers);
                  case RACE -> 0.0; // how many rounds follow hangs on what they give
                  case FINAL ->
                      SweepStatus.secondsOfFinals(
                          standing, extent, workers, finals.size() - tested);
                })
        .orElse(0.0);
  }
}
