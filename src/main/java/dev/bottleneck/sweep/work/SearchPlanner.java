package dev.bottleneck.sweep.work;

import dev.bottleneck.sweep.definition.SweepDefinition;
import dev.bottleneck.sweep.search.Search;
import dev.bottleneck.sweep.store.TrialQueue;
import dev.bottleneck.sweep.trial.Outcome;
import dev.bottleneck.sweep.trial.SecondObjective;
import java.util.Optional;
import java.util.function.IntPredicate;

/** Plans what a search proposes. */
public final class SearchPlanner implements TrialQueue.Planner {
  private final SweepDefinition sweep;
  private final Search search;
  private final IntPredicate wanted;

  /**
   * @param search has learned nothing yet
   * @param wanted whether there is to be a trial of that number
   */
  public SearchPlanner(SweepDefinition sweep, Search search, IntPredicate wanted) {
    this.sweep = sweep;
    this.search = search;
    this.wanted = wanted;
  }

  @Override
  public SecondObjective second() {
    return sweep.second();
  }

  @Override
  public void learn(Outcome trial) {
    search.learn(trial);
  }

  @Override
  public Optional<TrialQueue.Plan> plan(int number) {
    return wanted.test(number)
        ? search
            .propose(number)
            .map(proposal -> new TrialQueue.Plan(proposal, sweep.firstSeed(number)))
        : Optional.empty();
  }
}
