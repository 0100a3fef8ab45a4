package dev.bottleneck.jobs;

import java.util.Arrays;
import java.util.stream.Stream;

/**
 * What became of a store's jobs, in the order in which it became known: how each ended, and which
 * of those that had ended wait again. A row is written once and stays, so that what was known at
 * any moment can be told afterwards.
 */
public final class Changes {
  /** The sequence number of the next change. */
  static final String NEXT = "(SELECT coalesce(max(sequence), 0) + 1 FROM changes)";

  /**
   * How far the first seed of {@code t}, a row of {@code jobs}, came, and the loss there: two
   * columns.
   */
  public static final String REACHED =
      """
      (SELECT max(e.epoch) FROM epochs e
        WHERE e.stage = t.stage AND e.number = t.number AND e.seed = t.seed) AS epoch,
      (SELECT e.validation_loss FROM epochs e
        WHERE e.stage = t.stage AND e.number = t.number AND e.seed = t.seed
        ORDER BY e.epoch DESC LIMIT 1) AS loss\
      """;

  private final StoreConnection store;

  Changes(StoreConnection store) {
    this.store = store;
  }

  /** The sequence number of the last; 0 if nothing has changed yet. */
  public long last() {
    return store.number("SELECT coalesce(max(sequence), 0) FROM changes");
  }

  /** How many jobs ended since a moment, in milliseconds since 1970, by the clocks of those. */
  public long endedSince(long clock) {
    return store.number(
        "SELECT count(*) FROM changes WHERE state <> 'waiting' AND clock >= ?", clock);
  }

  /** A job has ended as its row says; for use within a transaction. */
  void record(StoredJob job) {
    store.update(
        "INSERT INTO changes SELECT "
            + NEXT
            + ", stage, number, state, value, "
            + REACHED
            + ", seconds, ? FROM jobs t WHERE stage = ? AND number = ?",
        System.currentTimeMillis(),
        job.stage(),
        job.number());
  }

  /** Has jobs that ended wait again as if they had never been begun. */
  void beginAgain(String which, Object... values) {
    letWait(", deaths = 0, seconds = 0", which, values);
  }

  /**
   * Has jobs that ended wait again, to go on from where they stand.
   *
   * @return how many
   */
  public int goOn(String which, Object... values) {
    return letWait("", which, values);
  }

  private int letWait(String alsoSet, String which, Object... values) {
    Object[] clockAndValues =
        Stream.concat(Stream.of(System.currentTimeMillis()), Arrays.stream(values)).toArray();
    return store.transaction(
        () -> {
          store.update(
              "INSERT INTO changes SELECT "
                  + NEXT
                  + " - 1 + row_number() OVER (ORDER BY stage, number), stage, number, 'waiting',"
                  + " NULL, NULL, NULL, NULL, ? FROM jobs WHERE "
                  + which,
              clockAndValues);
          return store.update(
              "UPDATE jobs SET state = 'waiting'" + alsoSet + " WHERE " + which, values);
        });
  }
}
