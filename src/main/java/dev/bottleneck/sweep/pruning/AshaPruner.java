package dev.bottleneck.sweep.pruning;

import dev.bottleneck.sweep.pruning.Losses.Change;
import dev.bottleneck.sweep.trial.Trial;
import java.util.List;
import java.util.Optional;

/**
 * Asynchronous successive halving: at the epochs r, rη, rη², … a trial goes on only if its loss is
 * among the best 1/η of all that have come to that rung so far, at least the best one. One that
 * does not waits, and goes on from where it stands as soon as it is among them, since others have
 * come to the rung; those of the highest rung first, of these that of the lowest loss.
 *
 * <p>Source: Li et al., A System for Massively Parallel Hyperparameter Tuning (2018), algorithm 2;
 * there a trial waits at its rung in any case, and the worker asks what is to be promoted. Here it
 * goes on at once if it would be promoted then.
 */
final class AshaPruner implements Pruner {
  private final int firstEpoch;
  private final int reduction;
  private final Rungs rungs;

  /**
   * @param firstEpoch r
   * @param reduction η
   */
  AshaPruner(int firstEpoch, int reduction) {
    this.firstEpoch = firstEpoch;
    this.reduction = reduction;
    this.rungs = new Rungs(reduction);
  }

  @Override
  public void check(Trial trial, int epoch, Losses losses) {
    if (ranksAt(epoch)) {
      rungs.tellArrivals(losses.arrivalsAfter(rungs.lastArrival()));
      rungs.judge(trial, epoch);
    }
  }

  @Override
  public boolean ranksAt(int epoch) {
    long rung = firstEpoch;
    while (rung < epoch) {
      rung *= reduction;
    }
    return rung == epoch;
  }

  @Override
  public boolean promotes() {
    return true;
  }

  @Override
  public Optional<Integer> promotable(Losses losses) {
    // Asked for first, so that the arrivals of all that was given up are among those that follow.
    List<Change> changes = losses.changesAfter(rungs.lastChange());
    rungs.tellArrivals(losses.arrivalsAfter(rungs.lastArrival()));
    rungs.tellChanges(changes);
    return rungs.promotable();
  }
}
