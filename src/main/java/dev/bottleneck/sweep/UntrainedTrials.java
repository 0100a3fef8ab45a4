package dev.bottleneck.sweep;

import dev.bottleneck.jobs.StoredJob.Ending;
import dev.bottleneck.sweep.definition.SweepDefinition;
import dev.bottleneck.sweep.pruning.Pruned;
import dev.bottleneck.sweep.pruning.Pruner;
import dev.bottleneck.sweep.search.Search;
import dev.bottleneck.sweep.store.TrialQueue;
import dev.bottleneck.sweep.store.TrialStore;
import dev.bottleneck.sweep.trial.Trial;
import dev.bottleneck.sweep.work.SearchPlanner;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Trials by the steps of a sweep, but for their training: a setting's value, and its loss at each
 * rung to which it comes, is the squared distance of its genes from 0.3.
 */
record UntrainedTrials(SweepDefinition sweep, TrialStore store, Pruner pruner) {
  /** What a training gives that comes to its end. */
  private static final int EPOCHS = 9;

  /** Where a process has its trials from, of which there are to be {@code most}. */
  TrialQueue queue(Search search, int most) {
    return new TrialQueue(
        store,
        pruner.promotes() ? pruner::promotable : TrialQueue.Promoter.NONE,
        new SearchPlanner(sweep, search, number -> number < most));
  }

  /** Tells the store all that one tells that ran to its end, or until it was given up. */
  void end(Trial trial) {
    double value =
        IntStream.range(0, trial.proposal().genes().size())
            .mapToDouble(i -> Math.pow(trial.proposal().genes().get(i) - 0.3, 2))
            .sum();
    store.jobs().end(trial.job(), ending(trial, value), 1);
  }

  private Ending ending(Trial trial, double value) {
    try {
      // From where it stands: at the rungs that it has passed it could fall again and again.
      for (int epoch = trial.reached().epoch() + 1; epoch <= EPOCHS; epoch++) {
        if (pruner.ranksAt(epoch)) {
          store.epochs().recordAtRung(trial, epoch, "training", value);
          pruner.check(trial, epoch, store.epochs());
        }
      }
    } catch (Pruned e) {
      return Ending.pruned(e.getMessage());
    }
    return TrialStore.complete(Map.of(sweep.objective().metric(), List.of(value)), value);
  }
}
