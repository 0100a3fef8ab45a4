package dev.bottleneck.sweep;

import dev.bottleneck.jobs.JobState;
import dev.bottleneck.jobs.StoreFailure;
import dev.bottleneck.jobs.StorePlace;
import dev.bottleneck.report.Table;
import dev.bottleneck.report.TextTable;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.sweep.definition.RaceOptions;
import dev.bottleneck.sweep.report.RaceReport;
import dev.bottleneck.sweep.store.RaceStanding;
import dev.bottleneck.sweep.store.TrialStore;
import dev.bottleneck.sweep.store.Winner;
import dev.bottleneck.sweep.trial.Objective;
import dev.bottleneck.sweep.trial.Objective.Goal;
import dev.bottleneck.sweep.trial.Ranking;
import dev.bottleneck.sweep.trial.Trial;
import dev.bottleneck.sweep.trial.Trial.Stage;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** How far the sweep in a folder is, read from its store alone. */
public final class SweepOverview {
  private static final int BEST = 5;

  private SweepOverview() {}

  /**
   * A page for the terminal.
   *
   * @throws dev.bottleneck.runtime.UserError if {@code folder} holds no sweep
   */
  public static String of(Path folder) {
    return of(TrialStore.in(folder));
  }

  /** The same of the sweep whose store is at {@code place}. */
  public static String of(StorePlace place) {
    try (TrialStore store = TrialStore.read(place)) {
      Objective objective = objective(store);
      List<Trial> search = store.trials(Stage.SEARCH);
      StringBuilder text = new StringBuilder();
      text.append(
              TextTable.render(states(search, store.trials(Stage.RACE), store.trials(Stage.FINAL))))
          .append('\n');
      text.append(TextTable.render(best(search, objective)));
      RaceStanding.of(store, objective, race(store))
          .filter(its -> store.stage() != Stage.SEARCH)
          .ifPresent(its -> text.append('\n').append(RaceReport.line(its)).append('\n'));
      text.append(AtWork.of(store, objective, race(store)));
      return printable(text.toString());
    }
  }

  /**
   * The trials of a stage, in their order.
   *
   * @throws dev.bottleneck.runtime.UserError if {@code place} holds no sweep
   */
  public static List<Trial> trials(StorePlace place, Stage stage) {
    try (TrialStore store = TrialStore.read(place)) {
      return store.trials(stage);
    }
  }

  /** The setting that the sweep at {@code place} has come to; empty if no trial is complete. */
  public static Optional<Trial> winner(StorePlace place) {
    try (TrialStore store = TrialStore.read(place)) {
      return Winner.of(store, objective(store), race(store));
    }
  }

  private static RaceOptions race(TrialStore store) {
    Map<String, String> identity = store.identity();
    String settings = identity.get("race.settings");
    String seeds = identity.get("race.seeds");
    if (settings == null || seeds == null) {
      return RaceOptions.NONE;
    }
    try {
      return new RaceOptions(Integer.parseInt(settings), Integer.parseInt(seeds));
    } catch (NumberFormatException | UserError e) {
      throw StoreFailure.damaged(store.place(), "it does not say how its best race", e);
    }
  }

  private static Objective objective(TrialStore store) {
    Map<String, String> identity = store.identity();
    String goal = identity.get("objective.goal");
    for (Goal known : Goal.values()) {
      if (known.toString().equals(goal) && identity.containsKey("objective.metric")) {
        return new Objective(
            identity.get("objective.metric"), known, identity.getOrDefault("objective.arm", ""));
      }
    }
    throw StoreFailure.damaged(store.place(), "it does not say what it looks for", null);
  }

  /** What others may have written into the store must not command the terminal. */
  private static String printable(String page) {
    return page.replaceAll("[\\p{Cc}\\p{Cf}&&[^\n]]", " ");
  }

  @SafeVarargs
  private static Table states(List<Trial>... stages) {
    Table.Builder table = Table.titled("Trials").text("stage");
    for (JobState state : JobState.values()) {
      table.number(state.toString());
    }
    for (List<Trial> trials : stages) {
      if (trials.isEmpty()) {
        continue;
      }
      String[] row = new String[JobState.values().length + 1];
      row[0] = trials.get(0).stage().toString();
      for (JobState state : JobState.values()) {
        long count = trials.stream().filter(trial -> trial.is(state)).count();
        row[state.ordinal() + 1] = Long.toString(count);
      }
      table.row(row);
    }
    return table.build();
  }

  private static Table best(List<Trial> search, Objective objective) {
    Table.Builder table =
        Table.titled(
                String.format(
                    Locale.ROOT, "Best of the search by %s on validation data", objective.metric()))
            .number("trial")
            .number(objective.metric())
            .text("setting");
    Ranking.of(search, objective).stream()
        .limit(BEST)
        .forEach(
            trial ->
                table.row(
                    Integer.toString(trial.number()),
                    String.format(Locale.ROOT, "%.4g", trial.value().orElseThrow()),
                    trial.parametersText()));
    return table.build();
  }
}
