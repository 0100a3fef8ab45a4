package dev.bottleneck.sweep.pruning;

import dev.bottleneck.sweep.trial.Trial;
import java.util.List;
import java.util.Map;

/**
 * The validation losses of the first seed of each search trial, as far as they have come. What many
 * trials give at an epoch is told as it becomes known, so that who asks again hears of what is new
 * alone.
 */
public interface Losses {
  /**
   * A loss at an epoch at which a rule {@linkplain Pruner#ranksAt ranks} all trials.
   *
   * @param sequence greater than that of all before
   * @param number the trial's; what one gave there before does not count any more
   */
  record Arrival(long sequence, int number, int epoch, double loss) {}

  /**
   * A trial was given up, or stands otherwise since.
   *
   * @param sequence greater than that of all before
   */
  record Change(long sequence, int number, boolean isGivenUp) {}

  /** What came after the arrival of that sequence number, in order; of 0 all. */
  List<Arrival> arrivalsAfter(long sequence);

  /** What changed after the change of that sequence number, in order; of 0 all. */
  List<Change> changesAfter(long sequence);

  /** The mean loss over the epochs up to {@code epoch} of each trial that has come so far. */
  Map<Integer, Double> meansUpTo(int epoch);

  /** The losses of one trial's first seed, in order. */
  List<Double> of(Trial trial);
}
