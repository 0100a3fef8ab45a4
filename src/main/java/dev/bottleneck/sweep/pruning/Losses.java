package dev.bottleneck.sweep.pruning;

import dev.bottleneck.sweep.trial.Trial;
import java.util.List;
import java.util.Map;

/** The validation losses of the first seed of each search trial, as far as they have come. */
public interface Losses {
  /** The loss after {@code epoch} of each trial that has come so far, by its number. */
  Map<Integer, Double> after(int epoch);

  /** The mean loss over the epochs up to {@code epoch} of each trial that has come so far. */
  Map<Integer, Double> meansUpTo(int epoch);

  /** The losses of one trial's first seed, in order. */
  List<Double> of(Trial trial);
}
