package dev.bottleneck.sweep.pruning;

import dev.bottleneck.jobs.Lost;
import dev.bottleneck.sweep.trial.Trial;
import java.util.Locale;
import java.util.Map;

/**
 * Asynchronous successive halving in its stopping form: at the epochs r, rη, rη², … a trial goes on
 * only if its loss is among the best 1/η of all that have come to that rung so far, at least the
 * best one.
 *
 * <p>Source: Li et al., A System for Massively Parallel Hyperparameter Tuning (2018). There a trial
 * that is not promoted waits and may be promoted later; here it ends, since it would have to be
 * kept in memory or trained again.
 */
final class AshaPruner implements Pruner {
  private final int firstEpoch;
  private final int reduction;

  /**
   * @param firstEpoch r
   * @param reduction η
   */
  AshaPruner(int firstEpoch, int reduction) {
    this.firstEpoch = firstEpoch;
    this.reduction = reduction;
  }

  @Override
  public void check(Trial trial, int epoch, Losses losses) {
    if (!isRung(epoch)) {
      return;
    }
    Map<Integer, Double> rung = losses.after(epoch);
    Double own = rung.get(trial.number());
    if (own == null) {
      throw new Lost(trial);
    }
    long better = rung.values().stream().filter(loss -> loss < own).count();
    long promoted = Math.max(1, rung.size() / reduction);
    if (better >= promoted) {
      throw new Pruned(
          String.format(
              Locale.ROOT,
              "%d of %d had a lower validation loss after epoch %d",
              better,
              rung.size(),
              epoch));
    }
  }

  private boolean isRung(int epoch) {
    long rung = firstEpoch;
    while (rung < epoch) {
      rung *= reduction;
    }
    return rung == epoch;
  }
}
