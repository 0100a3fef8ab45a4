package dev.bottleneck.sweep.store;

import dev.bottleneck.jobs.JobState;
import dev.bottleneck.jobs.StoreConnection;
import dev.bottleneck.sweep.trial.Objective;
import dev.bottleneck.sweep.trial.Trial;
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
  static Standing of(StoreConnection store, Tally tally, Objective objective) {
    tally.update();
    Map<JobState, Integer> counts = tally.counts();
    store.query(
        row -> counts.put(JobState.of(row.getString(1)), row.getInt(2)),
        "SELECT state, count(*) FROM jobs WHERE state IN ('waiting', 'running')"
            + " AND stage = 'search' GROUP BY state");
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
    double seconds = tally.meanSeconds(JobState.COMPLETE, JobState.PRUNED, JobState.FAILED);
    return new Standing(counts, seconds, tally.meanSeconds(JobState.COMPLETE), best);
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
