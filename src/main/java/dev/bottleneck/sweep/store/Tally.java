package dev.bottleneck.sweep.store;

import dev.bottleneck.jobs.JobState;
import dev.bottleneck.jobs.StoreConnection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * How many search trials ended in which way, and how long they took; of the store only what has
 * changed is read, since it is shown after each of thousands of trials.
 */
final class Tally {
  private record Ended(JobState state, double seconds) {}

  private final StoreConnection store;
  private final Map<Long, Ended> ended = new HashMap<>();
  private final Map<JobState, Integer> counts = new EnumMap<>(JobState.class);
  private final Map<JobState, Double> seconds = new EnumMap<>(JobState.class);
  private long told;

  Tally(StoreConnection store) {
    this.store = store;
  }

  /** Reads what has changed. */
  synchronized void update() {
    store
        .query(
            row -> {
              put(
                  row.getLong("number"),
                  JobState.of(row.getString("state")),
                  row.getDouble("seconds"));
              return row.getLong("sequence");
            },
            "SELECT sequence, number, state, seconds FROM changes"
                + " WHERE stage = 'search' AND sequence > ? ORDER BY sequence",
            told)
        .forEach(sequence -> told = sequence);
  }

  private void put(long number, JobState state, double took) {
    Ended before = ended.remove(number);
    if (before != null) {
      add(before, -1);
    }
    if (state.ended()) {
      ended.put(number, new Ended(state, took));
      add(ended.get(number), 1);
    }
  }

  private void add(Ended trial, int times) {
    counts.merge(trial.state(), times, Integer::sum);
    seconds.merge(trial.state(), times * trial.seconds(), Double::sum);
  }

  /** Trials in each state in which they can end. */
  synchronized Map<JobState, Integer> counts() {
    return new EnumMap<>(counts);
  }

  /** The mean time of trials that ended in one of {@code states}; 0 if there are none. */
  synchronized double meanSeconds(JobState... states) {
    int count = 0;
    double sum = 0;
    for (JobState state : states) {
      count += counts.getOrDefault(state, 0);
      sum += seconds.getOrDefault(state, 0.0);
    }
    return count == 0 ? 0 : sum / count;
  }
}
