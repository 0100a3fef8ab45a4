package dev.bottleneck.sweep;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.deeplearning4j.arbiter.optimize.api.Candidate;
import org.deeplearning4j.arbiter.optimize.api.CandidateGenerator;
import org.deeplearning4j.arbiter.optimize.api.OptimizationResult;
import org.deeplearning4j.arbiter.optimize.api.ParameterSpace;

/**
 * A tree of Parzen estimators, as a generator of Arbiter's.
 *
 * <p>The settings seen are divided into the best share γ, with density l of their genes, and the
 * others, with density g. Some settings are drawn from l, and the one where l/g is greatest is
 * proposed: there the expected improvement is. Dimensions are estimated each by itself, a
 * conditional one from the settings in which it counts. The first settings are random.
 *
 * <p>Source: Bergstra et al., Algorithms for Hyper-Parameter Optimization (2011), section 4.
 */
final class TreeParzenGenerator implements CandidateGenerator {
  private record Observation(double[] genes, Map<String, String> parameters, double cost) {}

  private final Space space;
  private final int startup;
  private final int candidates;
  private final double quantile;
  private final List<Observation> observations = new ArrayList<>();
  private SplittableRandom random = new SplittableRandom(0);
  private int drawn;

  /**
   * @param startup random settings before the first estimate
   * @param candidates drawn for each proposal
   * @param quantile γ
   */
  TreeParzenGenerator(Space space, int startup, int candidates, double quantile) {
    this.space = space;
    this.startup = startup;
    this.candidates = candidates;
    this.quantile = quantile;
  }

  @Override
  public boolean hasMoreCandidates() {
    return true;
  }

  @Override
  public void setRngSeed(long rngSeed) {
    random = new SplittableRandom(rngSeed);
  }

  /** Takes a result; less is better, and infinity is a setting known only to be bad. */
  @Override
  public void reportResults(OptimizationResult result) {
    double[] genes = result.getCandidate().getFlatParameters();
    observations.add(new Observation(genes, space.getValue(genes), result.getScore()));
  }

  @Override
  public Candidate<Map<String, String>> getCandidate() {
    double[] genes = observations.size() < startup ? uniform() : mostPromising();
    return new Candidate<>(space.getValue(genes), drawn++, genes);
  }

  private double[] uniform() {
    return random.doubles(space.size()).toArray();
  }

  private double[] mostPromising() {
    List<Observation> sorted = new ArrayList<>(observations);
    sorted.sort(Comparator.comparingDouble(Observation::cost));
    int good = (int) Math.max(1, Math.ceil(quantile * sorted.size()));
    List<ParzenEstimator> l = estimators(sorted.subList(0, good));
    List<ParzenEstimator> g = estimators(sorted.subList(good, sorted.size()));
    double[] best = null;
    double greatest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < candidates; i++) {
      double[] genes = l.stream().mapToDouble(estimator -> estimator.draw(random)).toArray();
      double ratio = logRatio(genes, l, g);
      if (best == null || ratio > greatest) {
        best = genes;
        greatest = ratio;
      }
    }
    return best;
  }

  private List<ParzenEstimator> estimators(List<Observation> settings) {
    List<ParzenEstimator> estimators = new ArrayList<>();
    for (int i = 0; i < space.size(); i++) {
      int index = i;
      Dimension dimension = space.dimensions().get(i);
      double[] genes =
          settings.stream()
              .filter(o -> space.counts(dimension, o.parameters()))
              .mapToDouble(o -> o.genes()[index])
              .toArray();
      estimators.add(ParzenEstimator.of(dimension.domain(), genes));
    }
    return estimators;
  }

  private double logRatio(double[] genes, List<ParzenEstimator> l, List<ParzenEstimator> g) {
    Map<String, String> parameters = space.getValue(genes);
    double ratio = 0;
    for (int i = 0; i < space.size(); i++) {
      if (space.counts(space.dimensions().get(i), parameters)) {
        ratio += l.get(i).logDensity(genes[i]) - g.get(i).logDensity(genes[i]);
      }
    }
    return ratio;
  }

  @Override
  public ParameterSpace<?> getParameterSpace() {
    return space;
  }

  @Override
  public Class<?> getCandidateType() {
    return Map.class;
  }
}
