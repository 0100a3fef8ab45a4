package dev.bottleneck.jobs;

/**
 * What became of a store's jobs, in the order in which it became known: how each ended, and which
 * of those that had ended wait again. A row is written once and stays, so that what was known at
 * any moment can be told afterwards.
 */
public final class Changes {
  /** The sequence number of the next change. */
  static final String NEXT = "(SELECT coalesce(max(sequence), 0) + 1 FROM changes)";

  /** How far a job's first seed came: columns of a query over {@code jobs AS j}. */
  private static final String REACHED =
      """
      (SELECT max(e.epoch) FROM epochs e
        WHERE e.stage = j.stage AND e.number = j.number AND e.seed = j.seed),
      (SELECT e.validation_loss FROM epochs e
        WHERE e.stage = j.stage AND e.number = j.number AND e.seed = j.seed
        ORDER BY e.epoch DESC LIMIT 1)\
      """;

  private final StoreConnection store;

  Changes(StoreConnection store) {
    this.store = store;
  }

  /** The sequence number of the last; 0 if nothing has changed yet. */
  public long last() {
    return store.number("SELECT coalesce(max(sequence), 0) FROM changes");
  }

  /** The job that {@code which} names has ended as its row says; for use within a transaction. */
  void record(String which, Object... values) {
    store.update(
        "INSERT INTO changes SELECT "
            + NEXT
            + ", stage, number, state, value, "
            + REACHED
            + " FROM jobs j WHERE "
            + which,
        values);
  }

  /** Has jobs that ended wait again as if they had never been begun. */
  void beginAgain(String which, Object... values) {
    letWait("deaths = 0, seconds = 0", which, values);
  }

  /** Has jobs that ended wait again, to go on from where they stand. */
  public void goOn(String which, Object... values) {
    letWait("deaths = deaths", which, values);
  }

  private void letWait(String what, String which, Object... values) {
    store.transaction(
        () -> {
          store.update(
              "INSERT INTO changes SELECT "
                  + NEXT
                  + " - 1 + row_number() OVER (ORDER BY stage, number), stage, number, 'waiting',"
                  + " NULL, NULL, NULL FROM jobs WHERE "
                  + which,
              values);
          return store.update(
              "UPDATE jobs SET state = 'waiting', " + what + " WHERE " + which, values);
        });
  }
}
