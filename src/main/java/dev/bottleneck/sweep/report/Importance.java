package dev.bottleneck.sweep.report;

import dev.bottleneck.evaluation.FunctionalAnova;
import dev.bottleneck.sweep.definition.SweepDefinition;
import dev.bottleneck.sweep.space.Space;
import dev.bottleneck.sweep.trial.Trial;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which hyper-parameters the objective depends on, as far as complete trials tell. */
final class Importance {
  /** Fewer trials make trees of a leaf or two. */
  static final int LEAST_TRIALS = 10;

  private static final double MIDDLE = 0.5;

  private Importance() {}

  /**
   * The share of the objective's variance that each dimension explains by itself, the greatest
   * first; see {@link FunctionalAnova}. A dimension stands in the middle of its range where it does
   * not count.
   *
   * @param complete at least {@link #LEAST_TRIALS} complete trials
   */
  static Map<String, Double> shares(SweepDefinition sweep, List<Trial> complete) {
    double[][] x =
        complete.stream().map(trial -> genes(sweep.space(), trial)).toArray(double[][]::new);
    double[] y = complete.stream().mapToDouble(trial -> trial.value().orElseThrow()).toArray();
    double[] shares = FunctionalAnova.shares(x, y, sweep.sweepSeed());
    Map<String, Double> byLabel = new LinkedHashMap<>();
    for (int j = 0; j < shares.length; j++) {
      byLabel.put(sweep.space().dimensions().get(j).label(), shares[j]);
    }
    Map<String, Double> sorted = new LinkedHashMap<>();
    byLabel.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
    return sorted;
  }

  private static double[] genes(Space space, Trial trial) {
    double[] genes = trial.proposal().geneArray();
    for (int j = 0; j < genes.length; j++) {
      if (!space.counts(space.dimensions().get(j), trial.parameters())) {
        genes[j] = MIDDLE;
      }
    }
    return genes;
  }
}
