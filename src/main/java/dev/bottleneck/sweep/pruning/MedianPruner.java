package dev.bottleneck.sweep.pruning;

import dev.bottleneck.jobs.Lost;
import dev.bottleneck.sweep.trial.Trial;
import java.util.Locale;
import java.util.Map;
import java.util.stream.DoubleStream;

/**
 * The median stopping rule: a trial is given up if its lowest loss so far is above the median, over
 * the other trials that have come as far, of their mean losses up to that epoch.
 *
 * <p>Source: Golovin et al., Google Vizier: A Service for Black-Box Optimization (2017), section
 * 3.2.2.
 */
final class MedianPruner implements Pruner {
  private final int firstEpoch;
  private final int startupTrials;

  MedianPruner(int firstEpoch, int startupTrials) {
    this.firstEpoch = firstEpoch;
    this.startupTrials = startupTrials;
  }

  @Override
  public void check(Trial trial, int epoch, Losses losses) {
    if (epoch < firstEpoch) {
      return;
    }
    Map<Integer, Double> means = losses.meansUpTo(epoch);
    double[] others =
        means.entrySet().stream()
            .filter(entry -> entry.getKey() != trial.number())
            .mapToDouble(Map.Entry::getValue)
            .sorted()
            .toArray();
    if (others.length < startupTrials) {
      return;
    }
    double lowest =
        losses.of(trial).stream()
            .limit(epoch) // one that goes on from an earlier state has come further before
            .mapToDouble(Double::doubleValue)
            .min()
            .orElseThrow(() -> new Lost(trial));
    double median = median(others);
    if (lowest > median) {
      throw new Pruned(
          String.format(
              Locale.ROOT,
              "its lowest validation loss after epoch %d was above the median of %d trials",
              epoch,
              others.length));
    }
  }

  private static double median(double[] sorted) {
    int n = sorted.length;
    return DoubleStream.of(sorted[(n - 1) / 2], sorted[n / 2]).average().orElseThrow();
  }
}
