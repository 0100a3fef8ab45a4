package dev.bottleneck.sweep.search;

import dev.bottleneck.runtime.Seeds;
import dev.bottleneck.sweep.definition.SweepDefinition;
import dev.bottleneck.sweep.space.Proposal;
import dev.bottleneck.sweep.space.Space;
import dev.bottleneck.sweep.trial.Objective;
import dev.bottleneck.sweep.trial.Trial;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.deeplearning4j.arbiter.optimize.api.Candidate;
import org.deeplearning4j.arbiter.optimize.api.CandidateGenerator;
import org.deeplearning4j.arbiter.optimize.api.OptimizationResult;

/**
 * A search by one of Arbiter's generators that learns from results.
 *
 * <p>The generator is made anew for each trial, seeded by the sweep's seed and the trial's number,
 * and told the results so far in an order of their own: it has no other state to be lost. A setting
 * that was tried before is drawn again a few times before it is accepted.
 */
abstract class AdaptiveSearch implements Search {
  private static final int ATTEMPTS = 20;

  private final Space space;
  private final Objective objective;
  private final long seed;

  AdaptiveSearch(SweepDefinition sweep) {
    this.space = sweep.space();
    this.objective = sweep.objective();
    this.seed = Seeds.derive(sweep.sweepSeed(), "proposals");
  }

  /** A generator without results, all of whose chance comes from {@code rngSeed}. */
  abstract CandidateGenerator generator(long rngSeed);

  /** In which order the generator is told of ended trials. */
  Comparator<Trial> order() {
    return Comparator.comparingInt(Trial::number);
  }

  /** What the generator is told of an ended trial, to be made small; null for nothing. */
  abstract Double cost(Trial trial, Objective objective);

  @Override
  public Optional<Proposal> propose(int number, Supplier<List<Trial>> earlier) {
    List<Trial> trials = earlier.get();
    List<Trial> ended = trials.stream().filter(t -> t.state().ended()).sorted(order()).toList();
    Proposal proposal = null;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      CandidateGenerator generator = generator(Seeds.derive(Seeds.derive(seed, number), attempt));
      ended.forEach(trial -> report(generator, trial));
      double[] genes = generator.getCandidate().getFlatParameters();
      if (genes == null) {
        // The genetic search found no offspring that differs from its parents.
        continue;
      }
      proposal = space.proposal(genes);
      if (isNew(proposal, trials)) {
        break;
      }
    }
    return Optional.of(
        proposal != null
            ? proposal
            : new RandomSearch(space, seed).propose(number, earlier).orElseThrow());
  }

  private static boolean isNew(Proposal proposal, List<Trial> trials) {
    return trials.stream().noneMatch(t -> t.parameters().equals(proposal.parameters()));
  }

  private void report(CandidateGenerator generator, Trial trial) {
    Double cost = cost(trial, objective);
    if (cost == null) {
      return;
    }
    // Given the value itself, Arbiter would serialise it.
    org.nd4j.common.function.Supplier<Map<String, String>> value = trial::parameters;
    Candidate<?> candidate = new Candidate<>(value, trial.number(), trial.proposal().geneArray());
    generator.reportResults(
        new OptimizationResult(candidate, cost, trial.number(), null, null, null));
  }
}
