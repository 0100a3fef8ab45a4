package dev.bottleneck.sweep.search;

import dev.bottleneck.runtime.Seeds;
import dev.bottleneck.sweep.space.Proposal;
import dev.bottleneck.sweep.space.Space;
import dev.bottleneck.sweep.trial.Outcome;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.LongFunction;

/**
 * A search that learns from results. All chance of a proposal comes from the sweep's seed and the
 * trial's number; a setting that was tried before is drawn again a few times before it is accepted.
 */
abstract class AdaptiveSearch implements Search {
  private static final int ATTEMPTS = 20;

  private final Space space;
  private final Observations observations;
  private final long seed;
  private final Set<Map<String, String>> tried = new HashSet<>();

  AdaptiveSearch(Space space, Observations observations, long sweepSeed) {
    this.space = space;
    this.observations = observations;
    this.seed = Seeds.derive(sweepSeed, "proposals");
  }

  final Space space() {
    return space;
  }

  /** Whether a setting was proposed before. */
  final boolean isTried(double[] genes) {
    return tried.contains(space.getValue(genes));
  }

  @Override
  public final void learn(Outcome trial) {
    tried.add(trial.parameters());
    observations.put(trial);
  }

  /** How the trials stand of which it has learned. */
  final Observations observations() {
    return observations;
  }

  /** Any genes, with equal probability. */
  final LongFunction<double[]> anywhere() {
    return its -> new SplittableRandom(its).doubles(space.size()).toArray();
  }

  /**
   * Draws genes after what was observed so far, with the seed that it is given; null where it found
   * none.
   */
  abstract LongFunction<double[]> source();

  @Override
  public final Optional<Proposal> propose(int number) {
    LongFunction<double[]> source = source();
    Proposal proposal = null;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      double[] genes = source.apply(Seeds.derive(Seeds.derive(seed, number), attempt));
      if (genes == null) {
        continue;
      }
      proposal = space.proposal(genes);
      if (!tried.contains(proposal.parameters())) {
        break;
      }
    }
    return proposal == null ? new RandomSearch(space, seed).propose(number) : Optional.of(proposal);
  }
}
