package dev.bottleneck.sweep.store;

import dev.bottleneck.jobs.StoreConnection;
import dev.bottleneck.jobs.StoreFailure;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.sweep.definition.Extent;
import dev.bottleneck.sweep.definition.RaceOptions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How much of a sweep is to be done, for who sees its store alone: what of it no result depends on
 * is not of the sweep's identity, and may be changed while it goes on.
 */
public final class WantedExtent {
  private static final String TRIALS = "trials";
  private static final String FINAL_SEEDS = "finalSeeds";

  private final TrialStore trials;
  private final StoreConnection store;

  WantedExtent(TrialStore trials) {
    this.trials = trials;
    this.store = trials.jobs().connection();
  }

  /** Tells it; what was wanted before does not count any more. */
  public void put(Extent extent) {
    store.transaction(
        () -> {
          put(TRIALS, extent.trials());
          put(FINAL_SEEDS, extent.finalSeeds());
          return null;
        });
  }

  private void put(String key, int value) {
    store.update(
        "INSERT INTO wanted VALUES (?, ?)"
            + " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        key,
        value);
  }

  /**
   * What was told last; empty if nothing was.
   *
   * @param race that the best settings are to run
   */
  public Optional<Extent> get(RaceOptions race) {
    Map<String, Long> wanted = new TreeMap<>();
    store.query(
        row -> wanted.put(row.getString(1), row.getLong(2)), "SELECT key, value FROM wanted");
    String seeds = trials.identity().get("seedsPerTrial");
    if (seeds == null || !wanted.keySet().containsAll(List.of(TRIALS, FINAL_SEEDS))) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Extent(
              Math.toIntExact(wanted.get(TRIALS)),
              Integer.parseInt(seeds),
              race,
              Math.toIntExact(wanted.get(FINAL_SEEDS))));
    } catch (ArithmeticException | NumberFormatException | UserError e) {
      throw StoreFailure.damaged(trials.place(), "it does not say how much is to be done", e);
    }
  }
}
