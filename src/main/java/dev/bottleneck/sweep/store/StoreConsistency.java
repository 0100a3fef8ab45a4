package dev.bottleneck.sweep.store;

import dev.bottleneck.jobs.Changes;
import dev.bottleneck.jobs.StoreConnection;
import dev.bottleneck.jobs.StoreFailure;
import dev.bottleneck.jobs.StorePlace;

/** Whether a store's trials stand as its logs tell, of which whoever asks again reads the new. */
final class StoreConsistency {
  /** The last change of each trial. */
  private static final String LAST =
      "(SELECT max(l.sequence) FROM changes l WHERE l.stage = t.stage AND l.number = t.number)";

  /** The first trial that stands otherwise than its last change tells. */
  private static final String OTHERWISE =
      "SELECT t.number FROM (SELECT t.*, "
          + Changes.REACHED
          + " FROM jobs t) t LEFT JOIN changes c ON c.sequence = "
          + LAST
          + " WHERE t.stage = 'search' AND NOT coalesce(CASE WHEN t.state IN ('waiting', 'running')"
          + " THEN coalesce(c.state, 'waiting') = 'waiting'"
          + " ELSE c.sequence = t.ended AND c.state = t.state"
          + " AND c.value IS NOT DISTINCT FROM t.value"
          + " AND c.epoch IS NOT DISTINCT FROM t.epoch"
          + " AND c.loss IS NOT DISTINCT FROM t.loss END, FALSE) ORDER BY t.number LIMIT 1";

  /**
   * The first trial whose proposal had seen less than that of a trial before, or what is to come.
   */
  private static final String UNSEEN =
      "SELECT number FROM (SELECT number, seen, lag(seen, 1, 0) OVER (ORDER BY number) AS before"
          + " FROM jobs WHERE stage = 'search') t WHERE seen IS NULL OR seen < before"
          + " OR seen > (SELECT coalesce(max(sequence), 0) FROM changes) ORDER BY number LIMIT 1";

  /** The first trial of which another loss was last told at a rung than it has there. */
  private static final String MISPLACED =
      "SELECT r.number FROM rungs r"
          + " JOIN (SELECT max(sequence) AS last FROM rungs GROUP BY number, epoch) l"
          + " ON r.sequence = l.last"
          + " LEFT JOIN jobs t ON t.stage = 'search' AND t.number = r.number"
          + " LEFT JOIN epochs e ON e.stage = t.stage AND e.number = t.number AND e.seed = t.seed"
          + " AND e.epoch = r.epoch"
          + " WHERE e.validation_loss IS DISTINCT FROM r.loss ORDER BY r.number LIMIT 1";

  private StoreConsistency() {}

  /**
   * Refuses trials that stand otherwise.
   *
   * @throws StoreFailure naming the first
   */
  static void require(StoreConnection store, StorePlace place) {
    refuseFirst(store, place, OTHERWISE, "it does not stand as its changes tell");
    refuseFirst(store, place, UNSEEN, "it cannot have been proposed after what it says");
    refuseFirst(store, place, MISPLACED, "it does not stand at its rungs as its losses tell");
  }

  private static void refuseFirst(StoreConnection store, StorePlace place, String sql, String why) {
    store.query(row -> row.getLong(1), sql).stream()
        .findFirst()
        .ifPresent(
            number -> {
              throw StoreFailure.damaged(place, "search trial " + number + ": " + why, null);
            });
  }
}
