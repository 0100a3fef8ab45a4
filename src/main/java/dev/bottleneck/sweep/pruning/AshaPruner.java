package dev.bottleneck.sweep.pruning;

import dev.bottleneck.jobs.Lost;
import dev.bottleneck.sweep.trial.Trial;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
    if (own > bar(rung)) {
      throw new Pruned(
          String.format(
              Locale.ROOT,
              "%d of %d had a lower validation loss after epoch %d",
              rung.values().stream().filter(loss -> loss < own).count(),
              rung.size(),
              epoch));
    }
  }

  @Override
  public boolean promotes() {
    return true;
  }

  @Override
  public Optional<Integer> promotable(Set<Integer> pruned, Losses losses) {
    Set<Integer> beyond = new HashSet<>();
    for (Map<Integer, Double> rung : rungsFromTheHighest(pruned, losses)) {
      double bar = bar(rung);
      Optional<Integer> best =
          rung.keySet().stream()
              .filter(number -> pruned.contains(number) && !beyond.contains(number))
              .filter(number -> rung.get(number) <= bar)
              .min(Comparator.<Integer, Double>comparing(rung::get).thenComparing(n -> n));
      if (best.isPresent()) {
        return best;
      }
      beyond.addAll(rung.keySet());
    }
    return Optional.empty();
  }

  /** Those to which a pruned trial has come. */
  private Deque<Map<Integer, Double>> rungsFromTheHighest(Set<Integer> pruned, Losses losses) {
    Deque<Map<Integer, Double>> rungs = new ArrayDeque<>();
    int epoch = firstEpoch;
    Map<Integer, Double> rung = losses.after(epoch);
    while (!Collections.disjoint(rung.keySet(), pruned)) {
      rungs.addFirst(rung);
      epoch = Math.multiplyExact(epoch, reduction);
      rung = losses.after(epoch);
    }
    return rungs;
  }

  /** The highest loss with which a trial goes on. */
  private double bar(Map<Integer, Double> rung) {
    double[] losses = rung.values().stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return losses[Math.max(1, losses.length / reduction) - 1];
  }

  private boolean isRung(int epoch) {
    long rung = firstEpoch;
    while (rung < epoch) {
      rung *= reduction;
    }
    return rung == epoch;
  }
}
