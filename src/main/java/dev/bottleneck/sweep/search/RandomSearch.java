package dev.bottleneck.sweep.search;

import dev.bottleneck.runtime.Seeds;
import dev.bottleneck.sweep.space.Proposal;
import dev.bottleneck.sweep.space.Space;
import dev.bottleneck.sweep.trial.Trial;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
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
  public Optional<Proposal> propose(int number, Supplier<List<Trial>> earlier) {
    RandomSearchGenerator generator = new RandomSearchGenerator(space);
    generator.setRngSeed(Seeds.derive(seed, number));
    return Optional.of(space.proposal(generator.getCandidate().getFlatParameters()));
  }
}
