package dev.bottleneck.sweep.store;

import dev.bottleneck.jobs.JobState;
import dev.bottleneck.jobs.StoreConnection;
import dev.bottleneck.sweep.trial.Objective;
import dev.bottleneck.sweep.trial.Trial;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * How a search stands.
 *
 * @param counts trials in each state
 * @param seconds the mean time of an ended trial; 0 if there is none
 * @param completeSeconds that of a complete one; 0 if there is none
 * @param best the best complete trial, of equals the first
 */
public record Standing(
    Map<JobState, Integer> counts, double seconds, double completeSeconds, Optional<Trial> best) {
  /** Asked of the store rather than of all trials: it is shown after each of them. */
  static Standing of(StoreConnection store, Objective objective) {
    Map<JobState, Integer> counts = new EnumMap<>(JobState.class);
    store.query(
        row -> counts.put(JobState.of(row.getString(1)), row.getInt(2)),
        "SELECT state, count(*) FROM jobs WHERE stage = 'search' GROUP BY state");
    double seconds = mean(store, "'complete', 'pruned', 'failed'");
    double completeSeconds = mean(store, "'complete'");
    Optional<Trial> best =
        store
            .query(
                TrialRow::read,
                TrialRow.SELECT
                    + " WHERE stage = 'search' AND state = 'complete' ORDER BY value "
                    + (objective.goal() == Objective.Goal.MIN ? "ASC" : "DESC")
                    + ", number LIMIT 1")
            .stream()
            .findFirst();
    return new Standing(counts, seconds, completeSeconds, best);
  }

  private static double mean(StoreConnection store, String states) {
    return store
        .query(
            row -> row.getDouble(1),
            "SELECT coalesce(avg(seconds), 0) FROM jobs WHERE stage = 'search' AND state IN ("
                + states
                + ")")
        .get(0);
  }

  public int count(JobState state) {
    return counts.getOrDefault(state, 0);
  }

  public int ended() {
    return counts.entrySet().stream()
        .filter(entry -> entry.getKey().ended())
        .mapToInt(Map.Entry::getValue)
        .sum();
  }
}
