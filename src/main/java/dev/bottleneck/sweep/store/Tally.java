package dev.bottleneck.sweep.store;

import dev.bottleneck.jobs.JobState;
import dev.bottleneck.jobs.StoreConnection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How many search trials ended in which way, and how long they took; of the store only what has
 * changed is read, since it is shown after each of thousands of trials.
 */
final class Tally {
  private record Ended(JobState state, double seconds) {}

  private record Change(long sequence, long number, Ended now) {}

  private final StoreConnection store;
  private final Map<Long, Ended> ended = new HashMap<>();
  private final Map<JobState, Integer> counts = new EnumMap<>(JobState.class);
  private final Map<JobState, Double> seconds = new EnumMap<>(JobState.class);
  private long told;

  Tally(StoreConnection store) {
    this.store = store;
  }

  /** Reads what has changed. */
  void update() {
    // Not under the lock: a thread that is in a transaction may want it, and have the store.
    tell(
        store.query(
            row ->
                new Change(
                    row.getLong("sequence"),
                    row.getLong("number"),
                    new Ended(JobState.of(row.getString("state")), row.getDouble("seconds"))),
            "SELECT sequence, number, state, seconds FROM changes"
                + " WHERE stage = 'search' AND sequence > ? ORDER BY sequence",
            told()));
  }

  private synchronized long told() {
    return told;
  }

  /** Another thread may have been faster. */
  private synchronized void tell(List<Change> changes) {
    for (Change change : changes) {
      if (change.sequence() > told) {
        put(change.number(), change.now());
        told = change.sequence();
      }
    }
  }

  private void put(long number, Ended now) {
    Ended before = ended.remove(number);
    if (before != null) {
      add(before, -1);
    }
    if (now.state().ended()) {
      ended.put(number, now);
      add(now, 1);
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
