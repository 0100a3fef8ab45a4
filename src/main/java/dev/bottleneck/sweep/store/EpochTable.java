package dev.bottleneck.sweep.store;

import dev.bottleneck.jobs.JobStore;
import dev.bottleneck.jobs.Lost;
import dev.bottleneck.jobs.StoreConnection;
import dev.bottleneck.sweep.pruning.Losses;
import dev.bottleneck.sweep.trial.Trial;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The validation losses of a sweep's trials, epoch by epoch; epochs count from 1 over all phases of
 * a training that have such a loss. Rules of pruning see the first seed of each search trial.
 */
public final class EpochTable implements Losses {
  private static final String FIRST_SEEDS =
      " FROM epochs e JOIN jobs t ON t.stage = e.stage AND t.number = e.number"
          + " AND t.seed = e.seed WHERE e.stage = 'search'";

  private final StoreConnection store;

  EpochTable(StoreConnection store) {
    this.store = store;
  }

  /**
   * Records the loss of {@code trial} on one seed after an epoch.
   *
   * @throws Lost if the trial is no longer its worker's
   */
  public void record(Trial trial, long seed, int epoch, String phase, double validationLoss) {
    int recorded =
        store.update(
            "INSERT INTO epochs SELECT ?, ?, ?, ?, ?, ?"
                + " WHERE EXISTS (SELECT * FROM jobs"
                + JobStore.OWNED
                + ") ON CONFLICT (stage, number, seed, epoch) DO UPDATE"
                + " SET phase = excluded.phase, validation_loss = excluded.validation_loss",
            trial.stage().toString(),
            trial.number(),
            seed,
            epoch,
            phase,
            validationLoss,
            trial.stage().toString(),
            trial.number(),
            trial.job().worker().orElseThrow().toString(),
            trial.job().attempts());
    if (recorded == 0) {
      throw new Lost(trial);
    }
  }

  @Override
  public Map<Integer, Double> after(int epoch) {
    return byTrial("SELECT e.number, e.validation_loss" + FIRST_SEEDS + " AND e.epoch = ?", epoch);
  }

  @Override
  public Map<Integer, Double> meansUpTo(int epoch) {
    return byTrial(
        "SELECT e.number, avg(e.validation_loss)"
            + FIRST_SEEDS
            + " AND e.epoch <= ? GROUP BY e.number HAVING max(e.epoch) = ?",
        epoch,
        epoch);
  }

  private Map<Integer, Double> byTrial(String sql, Object... values) {
    Map<Integer, Double> found = new LinkedHashMap<>();
    store.query(row -> found.put(row.getInt(1), row.getDouble(2)), sql, values);
    return found;
  }

  @Override
  public List<Double> of(Trial trial) {
    return new ArrayList<>(
        store.query(
            row -> row.getDouble(1),
            "SELECT validation_loss FROM epochs"
                + " WHERE stage = ? AND number = ? AND seed = ? ORDER BY epoch",
            trial.stage().toString(),
            trial.number(),
            trial.firstSeed()));
  }
}
