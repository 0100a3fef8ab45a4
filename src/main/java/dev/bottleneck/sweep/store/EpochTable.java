package dev.bottleneck.sweep.store;

import dev.bottleneck.jobs.JobState;
import dev.bottleneck.jobs.JobStore;
import dev.bottleneck.jobs.Lost;
import dev.bottleneck.jobs.StoreConnection;
import dev.bottleneck.sweep.pruning.Losses;
import dev.bottleneck.sweep.trial.Trial;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The validation losses of a sweep's trials, epoch by epoch; epochs count from 1 over all phases of
 * a training that have such a loss. Rules of pruning see the first seed of each search trial.
 */
public final class EpochTable implements Losses {
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

  /**
   * The same of a search trial's first seed, at an epoch at which a rule of pruning ranks all
   * trials.
   */
  public void recordAtRung(Trial trial, int epoch, String phase, double validationLoss) {
    store.transaction(
        () -> {
          record(trial, trial.firstSeed(), epoch, phase, validationLoss);
          return store.update(
              "INSERT INTO rungs SELECT coalesce(max(sequence), 0) + 1, ?, ?, ? FROM rungs",
              trial.number(),
              epoch,
              validationLoss);
        });
  }

  @Override
  public List<Arrival> arrivalsAfter(long sequence) {
    return store.query(
        row ->
            new Arrival(
                row.getLong("sequence"),
                inRange(row, "number"),
                inRange(row, "epoch"),
                row.getDouble("loss")),
        "SELECT * FROM rungs WHERE sequence > ? ORDER BY sequence",
        sequence);
  }

  @Override
  public List<Change> changesAfter(long sequence) {
    return store.query(
        row ->
            new Change(
                row.getLong("sequence"),
                inRange(row, "number"),
                JobState.of(row.getString("state")) == JobState.PRUNED),
        "SELECT sequence, number, state FROM changes"
            + " WHERE stage = 'search' AND sequence > ? ORDER BY sequence",
        sequence);
  }

  private static int inRange(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("a rung or a change has " + column + " " + value);
    }
    return (int) value;
  }

  @Override
  public Map<Integer, Double> meansUpTo(int epoch) {
    Map<Integer, Double> means = new LinkedHashMap<>();
    store.query(
        row -> means.put(row.getInt(1), row.getDouble(2)),
        "SELECT e.number, avg(e.validation_loss) FROM epochs e"
            + " JOIN jobs t ON t.stage = e.stage AND t.number = e.number AND t.seed = e.seed"
            + " WHERE e.stage = 'search' AND e.epoch <= ?"
            + " GROUP BY e.number HAVING max(e.epoch) = ?",
        epoch,
        epoch);
    return means;
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
