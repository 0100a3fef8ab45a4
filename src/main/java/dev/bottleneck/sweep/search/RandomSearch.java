package dev.bottleneck.sweep.search;

import dev.bottleneck.runtime.Seeds;
import dev.bottleneck.sweep.space.Proposal;
import dev.bottleneck.sweep.space.Space;
import java.util.Optional;
import org.deeplearning4j.arbiter.optimize.generator.RandomSearchGenerator;

/**
 * Arbiter's random search, begun anew for each trial, so that a trial needs none before it. A space
 * of few settings may give one of them twice.
 */
public final class RandomSearch implements Search {
  private final Space space;
  private final long seed;

  public RandomSearch(Space space, long sweepSeed) {
    this.space = space;
    this.seed = Seeds.derive(sweepSeed, "proposals");
  }

  @Override
  public Optional<Proposal> propose(int number) {
    RandomSearchGenerator generator = new RandomSearchGenerator(space);
    generator.setRngSeed(Seeds.derive(seed, number));
    return Optional.of(space.proposal(generator.getCandidate().getFlatParameters()));
  }
}
