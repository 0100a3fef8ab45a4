package dev.bottleneck.sweep.search;

import dev.bottleneck.sweep.space.Dimension;
import dev.bottleneck.sweep.space.Space;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.deeplearning4j.arbiter.optimize.api.Candidate;
import org.deeplearning4j.arbiter.optimize.api.CandidateGenerator;
import org.deeplearning4j.arbiter.optimize.api.OptimizationResult;
import org.deeplearning4j.arbiter.optimize.api.ParameterSpace;

/**
 * A tree of Parzen estimators, as a generator of Arbiter's.
 *
 * <p>The settings seen are divided into the best share γ, with density l of their genes, and the
 * others, with density g. Some settings are drawn from l, and the one is proposed where 1 / (γ + (1
 * − γ) g/l) is greatest, to which the expected improvement is proportional. Dimensions are
 * estimated each by itself, a conditional one from the settings in which it counts. The first
 * settings are random.
 *
 * <p>Settings that failed have no value, and are in neither. Where there are some, the expected
 * improvement is multiplied by the probability that a setting does not fail, 1 / (1 + (1 − σ) f /
 * (σ s)), with the share σ of those that did not, their density s and the density f of those that
 * did: else the search would go where all fail, since little is known there.
 *
 * <p>However many settings were seen, {@value #MOST_GOOD} are the best, as in Hyperopt, and a
 * density is made of {@value #MOST_OTHERS} at most: a proposal takes no longer after thousands.
 *
 * <p>Sources: Bergstra et al., Algorithms for Hyper-Parameter Optimization (2011), section 4;
 * Watanabe and Hutter, c-TPE: Tree-structured Parzen Estimator with Inequality Constraints for
 * Expensive Hyperparameter Optimization (2023), whose constraint is here that a trial ends.
 */
final class TreeParzenGenerator implements CandidateGenerator {
  private record Observation(double[] genes, Map<String, String> parameters, double cost) {}

  /** Two densities of settings, and the share of the first among both. */
  private record Pair(double share, List<ParzenEstimator> first, List<ParzenEstimator> second) {}

  private static final int MOST_GOOD = 25;
  private static final int MOST_OTHERS = 500;

  private final Space space;
  private final int startup;
  private final int candidates;
  private final double quantile;
  private final List<Observation> observations = new ArrayList<>();
  private final List<Observation> failed = new ArrayList<>();
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

  /**
   * Takes a result; less is better. Infinity is a setting that was given up: worse than any with a
   * cost, and of two such the one that was reported first is the better. NaN is one that failed.
   */
  @Override
  public void reportResults(OptimizationResult result) {
    double[] genes = result.getCandidate().getFlatParameters();
    Observation observation = new Observation(genes, parameters(result), result.getScore());
    (Double.isNaN(observation.cost()) ? failed : observations).add(observation);
  }

  @SuppressWarnings("unchecked") // a candidate of the space has its values
  private static Map<String, String> parameters(OptimizationResult result) {
    return (Map<String, String>) result.getCandidate().getValue();
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
    int good = good(sorted);
    double share = good / (double) sorted.size();
    Pair improvement =
        pair(share, sorted.subList(0, good), thinned(sorted.subList(good, sorted.size())));
    double success = sorted.size() / (double) (sorted.size() + failed.size());
    Pair ended = pair(success, thinned(sorted), thinned(failed));
    double[] best = null;
    double greatest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < candidates; i++) {
      double[] genes =
          improvement.first().stream().mapToDouble(estimator -> estimator.draw(random)).toArray();
      double promise = logShare(genes, improvement) + logShare(genes, ended);
      if (best == null || promise > greatest) {
        best = genes;
        greatest = promise;
      }
    }
    return best;
  }

  /** At most {@value #MOST_OTHERS}, one in so many by their order. */
  private static List<Observation> thinned(List<Observation> settings) {
    int n = settings.size();
    return n <= MOST_OTHERS
        ? settings
        : IntStream.range(0, MOST_OTHERS)
            .mapToObj(i -> settings.get((int) ((long) i * n / MOST_OTHERS)))
            .toList();
  }

  private Pair pair(double share, List<Observation> first, List<Observation> second) {
    return new Pair(share, estimators(first), estimators(second));
  }

  /** However large the share γ is, settings that were given up are not among the best. */
  private int good(List<Observation> sorted) {
    long finite = sorted.stream().filter(o -> o.cost() < Double.POSITIVE_INFINITY).count();
    return (int)
        Math.max(1, Math.min(finite, Math.min(MOST_GOOD, Math.ceil(quantile * sorted.size()))));
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

  /**
   * The logarithm of the first density over the mixture of both, in which each has its share: of
   * the probability that {@code genes} are of the first kind, but for a constant.
   */
  private double logShare(double[] genes, Pair pair) {
    Map<String, String> parameters = space.getValue(genes);
    double ratio = 0;
    for (int i = 0; i < space.size(); i++) {
      if (space.counts(space.dimensions().get(i), parameters)) {
        ratio +=
            pair.second().get(i).logDensity(genes[i]) - pair.first().get(i).logDensity(genes[i]);
      }
    }
    return -Math.log(pair.share() + (1 - pair.share()) * Math.exp(ratio));
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
