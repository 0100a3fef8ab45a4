package dev.bottleneck.sweep.work;

import dev.bottleneck.study.result.CurvePoint;
import dev.bottleneck.sweep.pruning.Pruned;
import dev.bottleneck.sweep.pruning.Pruner;
import dev.bottleneck.sweep.store.EpochTable;
import dev.bottleneck.sweep.trial.Trial;
import dev.bottleneck.sweep.trial.Trial.Stage;

/** Hears of one seed's validation losses; only those of the first seed can prune. */
final class EpochRecorder {
  private final Trial trial;
  private final long seed;
  private final EpochTable epochs;
  private final Pruner pruner;
  private final PausingCheckpoints states;

  /**
   * How far the trial had come before. What it has passed it is not judged at again, or one that
   * was promoted at its rung could fall at a lower one; at the last epoch it may have been stopped
   * between the record and the judgement.
   */
  private final int before;

  private int epoch;

  EpochRecorder(
      Trial trial, long seed, EpochTable epochs, Pruner pruner, PausingCheckpoints states) {
    this.trial = trial;
    this.seed = seed;
    this.epochs = epochs;
    this.pruner = pruner;
    this.states = states;
    before = epochs.of(trial).size();
  }

  void record(CurvePoint point) {
    epoch++;
    if (!Double.isFinite(point.value())) {
      // The training ends itself, as diverged.
      return;
    }
    boolean counts = trial.stage() == Stage.SEARCH && seed == trial.firstSeed();
    if (counts && pruner.ranksAt(epoch)) {
      epochs.recordAtRung(trial, epoch, point.phase(), point.value());
    } else {
      epochs.record(trial, seed, epoch, point.phase(), point.value());
    }
    if (counts && epoch >= before) {
      judge();
    }
  }

  private void judge() {
    try {
      pruner.check(trial, epoch, epochs);
    } catch (Pruned e) {
      states.giveUp(e);
    }
  }
}
