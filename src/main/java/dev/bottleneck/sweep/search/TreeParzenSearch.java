package dev.bottleneck.sweep.search;

import dev.bottleneck.sweep.definition.SearchOptions;
import dev.bottleneck.sweep.space.Dimension;
import dev.bottleneck.sweep.space.Space;
import dev.bottleneck.sweep.trial.Objective;
import dev.bottleneck.sweep.trial.Outcome;
import dev.bottleneck.sweep.trial.SecondObjective;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A tree of Parzen estimators, multivariate, with a constant liar.
 *
 * <p>The settings that ended are divided into the best share γ, with density l of their genes, and
 * the others, with density g; those that still run count as others, so that workers side by side do
 * not all go to the same place. Some settings are drawn from l, and the one is proposed where 1 /
 * (γ + (1 − γ) g/l) is greatest, to which the expected improvement is proportional. Dimensions that
 * count under the same condition are estimated together, from the settings in which they count, and
 * drawn after those before them. The first settings are random.
 *
 * <p>A trial that was pruned counts as worse than any that is complete, the sooner it was pruned
 * the worse. Settings that failed have no value, and are in neither. Where there are some, the
 * expected improvement is multiplied by the probability that a setting does not fail, 1 / (1 + (1 −
 * σ) f / (σ s)), with the share σ of those that did not, their density s and the density f of those
 * that did: else the search would go where all fail, since little is known there.
 *
 * <p>With two objectives the best share is told front by front: first those that no other beats in
 * both, and so on; of the last front those that cover the most area.
 *
 * <p>However many settings were seen, {@value #MOST_GOOD} are the best, as in Hyperopt, and a
 * density is made of {@value #MOST_OTHERS} at most, the latest and a sample of the others: a
 * proposal takes no longer after thousands.
 *
 * <p>Sources: Bergstra et al., Algorithms for Hyper-Parameter Optimization (2011), section 4;
 * Falkner et al., BOHB (2018), section 4.1, for the joint densities; Ginsbourger et al., Kriging Is
 * Well-Suited to Parallelize Optimization (2010), section 4.2, for the constant liar; Ozaki et al.,
 * Multiobjective Tree-Structured Parzen Estimator (2022), section 3.2; Watanabe and Hutter, c-TPE:
 * Tree-structured Parzen Estimator with Inequality Constraints for Expensive Hyperparameter
 * Optimization (2023), whose constraint is here that a trial ends.
 */
final class TreeParzenSearch extends AdaptiveSearch {
  private static final int MOST_GOOD = 25;
  private static final int MOST_OTHERS = 500;

  /** Genes of dimensions that do not count in a setting mean nothing. */
  private static final double ANY_GENE = 0.5;

  /** Two densities of settings, and the share of the first among both. */
  private record Pair(double share, ParzenEstimator first, ParzenEstimator second) {
    /**
     * The logarithm of the first density over the mixture of both, in which each has its share: of
     * the probability that {@code genes} are of the first kind, but for a constant.
     */
    double logShare(double[] genes) {
      double ratio = second.logDensity(genes) - first.logDensity(genes);
      return -Math.log(share + (1 - share) * Math.exp(ratio));
    }
  }

  /** Dimensions that are estimated together: their indices, and the densities of their genes. */
  private record Group(int[] indices, Pair improvement, Optional<Pair> success) {
    double promise(double[] genes) {
      return improvement.logShare(genes) + success.map(pair -> pair.logShare(genes)).orElse(0.0);
    }
  }

  private final SearchOptions options;
  private final List<int[]> groups;

  TreeParzenSearch(SearchOptions options, Space space, Objective objective, long sweepSeed) {
    this(options, space, objective, SecondObjective.NONE, sweepSeed);
  }

  TreeParzenSearch(
      SearchOptions options,
      Space space,
      Objective objective,
      SecondObjective second,
      long sweepSeed) {
    super(space, new Observations(objective, second), sweepSeed);
    this.options = options;
    Map<Optional<Dimension.Condition>, List<Integer>> byCondition = new LinkedHashMap<>();
    for (int i = 0; i < space.size(); i++) {
      byCondition
          .computeIfAbsent(space.dimensions().get(i).condition(), c -> new ArrayList<>())
          .add(i);
    }
    groups =
        byCondition.values().stream()
            .map(indices -> indices.stream().mapToInt(i -> i).toArray())
            .toList();
  }

  @Override
  LongFunction<double[]> source() {
    if (observations().ended().size() < options.startup()) {
      return anywhere();
    }
    List<Group> estimated = estimate();
    return seed -> mostPromising(estimated, new SplittableRandom(seed));
  }

  private List<Group> estimate() {
    Set<Outcome> best = Set.copyOf(observations().best(good()));
    return groups.stream().map(group -> estimate(group, best)).toList();
  }

  /** Of the settings in which the dimensions of {@code group} count. */
  private Group estimate(int[] group, Set<Outcome> best) {
    Dimension first = space().dimensions().get(group[0]);
    Predicate<Outcome> counts = trial -> space().counts(first, trial.parameters());
    List<Outcome> good =
        best.stream().filter(counts).sorted(Comparator.comparingInt(Outcome::number)).toList();
    List<Outcome> others =
        sample(observations().ended(), counts.and(trial -> !best.contains(trial)));
    List<Outcome> pending = sample(observations().pending(), counts);
    List<Outcome> failed = sample(observations().failed(), counts);
    double share = (good.size() + 1.0) / (good.size() + others.size() + 1.0);
    ParzenEstimator improving = estimator(group, good);
    ParzenEstimator lying = estimator(group, merged(others, pending));
    Optional<Pair> success =
        failed.isEmpty() ? Optional.empty() : Optional.of(success(group, counts, failed));
    return new Group(group, new Pair(Math.min(share, 1), improving, lying), success);
  }

  private Pair success(int[] group, Predicate<Outcome> counts, List<Outcome> failed) {
    List<Outcome> ended = sample(observations().ended(), counts);
    // One more of each, as the prior is one more kernel of each density.
    double share = (ended.size() + 1.0) / (ended.size() + failed.size() + 2.0);
    return new Pair(share, estimator(group, ended), estimator(group, failed));
  }

  private static List<Outcome> sample(Observations.Kind kind, Predicate<Outcome> wanted) {
    return kind.sample(wanted, MOST_OTHERS, ParzenEstimator.LATEST);
  }

  private static List<Outcome> merged(List<Outcome> some, List<Outcome> others) {
    return Stream.concat(some.stream(), others.stream())
        .sorted(Comparator.comparingInt(Outcome::number))
        .toList();
  }

  /** However large the share γ is, settings that were given up are good ones only among such. */
  private int good() {
    double share =
        Math.min(MOST_GOOD, Math.ceil(options.quantile() * observations().ended().size()));
    int complete = observations().complete();
    return complete == 0 ? (int) share : (int) Math.min(complete, share);
  }

  private ParzenEstimator estimator(int[] group, List<Outcome> trials) {
    List<Dimension> dimensions = Arrays.stream(group).mapToObj(space().dimensions()::get).toList();
    List<double[]> settings =
        trials.stream()
            .map(trial -> trial.proposal().genes())
            .map(genes -> Arrays.stream(group).mapToDouble(genes::get).toArray())
            .toList();
    return ParzenEstimator.of(dimensions, settings);
  }

  private double[] mostPromising(List<Group> estimated, SplittableRandom random) {
    double[] genes = new double[space().size()];
    Arrays.fill(genes, ANY_GENE);
    for (Group group : estimated) {
      Dimension first = space().dimensions().get(group.indices()[0]);
      if (space().counts(first, space().getValue(genes))) {
        double[] drawn = mostPromising(group, random);
        for (int i = 0; i < drawn.length; i++) {
          genes[group.indices()[i]] = drawn[i];
        }
      }
    }
    return genes;
  }

  private double[] mostPromising(Group group, SplittableRandom random) {
    double[] best = null;
    double greatest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < options.candidates(); i++) {
      double[] genes = group.improvement().first().draw(random);
      double promise = group.promise(genes);
      if (best == null || promise > greatest) {
        best = genes;
        greatest = promise;
      }
    }
    return best;
  }
}
