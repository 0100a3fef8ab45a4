package dev.bottleneck.sweep.store;

import dev.bottleneck.jobs.JobStore;
import dev.bottleneck.sweep.trial.Trial;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The trials of a search as they stand, kept by this process: of the store only what has changed is
 * read, since thousands of trials would otherwise be read for each that is proposed.
 */
final class SearchHistory {
  // A plus keeps SQLite from going through all trials by their numbers.
  private static final String CHANGED =
      " WHERE stage = 'search' AND number >= ?"
          + " UNION ALL "
          + TrialRow.SELECT
          + " WHERE state IN ('waiting', 'running') AND +stage = 'search' AND +number < ?"
          + " UNION ALL "
          + TrialRow.SELECT
          + " WHERE ended > ? AND +stage = 'search' AND +number < ?";

  private final JobStore jobs;
  private final List<Trial> trials = new ArrayList<>();
  private long mark;

  SearchHistory(JobStore jobs) {
    this.jobs = jobs;
  }

  /** All trials by their numbers; the list is good until it is asked for again. */
  synchronized List<Trial> trials() {
    // Whatever ends after the mark was read is read again.
    long next = jobs.lastEnded();
    int known = trials.size();
    for (Trial trial :
        jobs.connection()
            .query(TrialRow::read, TrialRow.SELECT + CHANGED, known, known, mark, known)) {
      put(trial);
    }
    mark = next;
    return Collections.unmodifiableList(trials);
  }

  private void put(Trial trial) {
    if (trial.number() < trials.size()) {
      trials.set(trial.number(), trial);
    } else if (trial.number() == trials.size()) {
      trials.add(trial);
    } else {
      throw new IllegalStateException("there is no search trial " + trials.size());
    }
  }
}
