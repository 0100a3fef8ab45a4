package dev.bottleneck.sweep.search;

import dev.bottleneck.sweep.definition.SearchOptions;
import dev.bottleneck.sweep.space.Domain;
import dev.bottleneck.sweep.space.Space;
import dev.bottleneck.sweep.trial.Objective;
import dev.bottleneck.sweep.trial.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongFunction;

/**
 * Bayesian optimisation: proposed is the setting whose value is expected to improve most on the
 * best, as a {@link GaussianProcess} believes after the trials so far. The first settings are
 * random.
 *
 * <p>What is the best is itself believed, since values bear noise: it is the least mean of a
 * setting that was tried. Of trials that run the process takes the value that it expects, so that
 * workers side by side do not all go to the same place. Values are told by {@link HalfRankWarping},
 * where trials that were pruned rank behind those that are complete, the sooner they were pruned
 * the worse, and those that failed last of all.
 *
 * <p>The improvement is maximised among random settings and such as lie near the best, and from the
 * most promising of them by random steps that become smaller.
 *
 * <p>Sources: Jones et al., Efficient Global Optimization of Expensive Black-Box Functions (1998);
 * Ginsbourger et al., Kriging Is Well-Suited to Parallelize Optimization (2010), section 4.1, for
 * trials that run; Hutter et al., Sequential Model-Based Optimization for General Algorithm
 * Configuration (2011), section 4.3, for the maximisation.
 */
final class GaussianProcessSearch extends AdaptiveSearch {
  private static final int RANDOM = 1_000;
  private static final int NEAR_BEST = 5;
  private static final int NEAR_EACH = 60;
  private static final int CLIMBED = 4;
  private static final int STEPS = 120;
  private static final double FIRST_STEP = 0.2;
  private static final double LAST_STEP = 0.002;

  private final SearchOptions options;
  private final SettingDistance distance;

  private record Candidate(double[] genes, double promise) {}

  GaussianProcessSearch(SearchOptions options, Space space, Objective objective, long sweepSeed) {
    super(space, new Observations(objective), sweepSeed);
    this.options = options;
    distance = new SettingDistance(space);
  }

  @Override
  LongFunction<double[]> source() {
    if (observations().ended().size() < options.startup()) {
      return anywhere();
    }
    List<Outcome> known = new ArrayList<>(observations().best(observations().ended().size()));
    known.addAll(observations().failed().all());
    GaussianProcess process =
        GaussianProcess.fit(
            distance,
            places(known),
            HalfRankWarping.of(known, observations().order(), observations()::cost));
    double least = process.least();
    GaussianProcess believing = process.believing(places(observations().pending().all()));
    List<double[]> best =
        observations().best(NEAR_BEST).stream().map(trial -> trial.proposal().geneArray()).toList();
    AtomicBoolean exhausted = new AtomicBoolean(); // a space of few settings: all were tried
    return seed -> {
      double[] genes =
          exhausted.get()
              ? null
              : mostPromising(believing, least, best, new SplittableRandom(seed));
      exhausted.set(genes == null);
      return genes;
    };
  }

  private double[][] places(List<Outcome> trials) {
    return trials.stream()
        .map(trial -> distance.place(trial.proposal().geneArray()))
        .toArray(double[][]::new);
  }

  /** Null if it found none that was not tried before. */
  private double[] mostPromising(
      GaussianProcess process, double least, List<double[]> best, SplittableRandom random) {
    List<Candidate> candidates = new ArrayList<>();
    for (int i = 0; i < RANDOM; i++) {
      double[] genes = random.doubles(space().size()).toArray();
      candidates.add(candidate(process, least, genes));
    }
    for (double[] genes : best) {
      for (int i = 0; i < NEAR_EACH; i++) {
        double[] near = moved(genes, step(i, NEAR_EACH), random);
        candidates.add(candidate(process, least, near));
      }
    }
    return candidates.stream()
        .sorted(Comparator.comparingDouble(Candidate::promise).reversed())
        .filter(this::isNew)
        .limit(CLIMBED)
        .map(candidate -> climbed(process, least, candidate, random))
        .max(Comparator.comparingDouble(Candidate::promise))
        .map(Candidate::genes)
        .orElse(null);
  }

  private boolean isNew(Candidate candidate) {
    return !isTried(candidate.genes());
  }

  private Candidate climbed(
      GaussianProcess process, double least, Candidate from, SplittableRandom random) {
    Candidate here = from;
    for (int i = 0; i < STEPS; i++) {
      double[] genes = moved(here.genes(), step(i, STEPS), random);
      Candidate next = candidate(process, least, genes);
      if (next.promise() > here.promise() && isNew(next)) {
        here = next;
      }
    }
    return here;
  }

  private Candidate candidate(GaussianProcess process, double least, double[] genes) {
    GaussianProcess.Belief belief = process.believe(distance.place(genes));
    return new Candidate(genes, ExpectedImprovement.log(least, belief.mean(), belief.deviation()));
  }

  /** From the first step to the last in equal ratios. */
  private static double step(int i, int count) {
    return FIRST_STEP * Math.pow(LAST_STEP / FIRST_STEP, i / (count - 1.0));
  }

  /** One dimension or more, each of a range by a step at the most, each choice to any value. */
  private double[] moved(double[] from, double step, SplittableRandom random) {
    double[] genes = from.clone();
    int certain = random.nextInt(genes.length);
    for (int k = 0; k < genes.length; k++) {
      if (k == certain || random.nextDouble() * genes.length < 1) {
        boolean isChoice = space().dimensions().get(k).domain() instanceof Domain.Choice;
        double moved = genes[k] + step * (2 * random.nextDouble() - 1);
        genes[k] = isChoice ? random.nextDouble() : Math.max(0, Math.min(1, moved));
      }
    }
    return genes;
  }
}
